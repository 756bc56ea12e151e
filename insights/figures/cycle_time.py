"""How long it takes: a dot for each verdict and each finished task, with the lines that half, 85 and 95 % keep."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from boards.models import Board
from hypotheses.words import ANSWERS
from insights.durations import EARLY, NORMAL, ON_THE_BOARD, Duration, Durations, durations
from insights.figure import ENOUGH, Column, Figure, Picture, Row, Span, too_few
from insights.flow import flow_of
from insights.percentiles import marks
from insights.pictures.scatter import scatter
from insights.wording import KINDS, days

MEASURES = {"time to verdict": noop("time to verdict"), "cycle time": noop("cycle time")}
PATHS = {EARLY: noop("early"), NORMAL: noop("normal"), ON_THE_BOARD: noop("on the board")}
QUESTION = noop("How long does it take?")
COLUMNS = (
    Column("card", noop("Card"), "card"),
    Column("title", noop("Title")),
    Column("kind", noop("Kind"), words=KINDS),
    Column("measure", noop("Measured"), words=MEASURES),
    Column("verdict", noop("Verdict"), words=ANSWERS),
    Column("round", noop("Round"), "count"),
    Column("begun", noop("Begun"), "time"),
    Column("ended", noop("Ended"), "time"),
    Column("days", noop("Working days"), "days"),
    Column("path", noop("Way to done"), words=PATHS),
)
EXITS = noop(
    "Early exits: %(n_early)s, half of them within %(early)s; by the whole way: %(n_normal)s, half within"
    " %(normal)s."
)
RESEARCH = noop("Half of the questions are answered within %(p50)s, 85 %% within %(p85)s.")
TASKS = noop("Half of the tasks are done within %(p50)s, 85 %% within %(p85)s.")
BOTH = noop(
    "Half of the questions are answered within %(p50)s, 85 %% within %(p85)s; half of the tasks are done within"
    " %(tasks_p50)s, 85 %% within %(tasks_p85)s."
)
NOTES = (
    noop(
        "Research: from the first time in a lane of work or review to the verdict of the round (supported, refuted"
        " or inconclusive). Tasks: from there to the move to done that stands. The two are never put together."
    ),
    noop(
        "In working days of the board's calendar. A line is a time that a card really took: half, 85 or 95 % of"
        " the cards took no longer."
    ),
)


def build(board: Board, span: Span, at: datetime) -> Figure:
    flow = flow_of(board, at)
    found = durations(board, flow, span)
    count = len(found.circular) + len(found.linear)
    return Figure(
        "cycle-time",
        _(QUESTION),
        _answer(found),
        COLUMNS,
        tuple(_row(each) for each in sorted(found.circular + found.linear, key=_newest_first)),
        (*(_(note) for note in NOTES), *_left_out(found)),
        _numbers(found),
        Picture("insights/pictures/scatter.html", scatter(found, span)),
        too_few(count),
    )


def _newest_first(each: Duration) -> tuple[float, int]:
    return -each.ended.timestamp(), each.life.pk


def _answer(found: Durations) -> str:
    """Of each kind that has enough, what half and 85 % of it kept."""
    circular, linear = len(found.circular) >= ENOUGH, len(found.linear) >= ENOUGH
    if not circular and not linear:
        counts = {"verdicts": len(found.circular), "tasks": len(found.linear)}
        return _("%(verdicts)s verdicts and %(tasks)s tasks: too few of either to say what is usual.") % counts
    research, tasks = _usual(found.circular), _usual(found.linear)
    if circular and linear:
        return _(BOTH) % {**research, "tasks_p50": tasks["p50"], "tasks_p85": tasks["p85"]}
    return _(RESEARCH) % research if circular else _(TASKS) % tasks


def _usual(values: list[Duration]) -> dict[str, str]:
    return {name: days(value or 0) for name, value in marks(each.days for each in values).items()}


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
        half = {"early": days(marks(early)["p50"] or 0), "normal": days(marks(normal)["p50"] or 0)}
        said.append(_(EXITS) % {"n_early": len(early), "n_normal": len(normal), **half})
    if found.unbegun:
        refs = ", ".join(found.unbegun[:10]) + (" …" if len(found.unbegun) > 10 else "")
        text = _("Never in a lane of work or review, so not here: %(n)s (%(cards)s).")
        said.append(text % {"n": len(found.unbegun), "cards": refs})
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
