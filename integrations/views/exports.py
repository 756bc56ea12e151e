"""Taking things away: a card as a notebook, a board as a document, a table or a bundle."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.pages import PersonRequest, show, signed_in
from boards.models import Board
from boards.visible import visible_board, visible_card
from integrations.downloads import download, lines
from integrations.exports import FORMATS, Wanted, export
from integrations.notebook import card_notebook
from integrations.notebook.period import quarter_of


@signed_in
@require_GET
def card_file(request: PersonRequest, ref: str) -> HttpResponse:
    card = visible_card(request.user, ref)
    return download(request, lines(card_notebook(card)), f"{card.ref}-notebook.md")


@signed_in
@require_GET
def board_export(request: PersonRequest, key: str) -> HttpResponse:
    """With `?format=` the file; without, what there is to choose from."""
    board, chosen = visible_board(request.user, key), request.GET.get("format", "")
    if chosen not in FORMATS:
        return choices(request, board)
    wanted = Wanted(format=chosen, since=_day(request, "from"), until=_day(request, "to"))
    return export(request, request.user, board, wanted, timezone.now())


def choices(request: PersonRequest, board: Board) -> HttpResponse:
    since, until = quarter_of(timezone.localdate())
    return show(request, "integrations/export.html", {"board": board, "since": since, "until": until})


def _day(request: PersonRequest, name: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(request.GET.get(name, ""))
    return None
