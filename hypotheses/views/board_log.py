"""The log page of a board."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from accounts.pages import PersonRequest, signed_in
from boards.board_page import people_of
from boards.markdown import render as markdown
from boards.sentences import sentence
from boards.visible import visible_board
from hypotheses.board_log import KINDS, Row, Wanted, as_markdown, board_log, by_day
from hypotheses.models import LogEntry
from hypotheses.research_log import ICONS
from hypotheses.words import entry_kind_word


@signed_in
@require_GET
def log(request: PersonRequest, key: str) -> HttpResponse:
    """Newest first, by days of the viewer; `?before=` goes on where a page ended."""
    board, wanted = visible_board(request.user, key), Wanted.read(request.GET)
    page = board_log(board, wanted, cursor=request.GET.get("before", ""))
    zone = ZoneInfo(request.user.time_zone)
    context = {
        "board": board,
        "section": "log",
        "days": [(day, [_line(row) for row in rows]) for day, rows in by_day(page.rows, zone)],
        "wanted": wanted,
        "kinds": [(value, gettext(word)) for value, word in KINDS],
        "people": people_of(board),
        "query": _query(request, before=None),
        "further": _query(request, before=page.next) if page.next else "",
    }
    with timezone.override(zone):
        return render(request, "hypotheses/board_log.html", context)


@signed_in
@require_GET
def log_text(request: PersonRequest, key: str) -> HttpResponse:
    """What the page shows, as Markdown."""
    board = visible_board(request.user, key)
    page = board_log(board, Wanted.read(request.GET), cursor=request.GET.get("before", ""))
    text = as_markdown(board, page, ZoneInfo(request.user.time_zone))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _line(row: Row) -> dict[str, Any]:
    if isinstance(row, LogEntry):
        return {"entry": row, "html": markdown(row.body), "kind_word": entry_kind_word(row.kind)}
    return {"event": row, "words": sentence(row), "icon": ICONS[row.kind]}


def _query(request: PersonRequest, *, before: str | None) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    if before:
        query["before"] = before
    return query.urlencode()
