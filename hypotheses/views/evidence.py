"""Evidence on the card: adding it by hand, naming the run that decides, confirming what no metric shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.errors import Invalid, NotFound
from accounts.pages import PersonRequest, signed_in
from boards.views.card_answers import again, done
from boards.views.cards import cause_of, visible_card
from hypotheses.actions import add_run, attest, designate_run
from hypotheses.models import Run
from hypotheses.pasted import read_evidence
from hypotheses.result_forms import RunForm

PART = "attach"


@signed_in
@require_POST
def evidence(request: PersonRequest, ref: str) -> HttpResponse:
    """A link, metrics as `name=value`, or both. The same link again changes what it says."""
    card = visible_card(request.user, ref)
    form = RunForm(request.POST)
    if form.is_valid():
        try:
            given = read_evidence(form.cleaned_data["what"])
            fields: dict[str, Any] = {**given.fields(), "title": form.cleaned_data["title"] or given.words}
            add_run(cause=cause_of(request), card=card, source="web", external_id=given.external_id, **fields)
            return done(request, ref, focus="attach-edit")
        except Invalid as refusal:
            form.add_error("what", refusal.sentence)
    return again(request, ref, PART, {"attach": form})


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
        raise Invalid.field("met", "Answer yes or no.", "invalid_choice")
    attest(cause=cause_of(request), card=card, key=form.get("key", ""), met=met, note=form.get("note", ""))
    return done(request, ref)
