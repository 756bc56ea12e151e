"""What it costs to learn that something does not hold: the working time of the boxes of refuted rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from boards.models import Board
from insights.figure import Column, Figure, Row, Span
from insights.figures.outcomes import outcomes_of
from insights.marks import Line, Upright, row_chart
from insights.scale import steps
from insights.wording import card_url, length, period, tick

QUESTION = noop("What does a refutation cost?")
COLUMNS = (
    Column("card", noop("Card"), "card"),
    Column("title", noop("Question")),
    Column("round", noop("Round"), "count"),
    Column("concluded", noop("Concluded"), "date"),
    Column("days", noop("Used"), "days"),
)
NOTE = noop("Working time that the box of a refuted round had used. Rounds whose box never ran have no cost.")
DRAWN = 10


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = outcomes_of(board, span)
    per_day = board.calendar().hours().minutes_per_day
    half = found.refutation_minutes
    numbers = {"median_minutes": half, "refutations": len(found.refutations)}
    figure = Figure("refutations", _(QUESTION), "", COLUMNS, notes=(_(NOTE),), numbers=numbers)
    if half is None:
        return replace(figure, lacks=_("No box ended in a refutation %(period)s.") % {"period": period(span)})
    costs = [((each.used_minutes or 0) / per_day, each) for each in found.refutations]
    costs.sort(key=lambda each: (-each[0], each[1].at))
    ticks = [(step, tick(step)) for step in steps(max(costs[0][0], 0.5))]
    lines = [
        Line(
            each.card,
            card_url(each.card),
            _("%(card)s: %(time)s. %(title)s")
            % {"card": each.card, "time": length(each.used_minutes or 0, per_day), "title": each.title},
            [("diamond", days, "m-refuted")],
            (0, days),
            length(each.used_minutes or 0, per_day),
        )
        for days, each in costs[:DRAWN]
    ]
    more = (_("The picture shows the %(n)s that took longest.") % {"n": DRAWN},) if len(costs) > DRAWN else ()
    return replace(
        figure,
        answer=_said(len(costs), length(half, per_day)),
        rows=tuple(Row((each.card, each.title, each.n, each.at, days)) for days, each in costs),
        notes=(_(NOTE), *more),
        picture=row_chart(
            _(QUESTION),
            lines,
            ticks,
            [Upright(half / per_day, _("half: %(time)s") % {"time": length(half, per_day)})],
        ),
    )


def _said(n: int, half: str) -> str:
    if n == 1:
        return _("One refutation took %(time)s of work.") % {"time": half}
    return _("Half of %(n)s refutations took no more than %(time)s of work.") % {"n": n, "time": half}
