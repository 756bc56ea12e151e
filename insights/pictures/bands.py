"""Lanes as bands over time, done at the bottom, with their names at the right edge."""

from __future__ import annotations

import json
from typing import Any

from insights.daily import Band, Days
from insights.lives import DONE, ON_THE_WAY
from insights.scale import HEIGHT, LEFT, WIDTH, Scale, axes, day_ticks, upward, whole_steps

ROOM = 128  # for the names
APART = 16
MOST_STOPS = 120


def bands(found: Days) -> dict[str, Any]:
    """Done first; above it the lanes from right to left. Done begins at its lowest count of the range."""
    drawn = [band for band in found.bands if band.role in (*ON_THE_WAY, DONE)][::-1]
    drawn.sort(key=lambda band: band.role != DONE)
    layers = [_from_zero(band) if band.role == DONE else band.counts for band in drawn]
    heights = whole_steps(max((sum(day) for day in zip(*layers, strict=True)), default=1))
    edge = WIDTH - ROOM
    x = Scale(0, max(len(found.days) - 1, 1), LEFT, edge)
    y = upward(heights[-1])
    stops = _stops(len(found.days))
    below, areas = [0] * len(found.days), []
    for index, (band, counts) in enumerate(zip(drawn, layers, strict=True)):
        above = [low + count for low, count in zip(below, counts, strict=True)]
        areas.append(_area(band, index, len(drawn), above, below, x, y, stops))
        below = above
    ticks = [(x((at - found.ends[0]).total_seconds() / 86_400 + 1), label) for at, label in _ticks(found)]
    return {
        "axes": axes(y, heights, ticks, right=edge),
        "areas": areas,
        "labels": _apart([area["label"] for area in areas]),
        "edge": edge + 8,
        "days": _days(found, edge),
    }


def _days(found: Days, edge: float) -> dict[str, Any]:
    """What a script tells of each day: the counts of the table's row, by lane, day after day."""
    rows = zip(*(band.counts for band in found.bands), strict=True)
    return {
        "x": LEFT,
        "width": edge - LEFT,
        "first": found.days[0].isoformat(),
        "lanes": json.dumps([band.name for band in found.bands], ensure_ascii=False),
        "counts": ";".join(" ".join(map(str, row)) for row in rows),
    }


def _ticks(found: Days) -> list[tuple[Any, str]]:
    return day_ticks(found.ends[0], found.ends[-1]) if len(found.days) > 1 else []


def _from_zero(band: Band) -> list[int]:
    lowest = min(band.counts)
    return [count - lowest for count in band.counts]


def _stops(days: int) -> list[int]:
    """Which days are drawn: all of them, or evenly some, always with the last one."""
    step = max(days // MOST_STOPS, 1)
    return sorted({*range(0, days, step), days - 1})


def _area(
    band: Band, index: int, count: int, above: list[int], below: list[int], x: Scale, y: Scale, stops: list[int]
) -> dict[str, Any]:
    top = [f"{x(day)} {y(above[day])}" for day in stops]
    base = [f"{x(day)} {y(below[day])}" for day in reversed(stops)]
    now = above[-1] - below[-1]
    return {
        "name": band.name,
        "path": f"M{'L'.join(top)}L{'L'.join(base)}Z",
        "opacity": round(0.86 - 0.7 * index / max(count - 1, 1), 2),
        "label": {"y": round((y(above[-1]) + y(below[-1])) / 2, 1), "text": _text(band, now)},
    }


def _text(band: Band, now: int) -> str:
    name = band.name if len(band.name) <= 15 else f"{band.name[:14]}…"
    return f"{name} {now:+d}" if band.role == DONE else f"{name} {now}"


def _apart(labels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """From the bottom up, each at least a line above the one before; the last ones may stand over the drawing."""
    last = HEIGHT + APART
    for label in labels:
        label["y"] = last = min(label["y"], last - APART)
    return labels
