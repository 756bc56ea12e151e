"""Dots over time with the lines of percentiles: one panel for research, one for tasks."""

from __future__ import annotations

from typing import Any

from insights.durations import EARLY, Duration, Durations
from insights.figure import ENOUGH, Span
from insights.percentiles import MARKS, percentile
from insights.reading import days
from insights.scale import LEFT, RIGHT, TOP, WIDTH, Axes, Scale, across, day_ticks, steps

PANEL = 150
FOOT = 26
MOST_LINKS = 300  # newer ones; the others are one path
SHAPES = {"hypothesis": "circle", "exploration": "diamond", "task": "square"}


def scatter(found: Durations, span: Span) -> dict[str, Any]:
    """The panels that have anything to show, from top to bottom."""
    kinds = (("Research, time to verdict", found.circular), ("Tasks, cycle time", found.linear))
    some = [(title, values) for title, values in kinds if values]
    panels = [_panel(title, values, span, index * (PANEL + FOOT)) for index, (title, values) in enumerate(some)]
    return {"panels": panels, "height": max(len(some), 1) * (PANEL + FOOT)}


def _panel(title: str, values: list[Duration], span: Span, top: float) -> dict[str, Any]:
    heights = steps(max(each.days for each in values) or 1)
    x = across(span.start.timestamp(), span.end.timestamp())
    y = Scale(0, heights[-1], top + PANEL, top + TOP + 14)
    ticks = [(x(at.timestamp()), label) for at, label in day_ticks(span.start, span.end)]
    dots = [_dot(each, x, y) for each in values]
    return {
        "title": title,
        "top": top + TOP,
        "axes": Axes([(y(value), f"{value:g} d") for value in heights], ticks, bottom=top + PANEL),
        "older": " ".join(f"M{dot['x']} {dot['y']}h0" for dot in dots[:-MOST_LINKS]),
        "dots": dots[-MOST_LINKS:],
        "lines": lines([each.days for each in values], y),
        "left": LEFT,
        "right": WIDTH - RIGHT,
    }


def lines(values: list[float], y: Scale) -> list[dict[str, Any]]:
    """P50, P85 and P95 with their words, kept apart from each other; none before there are enough values."""
    found: list[dict[str, Any]] = []
    if len(values) < ENOUGH:
        return found
    for percent in MARKS:
        value = percentile(values, percent) or 0.0
        label = y(value) - 4
        if found:
            label = min(label, found[-1]["label"] - 15)
        text = f"half within {days(value)}" if percent == 50 else f"{percent} % within {days(value)}"
        found.append({"percent": percent, "y": y(value), "label": round(label, 1), "text": text})
    return found


def _dot(each: Duration, x: Scale, y: Scale) -> dict[str, Any]:
    ended = f"{each.ended.day} {each.ended:%b %Y}"
    what = f"{each.verdict} after" if each.verdict else "done in"
    early = ", early exit" if each.path == EARLY else ""
    return {
        "ref": each.life.ref,
        "shape": SHAPES[each.life.kind],
        "hollow": each.path == EARLY,
        "x": x(each.ended.timestamp()),
        "y": y(each.days),
        "name": f"{each.life.ref}, {what} {days(each.days)}, {ended}{early}",
    }
