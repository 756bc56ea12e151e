"""What research asks of the lanes: a locked round before a box runs, a verdict before done."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from accounts.errors import FieldError
from boards.actions.face import save_card
from boards.events import record
from boards.models import Card, Lane
from boards.rules import Entry
from hypotheses.actions.lock import missing_to_lock
from hypotheses.actions.rounds import latest_round
from hypotheses.events import RoundChanged
from hypotheses.face import round_face
from hypotheses.models import Round

NOT_LOCKED = FieldError(
    "lock", "not_locked", noop("Lock the hypothesis: its criteria must not change from here on.")
)
CONCLUDED = FieldError("round", "concluded", noop("This round has its verdict; re-open the card to test again."))
VERDICT_NEEDED = FieldError(
    "verdict", "verdict_needed", noop("Record the verdict first: what did the round show?")
)
BUDGET_NEEDED = FieldError("budget", "required", noop("Give the exploration a budget, such as 3d."))
TASK_IN_BOX = FieldError(
    "kind", "linear_card", noop("A task has no research time-box; this lane is for hypotheses.")
)


class ResearchRule:
    def begin(self, entry: Entry) -> None:
        """Round 1 of a new research card."""
        card = entry.card
        if card.is_circular:
            round_ = Round.objects.create(card=card, n=1, author=card.author, created_at=entry.cause.at)
            card.face["round"] = round_face(round_)

    def missing(self, entry: Entry) -> list[FieldError]:
        """Tasks pass everywhere but where boxes run; research needs its lock there and its verdict at the end."""
        card, lane = entry.card, entry.target
        if not card.is_circular:
            return [_told(TASK_IN_BOX)] if lane.runs_box else []
        round_ = latest_round(card) if card.pk else None
        if lane.runs_box:
            return _missing_to_run(card, round_)
        if lane.needs_verdict and (round_ is None or round_.state != Round.State.CONCLUDED):
            return [_told(VERDICT_NEEDED)]
        return []

    def entered(self, entry: Entry) -> None:
        """A locked round is in review while its card is, and testing again when it comes back."""
        round_ = latest_round(entry.card) if entry.card.is_circular else None
        if round_ is None or round_.state not in (Round.State.TESTING, Round.State.IN_REVIEW):
            return
        in_review = entry.target.role == Lane.Role.REVIEW
        wanted = Round.State.IN_REVIEW if in_review else Round.State.TESTING
        if round_.state == wanted:
            return
        round_.state = wanted
        round_.save(update_fields=["state"])
        save_card(entry.card, entry.cause, face={"round": round_face(round_)})
        record(entry.board, RoundChanged(n=round_.n, state=wanted), entry.cause, card=entry.card)


def _missing_to_run(card: Card, round_: Round | None) -> list[FieldError]:
    if round_ is not None and round_.state == Round.State.CONCLUDED:
        return [_told(CONCLUDED)]
    if round_ is not None and round_.is_locked:
        return []
    if card.kind == Card.Kind.EXPLORATION:
        has_budget = round_ is not None and round_.budget_minutes
        return [] if has_budget else [_told(BUDGET_NEEDED)]
    return missing_to_lock(round_ or Round(card=card)) or [_told(NOT_LOCKED)]


def _told(error: FieldError) -> FieldError:
    """In the language of whoever is told."""
    return replace(error, message=gettext(error.message))
