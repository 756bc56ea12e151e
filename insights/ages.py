"""How old the cards on the way are, against what finished work took in the same lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boards.models import Board
from hypotheses.models import Round
from insights.durations import durations, work_began
from insights.figure import ENOUGH, Span
from insights.flow import Flow, LaneNow
from insights.lane_times import of_finished
from insights.lives import ON_THE_WAY, Life
from insights.percentiles import MARKS, percentile


@dataclass(frozen=True)
class Age:
    """`lane_days` in its lane; `days` since work on it began, and `expected` what 85 % of its kind keep.

    `passed` is the largest of 50, 85 and 95 that its time in the lane is beyond, 0 for none.
    """

    life: Life
    lane: LaneNow
    lane_days: float
    usual: dict[int, float]
    passed: int
    days: float | None
    expected: float | None

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.expected is not None and self.days > self.expected


def usual_times(flow: Flow, span: Span) -> dict[int, dict[int, float]]:
    """By lane, the percentiles of finished work; none of a lane that finished work seldom went through."""
    found = {}
    for lane, values in of_finished(flow, span).items():
        if len(values) >= ENOUGH:
            found[lane] = {percent: percentile(values, percent) or 0.0 for percent in MARKS}
    return found


def ages(board: Board, flow: Flow, span: Span, usual: dict[int, dict[int, float]]) -> list[Age]:
    """The cards on the way, the one that is furthest beyond its lane's usual first."""
    lanes = {lane.pk: lane for lane in flow.lanes}
    opened, expected = _open_rounds(board), _expected(board, flow, span)
    found = []
    for life, place in flow.open:
        lane = lanes.get(place.lane)
        if lane is None or lane.role not in ON_THE_WAY:
            continue
        days, limits = flow.workdays.between(place.entered, flow.at), usual.get(lane.pk, {})
        passed = max((percent for percent, limit in limits.items() if days > limit), default=0)
        since = _since(flow, life, opened)
        limit = expected[life.is_circular] if since is not None else None
        found.append(Age(life, lane, days, limits, passed, since, limit))
    return sorted(found, key=lambda age: (-age.passed, -age.lane_days, age.life.pk))


def _open_rounds(board: Board) -> dict[int, datetime]:
    """When the round of each research card without a verdict was opened."""
    rounds = Round.objects.filter(card__board=board).exclude(state=Round.State.CONCLUDED)
    return dict(rounds.values_list("card_id", "created_at"))


def _since(flow: Flow, life: Life, opened: dict[int, datetime]) -> float | None:
    """Working days since work began; of research only until its verdict."""
    if life.is_circular and life.pk not in opened:
        return None
    begun = work_began(life, opened[life.pk], flow.at) if life.is_circular else life.begun
    return None if begun is None else flow.workdays.between(begun, flow.at)


def _expected(board: Board, flow: Flow, span: Span) -> dict[bool, float | None]:
    """The service-level expectation of research (True) and of tasks: what 85 % kept, when there are enough."""
    took = durations(board, flow, span)
    groups = {True: took.circular, False: took.linear}
    return {
        kind: percentile((each.days for each in group), 85) if len(group) >= ENOUGH else None
        for kind, group in groups.items()
    }
