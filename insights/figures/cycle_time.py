"""How long it takes: a dot for each verdict and each finished task, with the lines that half, 85 and 95 % keep."""

from __future__ import annotations

from datetime import datetime

from boards.models import Board
from insights.durations import EARLY, NORMAL, Duration, Durations, durations
from insights.figure import ENOUGH, Column, Figure, Picture, Row, Span, too_few
from insights.flow import flow_of
from insights.percentiles import marks
from insights.pictures.scatter import scatter
from insights.reading import days

QUESTION = "How long does it take?"
COLUMNS = (
    Column("card", "Card", "card"),
    Column("title", "Title"),
    Column("kind", "Kind"),
    Column("measure", "Measured"),
    Column("verdict", "Verdict"),
    Column("round", "Round", "count"),
    Column("begun", "Begun", "time"),
    Column("ended", "Ended", "time"),
    Column("days", "Working days", "days"),
    Column("path", "Way to done"),
)
NOTES = (
    "Research: from the first time in a lane of work or review to the verdict of the round (supported, refuted or"
    " inconclusive). Tasks: from there to the move to done that stands. The two are never put together.",
    "In working days of the board's calendar. A line is a time that a card really took: half, 85 or 95 % of the"
    " cards took no longer.",
)


def build(board: Board, span: Span, at: datetime) -> Figure:
    flow = flow_of(board, at)
    found = durations(board, flow, span)
    count = len(found.circular) + len(found.linear)
    return Figure(
        "cycle-time",
        QUESTION,
        _answer(found),
        COLUMNS,
        tuple(_row(each) for each in sorted(found.circular + found.linear, key=_newest_first)),
        (*NOTES, *_left_out(found)),
        _numbers(found),
        Picture("insights/pictures/scatter.html", scatter(found, span)),
        too_few(count),
    )


def _newest_first(each: Duration) -> tuple[float, int]:
    return -each.ended.timestamp(), each.life.pk


def _answer(found: Durations) -> str:
    """Of each kind that has enough, what half and 85 % of it kept."""
    said = []
    for what, values in (("questions are answered", found.circular), ("tasks are done", found.linear)):
        if len(values) >= ENOUGH:
            usual = marks(each.days for each in values)
            said.append(
                f"half of the {what} within {days(usual['p50'] or 0)}, 85 % within {days(usual['p85'] or 0)}"
            )
    if not said:
        counts = f"{len(found.circular)} verdicts and {len(found.linear)} tasks"
        return f"{counts}: too few of either to say what is usual."
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _numbers(found: Durations) -> dict[str, dict[str, float | None]]:
    """Research and tasks apart, and research by its way to done."""
    groups = {
        "circular": found.circular,
        "linear": found.linear,
        "circular_early": [each for each in found.circular if each.path == EARLY],
        "circular_normal": [each for each in found.circular if each.path == NORMAL],
    }
    return {name: {"n": len(group), **marks(each.days for each in group)} for name, group in groups.items()}


def _left_out(found: Durations) -> list[str]:
    """What is not in the picture, and how early exits differ."""
    said = []
    early = [each.days for each in found.circular if each.path == EARLY]
    normal = [each.days for each in found.circular if each.path == NORMAL]
    if early and normal:
        said.append(
            f"Early exits: {len(early)}, half of them within {days(marks(early)['p50'] or 0)};"
            f" by the whole way: {len(normal)}, half within {days(marks(normal)['p50'] or 0)}."
        )
    if found.unbegun:
        refs = ", ".join(found.unbegun[:10]) + (" …" if len(found.unbegun) > 10 else "")
        said.append(f"Never in a lane of work or review, so not here: {len(found.unbegun)} ({refs}).")
    return said


def _row(each: Duration) -> Row:
    life, research = each.life, each.life.is_circular
    return Row(
        (
            life.ref,
            life.title,
            life.kind,
            "time to verdict" if research else "cycle time",
            each.verdict,
            each.round,
            each.begun,
            each.ended,
            round(each.days, 2),
            each.path,
        ),
        (life.ref,),
    )
