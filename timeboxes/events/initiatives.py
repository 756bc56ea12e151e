"""Facts of initiatives and their stages. They are facts of the board; only `card.grouped` is one of a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boards.events import Fact


@dataclass(frozen=True, kw_only=True)
class OfInitiative:
    """Which initiative a fact is about."""

    initiative: int
    name: str


@dataclass(frozen=True, kw_only=True)
class OfStage(OfInitiative):
    """Which of its stages."""

    stage: int
    stage_name: str


@dataclass(frozen=True, kw_only=True)
class InitiativeCreated(OfInitiative, Fact):
    """An initiative was made: many cards inside larger time-boxes."""

    kind = "initiative.created"
    goal: str


@dataclass(frozen=True, kw_only=True)
class InitiativeChanged(OfInitiative, Fact):
    """An initiative has another name or goal; `changes` holds the new values."""

    kind = "initiative.changed"
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class InitiativeRemoved(OfInitiative, Fact):
    """An initiative was removed; its cards stay on the board."""

    kind = "initiative.removed"


@dataclass(frozen=True, kw_only=True)
class StagePlanned(OfStage, Fact):
    """An initiative has a further stage."""

    kind = "stage.planned"
    budget_minutes: int


@dataclass(frozen=True, kw_only=True)
class StageChanged(OfStage, Fact):
    """A stage that has not begun was changed, or what a running one is asked for."""

    kind = "stage.changed"
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class StageRemoved(OfStage, Fact):
    """A stage that had not begun was removed."""

    kind = "stage.removed"


@dataclass(frozen=True, kw_only=True)
class StageStarted(OfStage, Fact):
    """The time-box of a stage was opened."""

    kind = "stage.started"
    budget_minutes: int
    due_at: str


@dataclass(frozen=True, kw_only=True)
class StageWarned(OfStage, Fact):
    """Half or four fifths of a stage's budget have been used."""

    kind = "stage.warned"
    percent: int


@dataclass(frozen=True, kw_only=True)
class StageExpired(OfStage, Fact):
    """The time-box of a stage is over and its gate open. Dated when it was over; nothing moves by itself."""

    kind = "stage.expired"


@dataclass(frozen=True, kw_only=True)
class StageGateOpened(OfStage, Fact):
    """A decision is due before the time is up: the card that proves the stage has its answer."""

    kind = "stage.gate_opened"
    reason: str


@dataclass(frozen=True, kw_only=True)
class StageDecided(OfStage, Fact):
    """What was decided at the gate of a stage; with `continue` the next stage is opened in the same act."""

    kind = "stage.decided"
    outcome: str
    rationale: str
    working_minutes: int
    opens: str = ""


@dataclass(frozen=True, kw_only=True)
class CardGrouped(Fact):
    """A card belongs to an initiative, to none any more (null), or to one that has another name now."""

    kind = "card.grouped"
    initiative: int | None
    name: str
