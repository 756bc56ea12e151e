"""How long gates waited for their decision, in working time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.learning.box_rows import decisions
from insights.learning.boxes import Adherence, Decided, adherence
from insights.marks import Line, Upright, row_chart
from insights.scale import steps
from insights.wording import card_url, length, period, tick

OUTCOMES = {
    "stop": noop("stop"),
    "continue": noop("continue"),
    "extend": noop("extend"),
    "split": noop("split"),
    "park": noop("park"),
}
QUESTION = noop("How long do gates wait?")
COLUMNS = (
    Column("card", noop("Card"), "card"),
    Column("title", noop("Question")),
    Column("decided", noop("Decided"), "time"),
    Column("decision", noop("Decision"), words=OUTCOMES),
    Column("working", noop("Waited, at work"), "days"),
    Column("late_minutes", noop("Minutes by the wall"), "count"),
)
NOTE = noop(
    "From the moment the time was over, or the criteria met, to the decision. What was parked waited, too."
)
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
    figure = Figure("gates", _(QUESTION), "", COLUMNS, notes=(_(NOTE),), numbers=numbers)
    if latency.half is None or latency.most is None:
        return replace(figure, lacks=_("Nothing was decided at a gate %(period)s.") % {"period": period(span)})
    longest = sorted(found.decisions, key=lambda each: -each.working_minutes)
    more = (_("The picture shows the %(n)s that waited longest.") % {"n": DRAWN},) if len(longest) > DRAWN else ()
    return replace(
        figure,
        answer=_said(found, latency.half, latency.most, per_day),
        rows=tuple(_row(each, per_day) for each in longest),
        notes=(_(NOTE), *more),
        picture=_drawn(longest[:DRAWN], latency.half, latency.most, per_day),
    )


def _said(found: Adherence, half: float, most: float, per_day: int) -> str:
    n, parked = len(found.decisions), len(found.parked)
    said = ngettext(
        "%(n)s decision: half within %(half)s, 85 %% within %(most)s of working time.",
        "%(n)s decisions: half within %(half)s, 85 %% within %(most)s of working time.",
        n,
    ) % {"n": n, "half": length(half, per_day), "most": length(most, per_day)}
    by_board = ngettext("%(n)s was parked by the board.", "%(n)s were parked by the board.", parked)
    return f"{said} {by_board % {'n': parked}}" if parked else said


def _row(each: Decided, per_day: int) -> Row:
    waited = each.working_minutes / per_day
    return Row((each.card, each.title, each.at, each.outcome, waited, each.late_minutes))


def _drawn(longest: list[Decided], half: float, most: float, per_day: int) -> Picture:
    ticks = [(step, tick(step)) for step in steps(max(longest[0].working_minutes / per_day, 0.2))]
    lines = []
    for each in longest:
        waited, said = each.working_minutes / per_day, length(each.working_minutes, per_day)
        look = "m-hollow" if each.outcome == "park" else "m-dot"
        facts = {"card": each.card, "decision": _(OUTCOMES[each.outcome]), "time": said, "title": each.title}
        name = _("%(card)s: %(decision)s after %(time)s. %(title)s") % facts
        after = _("%(decision)s, %(time)s") % facts
        shapes = [("dot", waited, look)]
        lines.append(Line(each.card, card_url(each.card), name, shapes, (0, waited), after))
    uprights = [Upright(half / per_day, _("half")), Upright(most / per_day, "85 %")]
    return row_chart(_(QUESTION), lines, ticks, uprights)
