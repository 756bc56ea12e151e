"""Dots over time with the lines of percentiles: one panel for research, one for tasks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hypotheses.words import answer_word
from insights.durations import EARLY, Duration, Durations
from insights.figure import ENOUGH, Span
from insights.percentiles import MARKS, percentile
from insights.scale import LEFT, RIGHT, TOP, WIDTH, Axes, Scale, across, day_ticks, steps
from insights.wording import day, days, tick

PANEL = 150
FOOT = 26
MOST_LINKS = 300  # newer ones; the others are one path
SHAPES = {"hypothesis": "circle", "exploration": "diamond", "task": "square"}


def scatter(found: Durations, span: Span) -> dict[str, Any]:
    """The panels that have anything to show, from top to bottom."""
    kinds = ((_("Research, time to verdict"), found.circular), (_("Tasks, cycle time"), found.linear))
    some = [(title, values) for title, values in kinds if values]
    panels = [_panel(title, values, span, index * (PANEL + FOOT)) for index, (title, values) in enumerate(some)]
    return {"panels": panels, "height": max(len(some), 1) * (PANEL + FOOT)}


def _panel(title: str, values: list[Duration], span: Span, top: float) -> dict[str, Any]:
    heights = steps(max(each.days for each in values) or 1)
    x = across(span.start.timestamp(), span.end.timestamp())
    y = Scale(0, heights[-1], top + PANEL, top + TOP + 14)
    ticks = [(x(at.timestamp()), label) for at, label in day_ticks(span.start, span.end)]
    older, linked = values[:-MOST_LINKS], values[-MOST_LINKS:]
    return {
        "title": title,
        "top": top + TOP,
        "axes": Axes([(y(value), tick(value)) for value in heights], ticks, bottom=top + PANEL),
        "older": " ".join(f"M{x(each.ended.timestamp())} {y(each.days)}h0" for each in older),
        "dots": [_dot(each, x, y) for each in linked],
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
        said = _("half within %(days)s") if percent == 50 else _("%(percent)s %% within %(days)s")
        text = said % {"percent": percent, "days": days(value)}
        found.append({"percent": percent, "y": y(value), "label": round(label, 1), "text": text})
    return found


def _dot(each: Duration, x: Scale, y: Scale) -> dict[str, Any]:
    return {
        "ref": each.life.ref,
        "shape": SHAPES[each.life.kind],
        "hollow": each.path == EARLY,
        "x": x(each.ended.timestamp()),
        "y": y(each.days),
        "name": _name(each),
    }


def _name(each: Duration) -> str:
    facts = {"card": each.life.ref, "days": days(each.days), "day": day(each.ended)}
    if not each.verdict:
        return _("%(card)s, done in %(days)s, %(day)s") % facts
    facts["verdict"] = answer_word(each.verdict)
    if each.path == EARLY:
        return _("%(card)s, %(verdict)s after %(days)s, %(day)s, early exit") % facts
    return _("%(card)s, %(verdict)s after %(days)s, %(day)s") % facts
