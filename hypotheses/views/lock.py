"""The dialog before a test: what is still missing, all at once, and the lock."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Verb, require
from accounts.errors import Forbidden, NotFound, Refusal
from accounts.pages import ACCEPTED_NOT, PersonRequest, signed_in
from boards.card_forms import OnwardForm
from boards.models import Card
from boards.views.cards import cause_of, visible_card
from boards.views.dialogs import dialog, finished, place_wanted, refuse
from hypotheses.actions import Onward, complete_and_lock
from hypotheses.actions.rounds import latest_round
from hypotheses.draft_form import Draft, typed_rows
from hypotheses.lock_dialog import LockDialog
from hypotheses.models import Round


@signed_in
@require_http_methods(["GET", "POST"])
def lock(request: PersonRequest, ref: str) -> HttpResponse:
    """Opened by the Lock button, and by a move into a lane that runs boxes; then the card goes on."""
    card = visible_card(request.user, ref)
    require(request.user, Verb.WRITE_CARD, card.board.team_id)
    round_ = latest_round(card)
    if not asks_anything(card, round_):
        return HttpResponse(status=204)
    if request.method == "GET":
        return shown(request, card, LockDialog(card, round_), OnwardForm(request.GET))
    asked, onward = LockDialog(card, round_, request.POST), OnwardForm(request.POST)
    if request.POST.get("do") == "add":
        asked.draft = Draft.filled(request.POST.dict(), [*typed_rows(request.POST), {}], round_, asked.asks)
        return shown(request, card, asked, onward)
    return locked(request, card, asked, onward) or shown(request, card, asked, onward, status=ACCEPTED_NOT)


def asks_anything(card: Card, round_: Round | None) -> bool:
    """A task has nothing to lock, and what is locked or concluded stays so."""
    return card.is_circular and not (round_ and (round_.is_locked or round_.state == Round.State.CONCLUDED))


def locked(request: PersonRequest, card: Card, asked: LockDialog, onward: OnwardForm) -> HttpResponse | None:
    if not (asked.is_valid() & onward.is_valid()):
        return None
    place = place_wanted(card, onward)
    further = Onward(place=place, wip_override=onward.cleaned_data["wip_override"]) if place else None
    try:
        complete_and_lock(cause=cause_of(request), card=card, onward=further, **asked.given())
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        refuse(asked, onward, refusal)
        return None
    said = _("%(ref)s has its budget") if asked.is_exploration else _("%(ref)s is locked")
    return finished(request, card, moved=place is not None, said=said % {"ref": card.ref})


def shown(
    request: PersonRequest, card: Card, asked: LockDialog, onward: OnwardForm, *, status: int = 200
) -> HttpResponse:
    context = {"asked": asked, "round": asked.round, "onward": onward, "lane": lane_name(card, onward)}
    return dialog(request, card, "hypotheses/lock", context, status=status)


def lane_name(card: Card, onward: OnwardForm) -> str:
    """Where the card goes after the dialog, in the words of its button."""
    pk = str(onward.data.get("lane") or "")
    lane = card.board.lanes.filter(pk=pk).first() if pk.isdecimal() else None
    return lane.name.capitalize() if lane else ""
