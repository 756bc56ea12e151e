"""Whether time-boxes hold: what was planned and what was used, box by box."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.learning.box_rows import boxes
from insights.learning.boxes import Adherence, Box, adherence
from insights.marks import Line, row_chart
from insights.scale import steps
from insights.wording import card_url, counted, length, period

QUESTION = "Do our time-boxes hold?"
COLUMNS = (
    Column("card", "Card", "card"),
    Column("title", "Question"),
    Column("round", "Round", "count"),
    Column("ended", "Ended", "date"),
    Column("planned", "Planned", "days"),
    Column("used", "Used", "days"),
    Column("extensions", "Extended", "count"),
    Column("held", "Held"),
)
NOTE = "A box holds when somebody decides before the time first planned is over. One that never ran is left out."
KEY = "The hollow dot is the time planned; the filled one the time used, a diamond where the box ran out."
DRAWN = 12


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = adherence(boxes(board, span, at), ())
    per_day = board.calendar().hours().minutes_per_day
    figure = Figure("timeboxes", QUESTION, "", COLUMNS, notes=(NOTE,), numbers=_numbers(found))
    shown = [*found.over, *reversed(found.ended)]
    if not shown:
        return replace(figure, lacks=f"No box ended {period(span)}.")
    more = (f"The picture shows the {DRAWN} newest.",) if len(shown) > DRAWN else ()
    return replace(
        figure,
        answer=_said(found, span),
        rows=tuple(_row(each, per_day) for each in shown),
        notes=(NOTE, KEY, *more),
        picture=_drawn(shown[:DRAWN], per_day),
    )


def _said(found: Adherence, span: Span) -> str:
    over = f" {counted(len(found.over), 'box is', 'boxes are')} over now and not decided." if found.over else ""
    if not found.ended:
        return f"No box ended {period(span)}.{over}"
    extended = f", {len(found.extended)} extended" if found.extended else ""
    ended = counted(len(found.ended), "box was", "boxes were")
    return f"{len(found.held)} of {ended} decided within the box{extended}.{over}"


def _numbers(found: Adherence) -> dict[str, Any]:
    return {
        "ended": len(found.ended),
        "held": len(found.held),
        "share_held": found.share_held,
        "extended": len(found.extended),
        "over_now": [each.card for each in found.over],
    }


def _row(each: Box, per_day: int) -> Row:
    held = "over now" if each.ended_at is None else "yes" if each.held else "no"
    lengths = (each.planned / per_day, each.used / per_day)
    return Row((each.card, each.title, each.n, each.ended_at, *lengths, each.extensions, held))


def _drawn(shown: list[Box], per_day: int) -> Picture:
    most = max(max(each.planned, each.used) for each in shown) / per_day
    ticks = [(tick, f"{tick:g} d") for tick in steps(most)]
    return row_chart(QUESTION, [_line(each, per_day) for each in shown], ticks)


def _line(each: Box, per_day: int) -> Line:
    planned, used = each.planned / per_day, each.used / per_day
    shape, look = ("dot", "m-dot") if each.held else ("diamond", "m-late")
    after = "over now" if each.ended_at is None else "extended" if each.extensions else ""
    lengths = f"planned {length(each.planned, per_day)}, used {length(each.used, per_day)}"
    name = f"{each.card}: {lengths}{', ' + after if after else ''}. {each.title}"
    shapes = [("dot", planned, "m-hollow"), (shape, used, look)]
    return Line(each.card, card_url(each.card), name, shapes, (planned, used), after)
