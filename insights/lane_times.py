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
    """One visit mostly begins when the one before ended: that instant is looked up once."""
    found: dict[int, list[LaneTime]] = defaultdict(list)
    worked, from_to, now = flow.workdays.worked, flow.workdays.from_to, flow.workdays.worked(flow.at)
    for life in flow.lives:
        left, before = None, 0.0
        for visit in life.visits:
            if visit.role == DONE or (visit.left and not span.start <= visit.left < span.end):
                continue
            begun = before if visit.entered == left else worked(visit.entered)
            left = visit.left
            before = worked(left) if left else now
            found[visit.lane].append(LaneTime(life, from_to(begun, before), left is None))
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
