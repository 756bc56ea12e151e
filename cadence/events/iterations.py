"""Facts of iterations and increments: facts of the board, since both hold many cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boards.events import Fact


@dataclass(frozen=True, kw_only=True)
class OfIteration:
    """Which iteration a fact is about."""

    iteration: int
    number: int


@dataclass(frozen=True, kw_only=True)
class OfItem(OfIteration):
    """Which item of it."""

    item: int
    ref: str


@dataclass(frozen=True, kw_only=True)
class OfTask(OfItem):
    """Which task of that."""

    task: int
    task_kind: str
    title: str


@dataclass(frozen=True, kw_only=True)
class OfIncrement:
    """Which increment a fact is about."""

    increment: int
    name: str


@dataclass(frozen=True, kw_only=True)
class IterationPlanned(OfIteration, Fact):
    """An iteration was planned, or its goal changed before its end."""

    kind = "iteration.planned"
    goal: str


@dataclass(frozen=True, kw_only=True)
class IterationStarted(OfIteration, Fact):
    """An iteration began: each of its items has something to create, to observe and to analyze."""

    kind = "iteration.started"
    items: list[str]


@dataclass(frozen=True, kw_only=True)
class IterationClosed(OfIteration, Fact):
    """An iteration ended: every item has its outcome."""

    kind = "iteration.closed"
    days: int


@dataclass(frozen=True, kw_only=True)
class IterationRemoved(OfIteration, Fact):
    """An iteration that had not begun was removed."""

    kind = "iteration.removed"


@dataclass(frozen=True, kw_only=True)
class IterationHinted(OfIteration, Fact):
    """An iteration has been running for thirty days. A hint, told once; nothing ends by it."""

    kind = "iteration.hinted"
    days: int


@dataclass(frozen=True, kw_only=True)
class IterationItemAdded(OfItem, Fact):
    """A card became an item of an iteration."""

    kind = "iteration.item_added"


@dataclass(frozen=True, kw_only=True)
class IterationItemRemoved(OfItem, Fact):
    """A card was taken out of an iteration, with its tasks."""

    kind = "iteration.item_removed"


@dataclass(frozen=True, kw_only=True)
class IterationOutcomeRecorded(OfItem, Fact):
    """What the analysis of an item says; an empty one was taken back."""

    kind = "iteration.outcome_recorded"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class IterationTaskAdded(OfTask, Fact):
    """An item got something to create, to observe or to analyze."""

    kind = "iteration.task_added"


@dataclass(frozen=True, kw_only=True)
class IterationTaskChanged(OfTask, Fact):
    """A task is done or open again, has another title, another person or another card."""

    kind = "iteration.task_changed"
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class IterationTaskRemoved(OfTask, Fact):
    """A task was taken away."""

    kind = "iteration.task_removed"


@dataclass(frozen=True, kw_only=True)
class IncrementPlanned(OfIncrement, Fact):
    """An increment was planned: a goal in fixed time."""

    kind = "increment.planned"
    goal: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class IncrementChanged(OfIncrement, Fact):
    """Fields of an increment changed; `changes` holds the new values."""

    kind = "increment.changed"
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class IncrementClosed(OfIncrement, Fact):
    """An increment ended, and what it achieved."""

    kind = "increment.closed"
    achieved: str


@dataclass(frozen=True, kw_only=True)
class IncrementRemoved(OfIncrement, Fact):
    """An increment was removed."""

    kind = "increment.removed"


@dataclass(frozen=True, kw_only=True)
class IncrementEnding(OfIncrement, Fact):
    """An increment ends within two working days. Told once for each end date."""

    kind = "increment.ending"
    ends_on: str
