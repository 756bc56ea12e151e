"""Whether time-boxes hold: what was planned and what was used, and how long gates waited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from insights.percentiles import percentile

PARK = "park"
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Box:
    """The box of one round, in working minutes; `ended_at` is None while nobody has decided.

    `was_over` says that its time ran out before somebody decided, `over_since` that it has and nobody did.
    """

    card: str
    title: str
    n: int
    planned: int
    budget: int
    used: int
    extensions: int
    was_over: bool
    ended_at: datetime | None
    over_since: datetime | None = None

    @property
    def held(self) -> bool:
        """Decided before the time first planned was over, be it used up or cut off by the hard stop."""
        return self.ended_at is not None and not self.was_over and self.used < self.planned


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision at a gate, and how long the gate waited: by the wall and in working time."""

    card: str
    title: str
    outcome: str
    at: datetime
    late_minutes: int
    working_minutes: int


@dataclass(frozen=True, slots=True)
class Latency:
    """Half of the gates, and 85 %, waited no longer than this many working minutes."""

    half: float | None
    most: float | None
    wall_half: float | None
    wall_most: float | None


@dataclass(frozen=True, slots=True)
class Adherence:
    """The figure: boxes that ended, those over now, and the gates that were decided."""

    ended: tuple[Box, ...]
    held: tuple[Box, ...]
    extended: tuple[Box, ...]
    over: tuple[Box, ...]
    decisions: tuple[Decided, ...]
    parked: tuple[Decided, ...]
    latency: Latency

    @property
    def share_held(self) -> float | None:
        return len(self.held) / len(self.ended) if self.ended else None


def adherence(boxes: Iterable[Box], decisions: Iterable[Decided]) -> Adherence:
    """Over boxes that ended in the span or are over now, and decisions of the span; parked gates waited, too."""
    boxes = sorted(boxes, key=lambda each: (each.ended_at or each.over_since or LAST, each.card, each.n))
    decisions = tuple(sorted(decisions, key=lambda each: (each.at, each.card)))
    ended = tuple(each for each in boxes if each.ended_at is not None)
    return Adherence(
        ended=ended,
        held=tuple(each for each in ended if each.held),
        extended=tuple(each for each in ended if each.extensions),
        over=tuple(each for each in boxes if each.ended_at is None and each.over_since is not None),
        decisions=decisions,
        parked=tuple(each for each in decisions if each.outcome == PARK),
        latency=_latency(decisions),
    )


def _latency(decisions: tuple[Decided, ...]) -> Latency:
    working = [each.working_minutes for each in decisions]
    wall = [each.late_minutes for each in decisions]
    return Latency(percentile(working, 50), percentile(working, 85), percentile(wall, 50), percentile(wall, 85))
