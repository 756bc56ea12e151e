"""The gate: what was asked and is met, what happens next, and the answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_http_methods

from accounts.errors import Forbidden, NotFound, Refusal
from accounts.pages import ACCEPTED_NOT, PersonRequest, signed_in
from boards.models import Card
from boards.views.card_answers import done, is_htmx
from boards.views.cards import cause_of, visible_card
from boards.views.dialogs import dialog
from hypotheses import tracking
from timeboxes.actions import conclude_and_decide, decide_stage
from timeboxes.actions.decide import AlreadyDecided
from timeboxes.forms import GateForm
from timeboxes.gate_dialog import Waiting, gate_context, waiting
from timeboxes.initiative_json import proves
from timeboxes.models import Decision

SAID = {
    "stop": noop("Decided: stop."),
    "continue": noop("Decided: continue."),
    "extend": noop("The time-box is extended."),
    "split": noop("Decided: smaller questions."),
}


@signed_in
@require_http_methods(["GET", "POST"])
def gate(request: PersonRequest, ref: str) -> HttpResponse:
    """Everybody may look; who may not decide is told who does."""
    card, cause = visible_card(request.user, ref), cause_of(request)
    try:
        found = waiting(card, cause.at)
        unread = tracking.read_afresh(card, cause.at) if request.method == "GET" else []
        context = gate_context(request.user, card, found, cause.at)
        form = GateForm(request.POST if request.method == "POST" else None, is_concluded=context["is_concluded"])
        decided = decide(request, card, found, form) if request.method == "POST" else None
    except AlreadyDecided as second:
        return too_late(request, card, second)
    status = ACCEPTED_NOT if request.method == "POST" else 200
    return decided or dialog(
        request,
        card,
        "timeboxes/gate",
        {**context, "form": form, "missing": form.missing(), "later": True, "unread": unread},
        status=status,
    )


def decide(request: PersonRequest, card: Card, found: Waiting, form: GateForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    verdict, decision = form.verdict(), form.decision()
    goes_on = form.cleaned_data["outcome"] == Decision.Outcome.CONTINUE and form.cleaned_data["opens_next"]
    proof = proves(card) if goes_on else None
    try:
        if proof is not None:
            decide_stage(cause=cause_of(request), stage=proof.stage, verdict=verdict, **decision)
        else:
            conclude_and_decide(cause=cause_of(request), box=found.box, verdict=verdict, **decision)
    except (NotFound, Forbidden, AlreadyDecided):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    said = _(SAID[decision["outcome"]])
    if verdict:
        said = f"{said} {_('The answer is recorded.')}"
    return done(request, card.ref, said=said, events={"dialog:close": {}})


def too_late(request: PersonRequest, card: Card, second: AlreadyDecided) -> HttpResponse:
    """Somebody else was first: the page shows what they decided, and what was typed stays as a draft."""
    if not is_htmx(request):
        raise second
    events: dict[str, Any] = {"dialog:close": {}, "toast": {"text": second.sentence, "kind": "error"}}
    response = done(request, card.ref, events=events)
    response.status_code = second.status
    return response
