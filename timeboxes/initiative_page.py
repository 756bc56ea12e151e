"""What the pages of initiatives show: each stage with its ring, gate and decisions; the cards and warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.durations import duration_in_words
from accounts.models import Person
from boards.models import Card
from hypotheses.models import Round
from timeboxes.clock import hours_of, used_seconds
from timeboxes.gate_dialog import REASONS
from timeboxes.initiative_forms import StageForm
from timeboxes.initiative_json import current_stage, following, late_cards
from timeboxes.models import Clocked, Gate, Initiative, Stage, StageDecision

STATES = {"planned": "planned", "running": "run", "paused": "paused", "expired": "late", "closed": "decided"}


@dataclass(frozen=True)
class StageView:
    """A stage as a line: `share` of the ring is what is left, `words` say the same."""

    stage: Stage
    at: datetime

    @property
    def per_day(self) -> int:
        return hours_of(self.stage).minutes_per_day

    @property
    def is_over(self) -> bool:
        return self.stage.is_over(self.at) and self.stage.state != Clocked.State.CLOSED

    @property
    def is_open(self) -> bool:
        return self.stage.state in (Clocked.State.RUNNING, Clocked.State.EXPIRED)

    @property
    def waits(self) -> bool:
        return self.is_open and self.stage.waits(self.at)

    @property
    def look(self) -> str:
        return "late" if self.is_over else STATES[self.stage.state]

    @property
    def share(self) -> int:
        return 100 - used_seconds(self.stage, self.at) * 100 // max(self.stage.budget_seconds, 1)

    @property
    def budget(self) -> str:
        return duration_in_words(self.stage.budget_minutes, minutes_per_day=self.per_day)

    @property
    def words(self) -> str:
        left = (self.stage.budget_seconds - used_seconds(self.stage, self.at)) // 60
        if self.is_over:
            return pgettext("time-box", "Over")
        if self.stage.state == Clocked.State.RUNNING:
            return _("%(time)s left") % {"time": duration_in_words(left, minutes_per_day=self.per_day)}
        if self.stage.state == Clocked.State.PLANNED:
            return _("%(time)s box") % {"time": self.budget}
        return _("Decided") if self.stage.state == Clocked.State.CLOSED else _("paused")

    @property
    def why(self) -> str:
        return _(REASONS[Gate.Reason(self.stage.gate_reason or Gate.Reason.EXPIRY)]) if self.waits else ""

    @property
    def decisions(self) -> list[StageDecision]:
        return list(self.stage.decisions.all())


def initiative_row(initiative: Initiative, at: datetime) -> dict[str, Any]:
    """One line of the list."""
    cards = [member.card for member in initiative.members.all()]
    stage = current_stage(initiative) or following(initiative, None) or initiative.stages.all().last()
    return {
        "initiative": initiative,
        "stage": StageView(stage, at) if stage else None,
        "cards": len(cards),
        "done": sum(card.closed_at is not None for card in cards),
    }


def initiative_context(initiative: Initiative, person: Person, at: datetime) -> dict[str, Any]:
    """One initiative as a page."""
    stage, board = current_stage(initiative), initiative.board
    next_stage = following(initiative, stage)
    late = {card.pk for card in late_cards(initiative)}
    stages = [StageView(each, at) for each in initiative.stages.all()]
    return {
        **initiative_row(initiative, at),
        "stages": stages,
        "stage_forms": [(view, StageForm.of(view.stage, view.budget, board)) for view in stages],
        "open": StageView(stage, at) if stage else None,
        "next": StageView(next_stage, at) if next_stage else None,
        "proof": proof_of(stage),
        "members": [(member.card, member.card.pk in late) for member in initiative.members.all()],
    }


def proof_of(stage: Stage | None) -> dict[str, Any] | None:
    """The card that proves the stage, and whether it still lacks its answer."""
    if stage is None or stage.proof is None:
        return None
    card: Card = stage.proof
    round_ = Round.objects.of(card).first()
    return {"card": card, "answered": round_ is not None and round_.state == Round.State.CONCLUDED}
