"""Which running work nobody has written about for some working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.learning.help import QUIET_DAYS, SILENT_DAYS, Help, Silence, help_of
from insights.learning.log_rows import silences
from insights.marks import Line, Upright, row_chart
from insights.scale import steps
from insights.wording import card_url, counted

QUESTION = "Is the log fresh?"
COLUMNS = (
    Column("card", "Card", "card"),
    Column("title", "Title"),
    Column("lane", "Lane"),
    Column("since", "Last entry, or in the lane since", "time"),
    Column("days", "Working days", "days"),
    Column("level", "Level"),
)
NOTE = (
    f"Open cards in active lanes, now: quiet after {QUIET_DAYS} working days without an entry by a person, "
    f"silent after {SILENT_DAYS}."
)
DRAWN = 12
SHAPES = {"fresh": ("dot", "m-dot"), "quiet": ("diamond", "m-soon"), "silent": ("diamond", "m-late")}


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = help_of((), silences(board, at))
    quiet, silent = found.at_level("quiet"), found.at_level("silent")
    numbers = {"active": len(found.active), "quiet": len(quiet), "silent": len(silent)}
    figure = Figure("freshness", QUESTION, "", COLUMNS, notes=(NOTE,), numbers=numbers)
    if not found.active:
        return replace(figure, lacks="No card is in an active lane.")
    more = (f"The picture shows the {DRAWN} quietest.",) if len(found.active) > DRAWN else ()
    return replace(
        figure,
        answer=_said(found),
        rows=tuple(_row(each) for each in found.active),
        notes=(NOTE, *more),
        picture=_drawn(found.active[:DRAWN]),
    )


def _said(found: Help) -> str:
    active = counted(len(found.active), "active card")
    quiet, silent = len(found.at_level("quiet")), len(found.at_level("silent"))
    if not quiet + silent:
        return f"Yes: of {active}, each has an entry of the last {QUIET_DAYS} working days or has just begun."
    return f"Of {active}, {quiet or 'none'} {'is' if quiet == 1 else 'are'} quiet and {silent or 'none'} silent."


def _row(each: Silence) -> Row:
    return Row((each.card, each.title, each.lane, each.since, each.days, each.level))


def _drawn(active: tuple[Silence, ...]) -> Picture:
    ticks = [(tick, f"{tick:g} d") for tick in steps(max(active[0].days, SILENT_DAYS + 1))]
    lines = []
    for each in active:
        shape, look = SHAPES[each.level]
        name = f"{each.card}: {each.level}, {each.days:.1f} working days. {each.title}"
        after = "" if each.level == "fresh" else each.level
        lines.append(Line(each.card, card_url(each.card), name, [(shape, each.days, look)], (0, each.days), after))
    return row_chart(QUESTION, lines, ticks, [Upright(QUIET_DAYS, "quiet"), Upright(SILENT_DAYS, "silent")])
