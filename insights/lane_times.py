"""How long cards stay in a lane, in working days: visits that ended, and those that still go on."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from insights.figure import Span
from insights.flow import Flow
from insights.lives import DONE, Life


class LaneTime(NamedTuple):
    life: Life
    days: float
    is_open: bool


def lane_times(flow: Flow, span: Span) -> dict[int, list[LaneTime]]:
    """By lane but done, each visit that ended in the span, and each that goes on with what it took so far."""
    kept: dict[int, list[LaneTime]] | None = flow.kept.get(span)
    if kept is None:
        kept = flow.kept[span] = _measured(flow, span)
    return kept


def _measured(flow: Flow, span: Span) -> dict[int, list[LaneTime]]:
    found: dict[int, list[LaneTime]] = defaultdict(list)
    between = flow.workdays.between
    for life in flow.lives:
        for visit in life.visits:
            if visit.role == DONE:
                continue
            if visit.left is None:
                found[visit.lane].append(LaneTime(life, between(visit.entered, flow.at), True))
            elif span.start <= visit.left < span.end:
                found[visit.lane].append(LaneTime(life, between(visit.entered, visit.left), False))
    return found


def of_finished(flow: Flow, span: Span) -> dict[int, list[float]]:
    """By lane, what the visits of finished cards took that ended in the span: what age is measured against."""
    return {
        lane: [each.days for each in times if not each.is_open and each.life.finished is not None]
        for lane, times in lane_times(flow, span).items()
    }


def blocked_days(flow: Flow, life: Life, span: Span) -> float:
    """Working days in the span that it was blocked while on its way: not while put away, and not once done."""
    total = 0.0
    for block in flow.blocks.get(life.pk, ()):
        for visit in life.visits:
            if visit.role != DONE:
                start = max(block.began, visit.entered, span.start)
                end = min(block.ended or flow.at, visit.left or flow.at, span.end)
                total += flow.workdays.between(start, end)
    return total
