"""How long requests for help in the research log wait for an answer, and which wait now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.learning.help import Help, Request, help_of
from insights.learning.log_rows import requests
from insights.marks import Line, Upright, row_chart
from insights.scale import steps
from insights.wording import card_url, counted, length, period

QUESTION = "How soon does help come?"
COLUMNS = (
    Column("card", "Card", "card"),
    Column("title", "Question"),
    Column("asked", "Asked", "time"),
    Column("answered", "Answered", "time"),
    Column("waited", "Waited, at work", "days"),
)
NOTE = "From a call in the research log until somebody answered or closed it, in working time of the board."
KEY = "A hollow dot still waits."
DRAWN = 10


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = help_of(requests(board, span, at), ())
    per_day = board.calendar().hours().minutes_per_day
    numbers = {
        "answered": len(found.answered),
        "minutes_p50": found.half,
        "minutes_p85": found.most,
        "open_now": [each.card for each in found.open],
    }
    figure = Figure("help", QUESTION, "", COLUMNS, notes=(NOTE,), numbers=numbers)
    longest = sorted([*found.open, *found.answered], key=lambda each: -each.minutes)
    if not longest:
        return replace(figure, lacks=f"Nobody asked for help {period(span)}.")
    more = (f"The picture shows the {DRAWN} that waited longest.",) if len(longest) > DRAWN else ()
    return replace(
        figure,
        answer=_said(found, per_day),
        rows=tuple(_row(each, per_day) for each in longest),
        notes=(NOTE, *([KEY] if found.open else []), *more),
        picture=_drawn(longest[:DRAWN], found, per_day),
    )


def _said(found: Help, per_day: int) -> str:
    if found.half is None or found.most is None:
        return f"{counted(len(found.open), 'request')} for help {'wait' if len(found.open) > 1 else 'waits'} now."
    if len(found.answered) == 1:
        return f"1 request answered, within {length(found.half, per_day)} of working time.{_waiting(found)}"
    lengths = f"half within {length(found.half, per_day)}, 85 % within {length(found.most, per_day)}"
    return f"{counted(len(found.answered), 'request')} answered, {lengths} of working time.{_waiting(found)}"


def _waiting(found: Help) -> str:
    return f" {counted(len(found.open), 'waits', 'wait')} now." if found.open else ""


def _row(each: Request, per_day: int) -> Row:
    return Row((each.card, each.title, each.asked_at, each.answered_at, each.minutes / per_day))


def _drawn(longest: list[Request], found: Help, per_day: int) -> Picture:
    ticks = [(tick, f"{tick:g} d") for tick in steps(max(longest[0].minutes / per_day, 0.2))]
    uprights = []
    if found.half is not None and found.most is not None:
        uprights = [Upright(found.half / per_day, "half"), Upright(found.most / per_day, "85 %")]
    return row_chart(QUESTION, [_line(each, per_day) for each in longest], ticks, uprights)


def _line(each: Request, per_day: int) -> Line:
    said, waits = length(each.minutes, per_day), each.answered_at is None
    name = f"{each.card}: {'waits since' if waits else 'answered after'} {said}. {each.title}"
    shapes = [("dot", each.minutes / per_day, "m-hollow" if waits else "m-dot")]
    after = f"waits, {said}" if waits else said
    return Line(each.card, card_url(each.card), name, shapes, (0, each.minutes / per_day), after)
