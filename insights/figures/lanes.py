"""What is in each lane now, and how long cards stay there."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board, Lane
from insights.figure import Column, Figure, Picture, Row, Span
from insights.flow import Flow, LaneNow, flow_of
from insights.lane_times import LaneTime, blocked_days, lane_times
from insights.lives import ON_THE_WAY, Life
from insights.percentiles import percentile
from insights.scale import Scale, steps
from insights.wording import days, tick

QUESTION = noop("What is in the lanes, and how long does it stay?")
COLUMNS = (
    Column("lane", noop("Lane")),
    Column("now", noop("Cards now"), "count"),
    Column("limit", noop("Limit"), "count"),
    Column("visits", noop("Visits"), "count"),
    Column("p50", noop("Half take up to"), "days"),
    Column("p85", noop("85 % take up to"), "days"),
    Column("longest_now", noop("Longest now"), "days"),
    Column("blocked_now", noop("Blocked now"), "count"),
    Column("blocked_days", noop("Blocked in this time"), "days"),
)
NOTES = (
    noop("Visits that ended in the range, and those that go on with what they took so far, in working days."),
    noop(
        "Blocked time counts while a card is on the board and not done; it is that of the cards that are here now."
    ),
)
LINE, TOP, LEFT, RIGHT = 34, 8, 120, 345


def build(board: Board, span: Span, at: datetime) -> Figure:
    flow = flow_of(board, at)
    times = lane_times(flow, span)
    here: dict[int, list[Life]] = defaultdict(list)
    for life, place in flow.open:
        here[place.lane].append(life)
    lanes = [lane for lane in flow.lanes if lane.role in ON_THE_WAY or lane.role == Lane.Role.BACKLOG]
    rows = tuple(_row(flow, span, lane, here[lane.pk], times.get(lane.pk, [])) for lane in lanes)
    way = [row for row, lane in zip(rows, lanes, strict=True) if lane.role in ON_THE_WAY]
    full = [row.cells[0] for row in way if row.cells[2] and row.cells[1] > row.cells[2]]
    return Figure(
        "lanes",
        _(QUESTION),
        _answer(sum(row.cells[1] for row in way), full),
        COLUMNS,
        rows,
        tuple(_(note) for note in NOTES),
        {"on_the_way_now": sum(row.cells[1] for row in way), "over_their_limit": full},
        Picture("insights/pictures/lanes.html", _drawn(way)),
        "" if way else _("This board has no lane between backlog and done."),
    )


def _row(flow: Flow, span: Span, lane: LaneNow, here: list[Life], times: list[LaneTime]) -> Row:
    values = [each.days for each in times] if lane.role in ON_THE_WAY else []
    blocked = [life for life in here if any(block.ended is None for block in flow.blocks.get(life.pk, ()))]
    lost = sum(blocked_days(flow, life, span) for life in here if life.pk in flow.blocks)
    cells = (
        lane.name,
        len(here),
        lane.wip_limit if lane.wip_mode != Lane.WipMode.OFF else None,
        len(times),
        _rounded(percentile(values, 50)),
        _rounded(percentile(values, 85)),
        _rounded(max((each.days for each in times if each.is_open), default=None)),
        len(blocked),
        round(lost, 2),
    )
    return Row(cells, tuple(life.ref for life in here), f"lane-{lane.pk}")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _answer(now: int, full: list[str]) -> str:
    facts = {"n": now, "lanes": ", ".join(full)}
    if full:
        said = ngettext(
            "%(n)s card is on the way; over the limit: %(lanes)s.",
            "%(n)s cards are on the way; over the limit: %(lanes)s.",
            now,
        )
        return said % facts
    said = ngettext(
        "%(n)s card is on the way; no lane holds more than its limit.",
        "%(n)s cards are on the way; no lane holds more than its limit.",
        now,
    )
    return said % facts


def _drawn(rows: list[Row]) -> dict[str, Any]:
    """A bar to the half and a line to 85 % for each lane."""
    heights = steps(max((row.cells[5] or 0.0 for row in rows), default=0.0) or 1)
    x = Scale(0, heights[-1], LEFT, RIGHT)
    found = []
    for index, row in enumerate(rows):
        name, now, half, most = row.cells[0], row.cells[1], row.cells[4], row.cells[5]
        known = {"lane": name, "n": now, "half": days(half or 0), "most": days(most or 0)}
        visited = _("%(half)s, 85 %% %(most)s") % known
        says = _("%(lane)s: %(n)s now; half %(half)s, 85 %% %(most)s") % known
        if half is None:
            visited, says = _("no visit"), _("%(lane)s: %(n)s now; half no visit") % known
        found.append(
            {
                "key": row.key,
                "name": name if len(name) <= 17 else f"{name[:16]}…",
                "says": says,
                "middle": TOP + index * LINE + LINE / 2,
                "top": TOP + index * LINE + 9,
                "hit": TOP + index * LINE + 2,
                "half": round(x(half or 0) - LEFT, 1),
                "end": x(half or 0),
                "most": x(most or 0),
                "text": visited,
            }
        )
    bottom = TOP + len(rows) * LINE
    marks = [(x(value), tick(value)) for value in heights]
    return {"rows": found, "left": LEFT, "top": TOP, "bottom": bottom, "height": bottom + 24, "marks": marks}
