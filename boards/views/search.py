"""The search: a page for everything a person sees, and the few results that the palette adds."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from accounts.pages import PersonRequest, show, signed_in, wants_json
from boards.fragments import VERDICTS
from boards.models import Board
from boards.search import search as find
from boards.search.asking import Asked
from boards.search.find import scope
from boards.search.result import address
from boards.search_page import Wanted, groups
from boards.visible import visible_board

IN_PALETTE = 8


@signed_in
@require_GET
def search(request: PersonRequest) -> HttpResponse:
    """`?q=`, narrowed by `board`, `kind` and `verdict`; as JSON the few best for the palette."""
    wanted = Wanted.read(request.GET.dict())
    board = visible_board(request.user, wanted.board) if wanted.board else None
    if wants_json(request):
        return JsonResponse({"results": few(request, wanted, board)})
    context = {
        "section": "search",
        "wanted": wanted,
        "groups": groups(request.user, wanted, board, timezone.now()),
        "boards": Board.objects.visible_to(request.user).open().order_by("name"),
        "verdicts": [(value, gettext(word)) for value, word in VERDICTS.items()],
    }
    return show(request, "boards/search.html", context)


def few(request: PersonRequest, wanted: Wanted, board: Board | None) -> list[dict[str, Any]]:
    asked, documents = Asked.read(wanted.q), scope(request.user, timezone.now(), board=board)
    seen: dict[str, dict[str, Any]] = {}
    for hit in find(asked, documents, limit=2 * IN_PALETTE):
        card = hit.document.card
        row = {"ref": card.ref, "title": card.title, "kind": card.kind, "url": address(hit.document)}
        seen.setdefault(card.ref, row)
    return list(seen.values())[:IN_PALETTE]
