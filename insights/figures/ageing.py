"""What is ageing: the cards on the way by lane, against what finished work took there."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from boards.models import Board
from insights.ages import Age, ages, usual_times
from insights.figure import ENOUGH, Column, Figure, Picture, Row, Span
from insights.flow import Flow, flow_of
from insights.lives import ON_THE_WAY
from insights.percentiles import MARKS
from insights.pictures.scatter import SHAPES
from insights.scale import LEFT, RIGHT, WIDTH, Axes, steps, upward
from insights.wording import KINDS, YES_NO, days, tick

QUESTION = noop("What is ageing?")
COLUMNS = (
    Column("card", noop("Card"), "card"),
    Column("title", noop("Title")),
    Column("kind", noop("Kind"), words=KINDS),
    Column("lane", noop("Lane")),
    Column("lane_days", noop("In the lane"), "days"),
    Column("p50", noop("Half leave by"), "days"),
    Column("p85", noop("85 % leave by"), "days"),
    Column("p95", noop("95 % leave by"), "days"),
    Column("days", noop("Since begun"), "days"),
    Column("expected", noop("Expected"), "days"),
    Column("late", noop("Over it"), words=YES_NO),
)
NOTES = (
    noop("Age is the time in the lane where the card is now, in working days; no edit makes it younger."),
    noop("The steps are what finished cards took in the same lane, in visits that ended in the range."),
    noop("Expected: 85 % of the verdicts (research) or of the finished tasks in the range came within that time."),
)
BEYOND = noop("%(card)s has been in %(lane)s for %(days)s, longer than %(percent)s %% of finished work.")
BEYOND_TOO = noop(
    "%(card)s has been in %(lane)s for %(days)s, longer than %(percent)s %% of finished work,"
    " and %(n)s more are beyond it."
)
NOTHING_OLD = noop(
    "Nothing is older in its lane than 85 %% of finished work; %(card)s has been in %(lane)s for %(days)s."
)
TOO_LITTLE = noop(
    "%(card)s has been in %(lane)s for %(days)s; too little is finished to say whether that is long."
)
MOST_DOTS = 300


def build(board: Board, span: Span, at: datetime) -> Figure:
    flow = flow_of(board, at)
    usual = usual_times(flow, span)
    found = ages(board, flow, span, usual)
    few = len(flow.finished_in(span)) < ENOUGH
    notes = [_(note) for note in NOTES]
    if few:
        notes.append(_("No steps before %(enough)s finished cards went through a lane.") % {"enough": ENOUGH})
    return Figure(
        "ageing",
        _(QUESTION),
        _answer(found, bool(usual)),
        COLUMNS,
        tuple(_row(age) for age in found),
        tuple(notes),
        {"on_the_way": len(found), "beyond_p85": [age.life.ref for age in found if age.passed >= 85]},
        Picture("insights/pictures/ageing.html", _drawn(flow, found, usual)),
        "" if found else _("No card is on the way."),
    )


def _answer(found: list[Age], known: bool) -> str:
    if not found:
        return _("No card is on the way.")
    first = found[0]
    facts = {
        "card": first.life.ref,
        "lane": first.lane.name,
        "days": days(first.lane_days),
        "percent": first.passed,
    }
    old = sum(age.passed >= 85 for age in found)
    if old > 1:
        return _(BEYOND_TOO) % {**facts, "n": old - 1}
    if old:
        return _(BEYOND) % facts
    return _(NOTHING_OLD if known else TOO_LITTLE) % facts


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
    grid = Axes([(y(value), tick(value)) for value in heights], marks)
    return {
        "axes": grid,
        "dots": dots,
        "stairs": stairs,
        "edges": [LEFT + n * room for n in range(len(lanes) + 1)],
    }


def _dot(age: Age, x: float, y: float) -> dict[str, Any]:
    facts = {"card": age.life.ref, "days": days(age.lane_days), "lane": age.lane.name, "percent": age.passed}
    longer = _("%(card)s, %(days)s in %(lane)s, longer than %(percent)s %% of finished work")
    said = longer if age.passed else _("%(card)s, %(days)s in %(lane)s")
    return {
        "ref": age.life.ref,
        "shape": SHAPES[age.life.kind],
        "hollow": age.passed < 85,
        "x": round(x, 1),
        "y": y,
        "name": said % facts,
        "label": age.life.ref.rpartition("-")[2] if age.passed >= 85 else "",
    }
