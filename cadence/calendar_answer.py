"""A calendar feed over HTTP: private, and a client that has it already is told so."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from boards.models import Board
from cadence.feed import calendar_of

CALENDAR = "text/calendar"


def calendar_answer(request: HttpRequest, board: Board) -> HttpResponse:
    body = calendar_of(board)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=f"{CALENDAR}; charset=utf-8")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = f'inline; filename="{board.key}.ics"'
    known = get_conditional_response(request, etag=tag, response=response)
    return known if isinstance(known, HttpResponse) else response
