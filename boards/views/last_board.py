"""The board a person last looked at: the start page leads there."""

from __future__ import annotations

from django.http import HttpRequest

from boards.models import Board

KEY = "last_board"


def remember(request: HttpRequest, board: Board) -> None:
    if request.session.get(KEY) != board.key:
        request.session[KEY] = board.key


def last_board(request: HttpRequest) -> str:
    return str(request.session.get(KEY, ""))
