"""What is ageing: the cards on the way by lane, against what finished work took there."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from boards.models import Board
from insights.ages import Age, ages, usual_times
from insights.figure import ENOUGH, Column, Figure, Picture, Row, Span
from insights.flow import Flow, flow_of
from insights.lives import ON_THE_WAY
from insights.percentiles import MARKS
from insights.pictures.scatter import SHAPES
from insights.reading import days
from insights.scale import LEFT, RIGHT, WIDTH, Axes, steps, upward

QUESTION = "What is ageing?"
COLUMNS = (
    Column("card", "Card", "card"),
    Column("title", "Title"),
    Column("kind", "Kind"),
    Column("lane", "Lane"),
    Column("lane_days", "In the lane", "days"),
    Column("p50", "Half leave by", "days"),
    Column("p85", "85 % leave by", "days"),
    Column("p95", "95 % leave by", "days"),
    Column("days", "Since begun", "days"),
    Column("expected", "Expected", "days"),
    Column("late", "Over it"),
)
NOTES = (
    "Age is the time in the lane where the card is now, in working days; no edit makes it younger.",
    "The steps are what finished cards took in the same lane, in visits that ended in the range.",
    "Expected: 85 % of the verdicts (research) or of the finished tasks in the range came within that time.",
)
MOST_DOTS = 300


def build(board: Board, span: Span, at: datetime) -> Figure:
    flow = flow_of(board, at)
    usual = usual_times(flow, span)
    found = ages(board, flow, span, usual)
    few = len(flow.finished_in(span)) < ENOUGH
    notes = (*NOTES, f"No steps before {ENOUGH} finished cards went through a lane.") if few else NOTES
    return Figure(
        "ageing",
        QUESTION,
        _answer(found, bool(usual)),
        COLUMNS,
        tuple(_row(age) for age in found),
        notes,
        {"on_the_way": len(found), "beyond_p85": [age.life.ref for age in found if age.passed >= 85]},
        Picture("insights/pictures/ageing.html", _drawn(flow, found, usual)),
        "" if found else "No card is on the way.",
    )


def _answer(found: list[Age], known: bool) -> str:
    if not found:
        return "No card is on the way."
    first = found[0]
    where = f"{first.life.ref} has been in {first.lane.name} for {days(first.lane_days)}"
    old = sum(age.passed >= 85 for age in found)
    if old:
        more = f", and {old - 1} more are beyond it" if old > 1 else ""
        return f"{where}, longer than {first.passed} % of finished work{more}."
    if known:
        return f"Nothing is older in its lane than 85 % of finished work; {where}."
    return f"{where}; too little is finished to say whether that is long."


def _row(age: Age) -> Row:
    life = age.life
    cells = (
        life.ref,
        life.title,
        life.kind,
        age.lane.name,
        round(age.lane_days, 2),
        *(age.usual.get(percent) for percent in MARKS),
        None if age.days is None else round(age.days, 2),
        None if age.expected is None else round(age.expected, 2),
        "" if age.days is None or age.expected is None else "yes" if age.is_late else "no",
    )
    return Row(cells, (life.ref,))


def _drawn(flow: Flow, found: list[Age], usual: dict[int, dict[int, float]]) -> dict[str, Any]:
    """A column for each lane: its steps, and its cards side by side at their ages."""
    lanes = [lane for lane in flow.lanes if lane.role in ON_THE_WAY]
    tops = [age.lane_days for age in found] + [limits[95] for limits in usual.values()]
    heights = steps(max(tops, default=0) or 1)
    y, room = upward(heights[-1]), (WIDTH - LEFT - RIGHT) / max(len(lanes), 1)
    by_lane: dict[int, list[Age]] = defaultdict(list)
    for age in found[:MOST_DOTS]:
        by_lane[age.lane.pk].append(age)
    dots, stairs, marks = [], [], []
    for index, lane in enumerate(lanes):
        left = LEFT + index * room
        marks.append((round(left + room / 2, 1), lane.name if len(lane.name) <= 16 else f"{lane.name[:15]}…"))
        for percent, value in usual.get(lane.pk, {}).items():
            stairs.append({"percent": percent, "x1": left, "x2": left + room, "y": y(value), "first": index == 0})
        own = by_lane[lane.pk]
        for number, age in enumerate(own):
            dots.append(_dot(age, left + room * (number + 1) / (len(own) + 1), y(age.lane_days)))
    grid = Axes([(y(value), f"{value:g} d") for value in heights], marks)
    return {
        "axes": grid,
        "dots": dots,
        "stairs": stairs,
        "edges": [LEFT + n * room for n in range(len(lanes) + 1)],
    }


def _dot(age: Age, x: float, y: float) -> dict[str, Any]:
    said = f", longer than {age.passed} % of finished work" if age.passed else ""
    return {
        "ref": age.life.ref,
        "shape": SHAPES[age.life.kind],
        "hollow": age.passed < 85,
        "x": round(x, 1),
        "y": y,
        "name": f"{age.life.ref}, {days(age.lane_days)} in {age.lane.name}{said}",
        "label": age.life.ref.rpartition("-")[2] if age.passed >= 85 else "",
    }
