"""An initiative as the API and its page show it: by the clock, so that it is right even while no worker runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.durations import duration_in_words
from boards.models import Card
from timeboxes.box_json import gate_as_dict
from timeboxes.clock import hours_of, used_seconds
from timeboxes.models import Clocked, Gate, Initiative, InitiativeCard, Stage, StageDecision, TimeBox


def with_all(initiatives: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """Everything an initiative shows, in a number of queries that does not grow with their number."""
    stages = Stage.objects.select_related("calendar", "proof").prefetch_related(
        Prefetch("decisions", StageDecision.objects.select_related("author"))
    )
    boxes = TimeBox.objects.exclude(state=Clocked.State.CLOSED).order_by("pk")
    members = InitiativeCard.objects.select_related("card__lane").prefetch_related(
        Prefetch("card__timeboxes", boxes, to_attr="open_boxes")
    )
    members = members.filter(card__trashed_at=None).order_by("card_id")
    return initiatives.select_related("author", "board").prefetch_related(
        Prefetch("stages", stages), Prefetch("members", members)
    )


def current_stage(initiative: Initiative) -> Stage | None:
    """The stage that runs or waits for its decision."""
    open_states = (Clocked.State.RUNNING, Clocked.State.EXPIRED)
    return next((stage for stage in initiative.stages.all() if stage.state in open_states), None)


def following(initiative: Initiative, stage: Stage | None) -> Stage | None:
    """The stage that comes next."""
    planned = (each for each in initiative.stages.all() if each.state == Clocked.State.PLANNED)
    return next((each for each in planned if stage is None or each.position > stage.position), None)


@dataclass(frozen=True)
class Proof:
    """A card proves a stage that is open, and another one waits behind it."""

    stage: Stage
    next: Stage

    @property
    def budget(self) -> str:
        return duration_in_words(self.next.budget_minutes, minutes_per_day=hours_of(self.next).minutes_per_day)


def proves(card: Card) -> Proof | None:
    stages = Stage.objects.select_related("initiative").filter(proof=card)
    stage = stages.filter(state__in=(Clocked.State.RUNNING, Clocked.State.EXPIRED)).first()
    behind = following(stage.initiative, stage) if stage else None
    return Proof(stage, behind) if stage and behind else None


def ends_late(stage: Stage | None, ends: datetime | None) -> bool:
    """Whether a card's box ends after the stage it lies in: said, never forbidden."""
    return bool(stage and ends and stage.ends_at and ends > stage.ends_at)


def late_cards(initiative: Initiative) -> list[Card]:
    """Cards whose own box ends after the open stage."""
    stage = current_stage(initiative)
    return [
        member.card
        for member in initiative.members.all()
        if any(ends_late(stage, box.ends_at) for box in member.card.open_boxes)  # type: ignore[attr-defined]
    ]


def initiative_as_dict(initiative: Initiative, at: datetime) -> dict[str, Any]:
    cards = [member.card for member in initiative.members.all()]
    return {
        "id": initiative.pk,
        "board": initiative.board.key,
        "name": initiative.name,
        "goal": initiative.goal,
        "author": initiative.author.username,
        "created_at": initiative.created_at,
        "closed_at": initiative.closed_at,
        "stages": [stage_as_dict(stage, at) for stage in initiative.stages.all()],
        "cards": [card.ref for card in cards],
        "done": sum(card.closed_at is not None for card in cards),
        "late": [card.ref for card in late_cards(initiative)],
    }


def stage_as_dict(stage: Stage, at: datetime) -> dict[str, Any]:
    used = used_seconds(stage, at) // 60
    return {
        "id": stage.pk,
        "name": stage.name,
        "asks": stage.asks,
        "proof": stage.proof.ref if stage.proof else None,
        "state": Clocked.State.EXPIRED.value if stage.is_unflagged(at) else stage.state,
        "budget_minutes": stage.budget_minutes,
        "original_budget_minutes": stage.original_budget_minutes,
        "elapsed_minutes": used,
        "remaining_minutes": stage.budget_minutes - used,
        "started_at": stage.started_at,
        "due_at": stage.due_at,
        "hard_stop_at": stage.hard_stop_at,
        "expired_at": stage.expired_at,
        "closed_at": stage.closed_at,
        "extensions": stage.extensions,
        "gate": _gate(stage, at),
        "decisions": [_decision(each) for each in stage.decisions.all()],
    }


def _gate(stage: Stage, at: datetime) -> dict[str, Any] | None:
    if not stage.waits(at) or stage.state == Clocked.State.CLOSED:
        return None
    gate = Gate(
        reason=stage.gate_reason or Gate.Reason.EXPIRY, opened_at=stage.gate_opened_at or stage.ends_at or at
    )
    return gate_as_dict(gate)


def _decision(decision: StageDecision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "rationale": decision.rationale,
        "author": decision.author.username,
        "at": decision.at,
        "extend_minutes": decision.extend_minutes,
        "expects": decision.expects,
        "late_minutes": max(0, int((decision.at - decision.opened_at).total_seconds() // 60)),
    }
