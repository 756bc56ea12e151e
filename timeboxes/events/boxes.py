"""Facts of time-boxes, gates and decisions."""

from __future__ import annotations

from dataclasses import dataclass

from boards.events import Fact


@dataclass(frozen=True, kw_only=True)
class TimeBoxPlanned(Fact):
    """A time-box was planned, or its budget changed before it started."""

    kind = "timebox.planned"
    box: int
    budget_minutes: int


@dataclass(frozen=True, kw_only=True)
class TimeBoxStarted(Fact):
    """The clock of a time-box started."""

    kind = "timebox.started"
    box: int
    budget_minutes: int
    due_at: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxPaused(Fact):
    """The clock stands still: by a person's reason, in review, or away from the lanes that run boxes."""

    kind = "timebox.paused"
    box: int
    cause: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxResumed(Fact):
    """The clock runs again; the box is due later than before."""

    kind = "timebox.resumed"
    box: int
    due_at: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxWarned(Fact):
    """Half or four fifths of the budget have been used. Told once for each deadline."""

    kind = "timebox.warned"
    box: int
    percent: int
    due_at: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxExpired(Fact):
    """The budget is used up, or the hard stop reached. Dated then, even when noticed later; nothing moves."""

    kind = "timebox.expired"
    box: int
    budget_minutes: int
    hard_stop: bool = False


@dataclass(frozen=True, kw_only=True)
class TimeBoxExtended(Fact):
    """A decision gave the box more time."""

    kind = "timebox.extended"
    box: int
    minutes: int
    budget_minutes: int
    due_at: str | None
    expects: str
    forecast: float


@dataclass(frozen=True, kw_only=True)
class TimeBoxStopSet(Fact):
    """The hard stop of a time-box is another date: it holds while the clock stands still, too."""

    kind = "timebox.hard_stop_set"
    box: int
    hard_stop_at: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxClosed(Fact):
    """The box has ended, by a decision or by an early verdict."""

    kind = "timebox.closed"
    box: int
    elapsed_minutes: int
    budget_minutes: int


@dataclass(frozen=True, kw_only=True)
class GateOpened(Fact):
    """A decision is due: at expiry, or early because the criteria are met or a kill criterion is."""

    kind = "gate.opened"
    box: int
    gate: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class GateDecided(Fact):
    """What was decided at the gate, and how long it waited: by the wall (`late_minutes`) and in working time."""

    kind = "gate.decided"
    box: int
    gate: int
    outcome: str
    rationale: str
    late_minutes: int
    working_minutes: int = 0
    as_new_card: bool = False


@dataclass(frozen=True, kw_only=True)
class RoundGated(Fact):
    """A round waits for a decision."""

    kind = "round.gated"
    n: int
