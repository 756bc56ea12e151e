"""Cards that were put away, and cards in the trash; both come back by one button."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Verb, rights
from accounts.pages import PersonRequest, show, signed_in
from boards.actions import restore_card
from boards.actions.archive import TRASH_KEEPS
from boards.models import Board, Card
from boards.views.backlog import plain
from boards.views.cards import cause_of, visible_card
from boards.visible import visible_board

PAGE = 100


@signed_in
@require_GET
def board_archive(request: PersonRequest, key: str) -> HttpResponse:
    """The archive, or with `?in=trash` the trash, newest first."""
    board, trash = visible_board(request.user, key), request.GET.get("in") == "trash"
    cards = cards_away(board, trash=trash, q=plain(request.GET.get("q", "")))
    shown = max(PAGE, min(_whole(request.GET.get("shown", "")), 10_000))
    context = {
        "board": board,
        "section": "archive",
        "trash": trash,
        "cards": cards[:shown],
        "more": cards.count() - shown,
        "next": shown + PAGE,
        "keeps": TRASH_KEEPS,
        "writes": Verb.WRITE_CARD in rights(request.user, board.team_id),
    }
    return show(request, "boards/archive.html", context)


def cards_away(board: Board, *, trash: bool, q: str) -> QuerySet[Card]:
    if trash:
        cards = board.cards.filter(trashed_at__isnull=False).order_by("-trashed_at", "-pk")
    else:
        cards = board.cards.filter(trashed_at=None, archived_at__isnull=False).order_by("-archived_at", "-pk")
    cards = cards.select_related("lane").defer("description", "story")
    return cards.filter(Q(title__icontains=q) | Q(ref__iexact=q)) if q else cards


@signed_in
@require_POST
def restoration(request: PersonRequest, ref: str) -> HttpResponse:
    """Back on the board, in its old lane."""
    card = visible_card(request.user, ref)
    was_in = "?in=trash" if card.trashed_at else ""
    restore_card(cause=cause_of(request), card=card)
    messages.success(request, _("%(ref)s is back in %(lane)s.") % {"ref": card.ref, "lane": card.lane.name})
    return redirect(resolve_url("board_archive", card.board.key) + was_in)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0
