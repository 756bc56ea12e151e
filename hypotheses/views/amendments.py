"""Changing what a lock froze: the dialog that proposes it, and what a second person says."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Verb, require
from accounts.errors import Forbidden, NotFound, Refusal
from accounts.pages import ACCEPTED_NOT, PersonRequest, signed_in
from boards.models import Card
from boards.views.card_answers import done
from boards.views.cards import cause_of, visible_card
from boards.views.dialogs import dialog, finished
from hypotheses.actions import approve_amendment, decline_amendment, propose_amendment
from hypotheses.actions.amend import NotAmendable
from hypotheses.actions.rounds import current_round
from hypotheses.amend_dialog import AmendDialog
from hypotheses.known import results_known
from hypotheses.models import Amendment, Round

PROPOSED = noop("Proposed; somebody else has to approve it")
LEFT = {
    Amendment.State.DECLINED: noop("The amendment is declined"),
    Amendment.State.WITHDRAWN: noop("The amendment is withdrawn"),
}


@signed_in
@require_http_methods(["GET", "POST"])
def amendments(request: PersonRequest, ref: str) -> HttpResponse:
    """Write over the locked text; what is sent waits for a second person."""
    card = visible_card(request.user, ref)
    require(request.user, Verb.WRITE_CARD, card.board.team_id)
    round_ = amendable(card)
    if request.method == "GET":
        return shown(request, card, AmendDialog(round_, card.board))
    asked, do = AmendDialog(round_, card.board, request.POST), request.POST.get("do", "")
    if do:
        asked.retype(do, request.POST)
        return shown(request, card, asked)
    return proposed(request, card, asked) or shown(request, card, asked, status=ACCEPTED_NOT)


def amendable(card: Card) -> Round:
    round_ = current_round(card)
    if not round_.is_locked or round_.state == Round.State.CONCLUDED:
        raise NotAmendable
    return round_


def proposed(request: PersonRequest, card: Card, asked: AmendDialog) -> HttpResponse | None:
    if not asked.is_valid():
        return None
    try:
        propose_amendment(cause=cause_of(request), card=card, **asked.given())
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        asked.refuse(refusal)
        return None
    return finished(request, card, moved=False, said=_(PROPOSED))


def shown(request: PersonRequest, card: Card, asked: AmendDialog, *, status: int = 200) -> HttpResponse:
    context = {"asked": asked, "round": asked.round, "known": results_known(asked.round)}
    return dialog(request, card, "hypotheses/amend", context, status=status)


@signed_in
@require_POST
def approval(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    approve_amendment(cause=cause_of(request), amendment=amendment_of(request, ref, pk))
    return done(request, ref, said=_("Amended"))


@signed_in
@require_POST
def decline(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    """Leave the text as it is; by its author this withdraws it."""
    note = request.POST.get("note", "")
    row = decline_amendment(cause=cause_of(request), amendment=amendment_of(request, ref, pk), note=note)
    return done(request, ref, said=_(LEFT[Amendment.State(row.state)]))


def amendment_of(request: PersonRequest, ref: str, pk: int) -> Amendment:
    card = visible_card(request.user, ref)
    found = Amendment.objects.select_related("round__card").filter(round__card=card, pk=pk).first()
    if found is None:
        raise NotFound
    return found
