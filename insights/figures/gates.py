"""How long gates waited for their decision, in working time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.learning.box_rows import decisions
from insights.learning.boxes import Adherence, Decided, adherence
from insights.marks import Line, Upright, row_chart
from insights.scale import steps
from insights.wording import card_url, counted, length, period

QUESTION = "How long do gates wait?"
COLUMNS = (
    Column("card", "Card", "card"),
    Column("title", "Question"),
    Column("decided", "Decided", "time"),
    Column("decision", "Decision"),
    Column("working", "Waited, at work", "days"),
    Column("late_minutes", "Minutes by the wall", "count"),
)
NOTE = "From the moment the time was over, or the criteria met, to the decision. What was parked waited, too."
DRAWN = 10


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = adherence((), decisions(board, span))
    per_day = board.calendar().hours().minutes_per_day
    latency = found.latency
    numbers = {
        "decisions": len(found.decisions),
        "parked": len(found.parked),
        "working_minutes_p50": latency.half,
        "working_minutes_p85": latency.most,
        "late_minutes_p50": latency.wall_half,
        "late_minutes_p85": latency.wall_most,
    }
    figure = Figure("gates", QUESTION, "", COLUMNS, notes=(NOTE,), numbers=numbers)
    if latency.half is None or latency.most is None:
        return replace(figure, lacks=f"Nothing was decided at a gate {period(span)}.")
    longest = sorted(found.decisions, key=lambda each: -each.working_minutes)
    more = (f"The picture shows the {DRAWN} that waited longest.",) if len(longest) > DRAWN else ()
    return replace(
        figure,
        answer=_said(found, latency.half, latency.most, per_day),
        rows=tuple(_row(each, per_day) for each in longest),
        notes=(NOTE, *more),
        picture=_drawn(longest[:DRAWN], latency.half, latency.most, per_day),
    )


def _said(found: Adherence, half: float, most: float, per_day: int) -> str:
    parked = f" {counted(len(found.parked), 'was', 'were')} parked by the board." if found.parked else ""
    of = counted(len(found.decisions), "decision")
    lengths = f"{length(half, per_day)}, 85 % within {length(most, per_day)}"
    return f"{of}: half within {lengths} of working time.{parked}"


def _row(each: Decided, per_day: int) -> Row:
    waited = each.working_minutes / per_day
    return Row((each.card, each.title, each.at, each.outcome, waited, each.late_minutes))


def _drawn(longest: list[Decided], half: float, most: float, per_day: int) -> Picture:
    ticks = [(tick, f"{tick:g} d") for tick in steps(max(longest[0].working_minutes / per_day, 0.2))]
    lines = []
    for each in longest:
        waited, said = each.working_minutes / per_day, length(each.working_minutes, per_day)
        look = "m-hollow" if each.outcome == "park" else "m-dot"
        name = f"{each.card}: {each.outcome} after {said}. {each.title}"
        shapes = [("dot", waited, look)]
        lines.append(Line(each.card, card_url(each.card), name, shapes, (0, waited), f"{each.outcome}, {said}"))
    uprights = [Upright(half / per_day, "half"), Upright(most / per_day, "85 %")]
    return row_chart(QUESTION, lines, ticks, uprights)
