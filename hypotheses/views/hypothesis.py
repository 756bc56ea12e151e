"""Writing the hypothesis while it is a draft, in place."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import Verb, require
from accounts.actions import note_step
from accounts.errors import Invalid
from accounts.pages import PersonRequest, signed_in
from boards.models import Card
from boards.views.card_answers import again, done, retyped
from boards.views.cards import cause_of, visible_card
from hypotheses.actions import save_hypothesis
from hypotheses.actions.draft import ChangedByBoth
from hypotheses.actions.rounds import latest_round
from hypotheses.both_texts import beside
from hypotheses.draft_form import Draft, seen_in, typed_rows
from hypotheses.models import Round

PART = "hypothesis"


@signed_in
@require_POST
def hypothesis(request: PersonRequest, ref: str) -> HttpResponse:
    """Save it; or read a pasted sentence into it, add a row, drop one, and show what there is."""
    card, do = visible_card(request.user, ref), wanted(request.POST)
    require(request.user, Verb.WRITE_CARD, card.board.team_id)
    round_ = latest_round(card)
    if do:
        return retyped(request, ref, PART, {PART: changed(do, request.POST.dict(), round_)})
    draft = Draft.typed(request.POST, round_)
    if draft.is_valid():
        try:
            changes, criteria = draft.form.changes(), draft.criteria()
            seen = seen_in(draft.seen)
            save_hypothesis(cause=cause_of(request), card=card, changes=changes, criteria=criteria, seen=seen)
            note_step(person=request.user, step="written", at=timezone.now())
            return done(request, ref, focus="hypothesis-edit")
        except ChangedByBoth as refusal:
            return both(request, card, refusal)
        except Invalid as refusal:
            draft.refuse(refusal)
    return again(request, ref, PART, {PART: draft})


def both(request: PersonRequest, card: Card, refusal: ChangedByBoth) -> HttpResponse:
    """Nothing typed is lost, nothing newer is overwritten unseen."""
    round_ = latest_round(card) or Round(card=card)
    draft = beside(card, round_, card.board, request.POST.dict(), refusal.compared)
    return again(request, card.ref, PART, {PART: draft}, status=refusal.status)


def wanted(form: QueryDict) -> str:
    """What the pressed button asks for; a sentence that has not been read yet is read before anything is saved."""
    is_new = form.get("sentence", "").strip() and form.get("sentence") != form.get("was_read")
    return form.get("do", "") or ("read" if is_new else "")


def changed(do: str, data: dict[str, str], round_: Round | None) -> Draft:
    """`read` the sentence, `add` an empty row, or `drop-2`."""
    if do == "read":
        return Draft.read(data.get("sentence", ""), data, round_)
    rows = typed_rows(data)
    if do == "add":
        rows.append({})
    elif do.removeprefix("drop-").isdecimal():
        rows = [row for n, row in enumerate(typed_rows(data, whole=True)) if str(n) != do.removeprefix("drop-")]
    return Draft.filled(data, rows, round_)
