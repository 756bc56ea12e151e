"""A time-box as a bar: a segment for each working day, what is used, what was added, where it was blocked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boards.bullet import percent
from boards.models import Card
from timeboxes.clock import elapsed_seconds, hours_of
from timeboxes.models import TimeBox

MOST_DAYS = 40


@dataclass(frozen=True)
class Stretch:
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """Places in per cent of the width, as SVG attributes hold them."""

    used: str
    cuts: list[str]
    added: Stretch | None
    blocked: Stretch | None
    has_begun: bool


def bar_of(box: TimeBox, card: Card, at: datetime) -> Bar:
    budget = box.budget_seconds
    day = hours_of(box).minutes_per_day * 60
    days = range(1, -(-budget // day)) if budget <= MOST_DAYS * day else range(0)
    used = min(elapsed_seconds(box, at), budget)
    original = box.original_budget_minutes * 60
    return Bar(
        used=percent(100 * used / budget),
        cuts=[percent(100 * n * day / budget) for n in days],
        added=_stretch(original, budget, budget) if original < budget else None,
        blocked=_blocked(box, card, used),
        has_begun=box.started_at is not None,
    )


def _blocked(box: TimeBox, card: Card, used: int) -> Stretch | None:
    """The clock of a blocked card runs on; the days it costs are seen."""
    if card.blocked_at is None or box.running_since is None:
        return None
    since = max(card.blocked_at, box.running_since)
    start = min(elapsed_seconds(box, since), used)
    return _stretch(start, used, box.budget_seconds) if start < used else None


def _stretch(start: int, end: int, whole: int) -> Stretch:
    return Stretch(percent(100 * start / whole), percent(100 * (end - start) / whole))
