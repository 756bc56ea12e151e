"""What a board can be taken away as: a notebook, a period's report, a table, or a bundle to read in again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.audit import audit
from accounts.errors import Invalid
from accounts.models import Person
from boards.models import Board
from integrations.board_csv import board_csv
from integrations.bundle import export_board
from integrations.bundle.writing import ExactEncoder
from integrations.downloads import download, lines
from integrations.notebook import board_notebook, period_notebook

FORMATS = ("markdown", "csv", "json")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """As what, and of which days; a period is a report in Markdown."""

    format: str = "markdown"
    since: date | None = None
    until: date | None = None


def export(request: HttpRequest, person: Person, board: Board, wanted: Wanted, at: datetime) -> HttpResponse:
    """The file; who took it, when and as what is in the audit of the team."""
    if wanted.since or wanted.until:
        return _period(request, person, board, wanted, at)
    audit("board.exported", at, actor=person, team=board.team, board=board.key, format=wanted.format)
    if wanted.format == "csv":
        return download(request, board_csv(board), f"{board.key}-cards.csv")
    if wanted.format == "json":
        return download(request, _bundle(board), f"{board.key}.json")
    return download(request, lines(board_notebook(board, at)), f"{board.key}-notebook.md")


def _period(request: HttpRequest, person: Person, board: Board, wanted: Wanted, at: datetime) -> HttpResponse:
    since, until = wanted.since or board.created_at.date(), wanted.until or at.date()
    if wanted.format != "markdown":
        raise Invalid.field("format", _("A period is to be had as markdown."))
    if since > until:
        raise Invalid.field("from", _("The period ends before it begins."))
    audit("board.exported", at, actor=person, team=board.team, board=board.key, format="period")
    return download(
        request, lines(period_notebook(person, board, since, until)), f"{board.key}-{since}-{until}.md"
    )


def _bundle(board: Board) -> Iterator[str]:
    yield from json.JSONEncoder(default=ExactEncoder().default, ensure_ascii=False).iterencode(export_board(board))
