"""What was learned on all boards, and what resembles a hypothesis that is being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.pages import PersonRequest, show, signed_in
from boards.models import Card
from boards.views.card_answers import is_htmx
from boards.visible import visible_board
from hypotheses.learnings import Learning
from hypotheses.learnings_page import Asked, library
from hypotheses.similar import LONGEST, Draft, similar

FEW = 3


@signed_in
@require_GET
def learnings(request: PersonRequest) -> HttpResponse:
    """`?q=`, `board`, `verdict`, `label`, `from` and `to` narrow it; with htmx only the list."""
    asked = Asked.read(request.GET.dict())
    context = {"section": "learnings", **library(request.user, asked, request.GET.get("cursor", ""))}
    return show(request, f"hypotheses/{'_learnings' if is_htmx(request) else 'learnings'}.html", context)


@signed_in
@require_GET
def board_similar(request: PersonRequest, key: str) -> HttpResponse:
    """The few that resemble what is being written on this board, from all boards the person sees; mostly none."""
    board = visible_board(request.user, key)
    given = {
        name: request.GET.get(name, "").replace("\x00", "")[:LONGEST] for name in ("text", "metric", "dataset")
    }
    card = Card.objects.filter(board=board, ref=request.GET.get("card", "")[:30].replace("\x00", "")).first()
    found = similar(request.user, timezone.now(), Draft(**given, card=card), limit=FEW)
    rows = [(each, Learning(each.verdict)) for each in found]
    return show(request, "hypotheses/similar.html", {"rows": rows, "at": timezone.now()})
