"""Scales and ticks of the pictures: numbers and days become coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, floor, log10

from insights.wording import number, short_day

WIDTH, HEIGHT = 480, 230  # of a picture's view box
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 12, 28  # room for the axes


@dataclass(frozen=True)
class Scale:
    """Maps `low … high` on `begin … end`, both in straight lines; a range without length lies at its begin."""

    low: float
    high: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return round(self.begin + share * (self.end - self.begin), 1)


def across(low: float, high: float) -> Scale:
    """From the left edge of the drawing to its right one."""
    return Scale(low, high, LEFT, WIDTH - RIGHT)


def upward(high: float, low: float = 0) -> Scale:
    """From the bottom of the drawing to its top."""
    return Scale(low, high, HEIGHT - BOTTOM, TOP)


def steps(high: float, count: int = 4) -> list[float]:
    """Round values from 0 up to at least `high`, about `count` of them: 0 5 10 15 20."""
    if high <= 0:
        return [0, 1]
    raw = high / count
    power = 10 ** floor(log10(raw))
    step = next(power * each for each in (1, 2, 2.5, 5, 10) if power * each >= raw)
    return _up_to(high, step)


def ticks_between(low: float, high: float, count: int = 4) -> list[float]:
    """Round values inside a range that need not begin at 0."""
    step = steps(high - low, count)[1]
    first = ceil(round(low / step, 6))
    return [round(step * n, 10) for n in range(first, floor(round(high / step, 6)) + 1)]


def whole_steps(high: float, count: int = 4) -> list[float]:
    """The same for things that are counted: never half a card."""
    raw = max(high / count, 1)
    power = 10 ** floor(log10(raw))
    return _up_to(max(high, 1), next(power * each for each in (1, 2, 5, 10) if power * each >= raw))


def _up_to(high: float, step: float) -> list[float]:
    return [round(step * n, 10) for n in range(ceil(round(high / step, 6)) + 1)]


def day_ticks(start: datetime, end: datetime, count: int = 6) -> list[tuple[datetime, str]]:
    """Midnights at even distances with their names, the first one after `start`."""
    days = max((end - start).days, 1)
    step = next((each for each in (1, 2, 7, 14, 30, 61, 91, 182, 365) if days / each <= count), days // count)
    first = datetime.combine(start.date() + timedelta(days=1), datetime.min.time(), UTC)
    found = [first + timedelta(days=n) for n in range(0, days + 1, step)]
    return [(at, short_day(at)) for at in found if start <= at < end]


@dataclass(frozen=True)
class Axes:
    """The grid of a picture: a line and its number for each step, a mark and its day along the bottom."""

    lines: list[tuple[float, str]]
    marks: list[tuple[float, str]]
    left: float = LEFT
    right: float = WIDTH - RIGHT
    bottom: float = HEIGHT - BOTTOM


def axes(y: Scale, heights: list[float], marks: list[tuple[float, str]], right: float = WIDTH - RIGHT) -> Axes:
    return Axes([(y(value), number(value, "g")) for value in heights], marks, right=right)
