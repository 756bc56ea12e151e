"""Dialogs about a card: opened by the page's own modules or by a link; without scripts each is a page."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.errors import Refusal
from accounts.pages import ACCEPTED_NOT, PersonRequest
from boards.actions import Place
from boards.actions.move import WipLimitReached
from boards.card_forms import OnwardForm
from boards.fragments import place_of
from boards.models import Card
from boards.views.card_answers import done, is_htmx
from boards.views.cards import lane_named, nearest_place, visible_card

PAGE = "boards/dialog_page.html"


def dialog(
    request: PersonRequest, card: Card, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The dialog; after a mistake only the form inside it, so that it stays open where it was."""
    inner = f"{name}_form.html"
    frame = {"card": card, "board": card.board, "inner": inner, "name": name.rpartition("/")[2]}
    context = {**context, **frame, "alone": not is_htmx(request)}
    template = inner if request.method == "POST" else "boards/dialog.html"
    with timezone.override(ZoneInfo(request.user.time_zone)):
        response = render(request, template if is_htmx(request) else PAGE, context, status=status)
    if is_htmx(request) and request.method == "POST" and status != ACCEPTED_NOT:
        response["HX-Retarget"], response["HX-Reswap"] = f"#{context['name']}-form", "outerHTML"
    return response


def place_wanted(card: Card, onward: OnwardForm) -> Place | None:
    """The place the card was dropped at; without a lane there is none."""
    form = onward.data
    if not form.get("lane"):
        return None
    lane = lane_named(card.board_id, str(form["lane"]))
    return nearest_place(lane, form.get("put_before", ""), form.get("put_after", ""), "top", card.ref)


def finished(
    request: PersonRequest, card: Card, *, moved: bool, said: str, for_good: bool = False
) -> HttpResponse:
    """Close the dialog and draw the card's parts anew; the board puts the card where the server has it.

    A move that is `for_good` offers no undo.
    """
    if not is_htmx(request):
        return redirect("card_page", card.ref)
    events: dict[str, Any] = {"dialog:close": {}}
    if moved:
        now = visible_card(request.user, card.ref)
        placed = {**place_of(now), "seq": now.board.seq, "op": request.POST.get("op", "")[:40]}
        events["card:placed"] = {**placed, "said": said} if for_good else placed
    return done(request, card.ref, said="" if moved else said, events=events)


def refuse(form: Any, onward: OnwardForm, refusal: Refusal) -> None:
    """What an action refuses lands in the dialog; a full lane asks whoever may for a reason."""
    if isinstance(refusal, WipLimitReached) and refusal.extra.get("can_override"):
        onward.ask_to_override()
    form.refuse(refusal)
