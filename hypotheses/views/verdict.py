"""What a person concludes of a round, a second person's word on it, and another round."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Verb, require
from accounts.errors import Forbidden, NotFound, Refusal
from accounts.pages import ACCEPTED_NOT, PersonRequest, signed_in
from boards.card_forms import OnwardForm
from boards.models import Card
from boards.views.card_answers import done
from boards.views.cards import cause_of, visible_card
from boards.views.dialogs import dialog, finished, place_wanted, refuse
from hypotheses import tracking
from hypotheses.actions import Onward, conclude_and_go_on, confirm_verdict, reopen_round
from hypotheses.answers import question
from hypotheses.models import Verdict
from hypotheses.research import research_of
from hypotheses.result_forms import VerdictForm
from hypotheses.views.lock import lane_name
from hypotheses.words import ANSWERS


@signed_in
@require_http_methods(["GET", "POST"])
def verdict(request: PersonRequest, ref: str) -> HttpResponse:
    """Opened by its button, and by a move into done; then the card moves on with the verdict."""
    card = visible_card(request.user, ref)
    require(request.user, Verb.WRITE_CARD, card.board.team_id)
    if request.method == "GET":
        unread = tracking.read_afresh(card, timezone.now())
        return shown(request, card, VerdictForm(), OnwardForm(request.GET), unread=unread)
    form, onward = VerdictForm(request.POST), OnwardForm(request.POST)
    return concluded(request, card, form, onward) or shown(request, card, form, onward, status=ACCEPTED_NOT)


def concluded(request: PersonRequest, card: Card, form: VerdictForm, onward: OnwardForm) -> HttpResponse | None:
    if not (form.is_valid() & onward.is_valid()):
        return None
    place = place_wanted(card, onward)
    further = Onward(place=place, wip_override=onward.cleaned_data["wip_override"]) if place else None
    try:
        conclude_and_go_on(cause=cause_of(request), card=card, onward=further, **form.cleaned_data)
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        refuse(form, onward, refusal)
        return None
    return finished(request, card, moved=place is not None, said=recorded(form), for_good=True)


def recorded(form: VerdictForm) -> str:
    """The same words for both answers."""
    return _("Recorded: %(answer)s.") % {"answer": _(ANSWERS[Verdict.Value(form.cleaned_data["value"])])}


def shown(
    request: PersonRequest, card: Card, form: VerdictForm, onward: OnwardForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "onward": onward, "lane": lane_name(card, onward), **more}
    return dialog(request, card, "hypotheses/verdict", {**context, **question(research_of(card))}, status=status)


@signed_in
@require_POST
def confirmation(request: PersonRequest, ref: str) -> HttpResponse:
    """A second person agrees with a verdict against the suggestion."""
    confirm_verdict(cause=cause_of(request), card=visible_card(request.user, ref))
    return done(request, ref, said=_("Confirmed"))


@signed_in
@require_POST
def reopening(request: PersonRequest, ref: str) -> HttpResponse:
    """Another round, with the text of the last one and no evidence."""
    round_ = reopen_round(cause=cause_of(request), card=visible_card(request.user, ref))
    return done(request, ref, said=_("Round %(n)s begins as a draft") % {"n": round_.n}, focus="hypothesis-edit")
