"""Evidence on the card: adding it by hand, naming the run that decides, confirming what no metric shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Verb, require
from accounts.errors import Invalid, NotFound
from accounts.pages import PersonRequest, signed_in
from boards.events import Cause
from boards.models import Card
from boards.views.card_answers import again, done
from boards.views.cards import cause_of, visible_card
from hypotheses import tracking
from hypotheses.actions import add_run, attest, designate_run
from hypotheses.models import Run
from hypotheses.pasted import has_metrics, read_evidence
from hypotheses.result_forms import RunForm

PART = "attach"


@signed_in
@require_POST
def evidence(request: PersonRequest, ref: str) -> HttpResponse:
    """A run of a tracker, a link, metrics as `name=value`. The same link again changes what it says."""
    card = visible_card(request.user, ref)
    require(request.user, Verb.WRITE_CARD, card.board.team_id)
    form = RunForm(request.POST)
    if form.is_valid():
        try:
            attach(cause_of(request), card, form.cleaned_data["what"], form.cleaned_data["title"])
            return done(request, ref, focus="attach-edit")
        except Invalid as refusal:
            form.add_error("what", refusal.sentence)
    return again(request, ref, PART, {"attach": form})


def attach(cause: Cause, card: Card, what: str, title: str) -> None:
    """A tracker that the team is connected to is asked for the run; with metrics typed beside it, they stand."""
    tracked = None if has_metrics(what) else tracking.find(card, what, cause.at)
    if tracked is not None:
        tracked(cause=cause, card=card, title=title)
        return
    given = read_evidence(what)
    fields: dict[str, Any] = {**given.fields(), "title": title or given.words}
    add_run(cause=cause, card=card, source="web", external_id=given.external_id, **fields)


@signed_in
@require_POST
def designation(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    card = visible_card(request.user, ref)
    run = Run.objects.filter(card=card, pk=pk).first()
    if run is None:
        raise NotFound
    designate_run(cause=cause_of(request), run=run)
    return done(request, ref)


@signed_in
@require_POST
def attestation(request: PersonRequest, ref: str) -> HttpResponse:
    """The named role says of a criterion whether it is met."""
    form, card = request.POST, visible_card(request.user, ref)
    met = {"yes": True, "no": False}.get(form.get("met", ""))
    if met is None:
        raise Invalid.field("met", _("Answer yes or no."), "invalid_choice")
    attest(cause=cause_of(request), card=card, key=form.get("key", ""), met=met, note=form.get("note", ""))
    return done(request, ref)
