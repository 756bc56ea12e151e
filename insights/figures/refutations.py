"""What it costs to learn that something does not hold: the working time of the boxes of refuted rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from boards.models import Board
from insights.figure import Column, Figure, Row, Span
from insights.figures.outcomes import outcomes_of
from insights.marks import Line, Upright, row_chart
from insights.scale import steps
from insights.wording import card_url, length, period

QUESTION = "What does a refutation cost?"
COLUMNS = (
    Column("card", "Card", "card"),
    Column("title", "Question"),
    Column("round", "Round", "count"),
    Column("concluded", "Concluded", "date"),
    Column("days", "Used", "days"),
)
NOTE = "Working time that the box of a refuted round had used. Rounds whose box never ran have no cost."
DRAWN = 10


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = outcomes_of(board, span)
    per_day = board.calendar().hours().minutes_per_day
    half = found.refutation_minutes
    numbers = {"median_minutes": half, "refutations": len(found.refutations)}
    figure = Figure("refutations", QUESTION, "", COLUMNS, notes=(NOTE,), numbers=numbers)
    if half is None:
        return replace(figure, lacks=f"No box ended in a refutation {period(span)}.")
    costs = [((each.used_minutes or 0) / per_day, each) for each in found.refutations]
    costs.sort(key=lambda each: (-each[0], each[1].at))
    ticks = [(tick, f"{tick:g} d") for tick in steps(max(costs[0][0], 0.5))]
    lines = [
        Line(
            each.card,
            card_url(each.card),
            f"{each.card}: {length(each.used_minutes or 0, per_day)}. {each.title}",
            [("diamond", days, "m-refuted")],
            (0, days),
            length(each.used_minutes or 0, per_day),
        )
        for days, each in costs[:DRAWN]
    ]
    more = (f"The picture shows the {DRAWN} that took longest.",) if len(costs) > DRAWN else ()
    return replace(
        figure,
        answer=_said(len(costs), length(half, per_day)),
        rows=tuple(Row((each.card, each.title, each.n, each.at, days)) for days, each in costs),
        notes=(NOTE, *more),
        picture=row_chart(QUESTION, lines, ticks, [Upright(half / per_day, f"half: {length(half, per_day)}")]),
    )


def _said(n: int, half: str) -> str:
    if n == 1:
        return f"One refutation took {half} of work."
    return f"Half of {n} refutations took no more than {half} of work."
