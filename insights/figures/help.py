"""How long requests for help in the research log wait for an answer, and which wait now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.learning.help import Help, Request, help_of
from insights.learning.log_rows import requests
from insights.marks import Line, Upright, row_chart
from insights.scale import steps
from insights.wording import card_url, length, period, tick

QUESTION = noop("How soon does help come?")
COLUMNS = (
    Column("card", noop("Card"), "card"),
    Column("title", noop("Question")),
    Column("asked", noop("Asked"), "time"),
    Column("answered", noop("Answered"), "time"),
    Column("waited", noop("Waited, at work"), "days"),
)
NOTE = noop("From a call in the research log until somebody answered or closed it, in working time of the board.")
KEY = noop("A hollow dot still waits.")
DRAWN = 10


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = help_of(requests(board, span, at))
    per_day = board.calendar().hours().minutes_per_day
    numbers = {
        "answered": len(found.answered),
        "minutes_p50": found.half,
        "minutes_p85": found.most,
        "open_now": [each.card for each in found.open],
    }
    figure = Figure("help", _(QUESTION), "", COLUMNS, notes=(_(NOTE),), numbers=numbers)
    longest = sorted([*found.open, *found.answered], key=lambda each: -each.minutes)
    if not longest:
        return replace(figure, lacks=_("Nobody asked for help %(period)s.") % {"period": period(span)})
    more = (_("The picture shows the %(n)s that waited longest.") % {"n": DRAWN},) if len(longest) > DRAWN else ()
    return replace(
        figure,
        answer=_said(found, per_day),
        rows=tuple(_row(each, per_day) for each in longest),
        notes=(_(NOTE), *([_(KEY)] if found.open else []), *more),
        picture=_drawn(longest[:DRAWN], found, per_day),
    )


def _said(found: Help, per_day: int) -> str:
    n, waiting = len(found.answered), len(found.open)
    if found.half is None or found.most is None:
        none = ngettext("%(n)s request for help waits now.", "%(n)s requests for help wait now.", waiting)
        return none % {"n": waiting}
    said = ngettext(
        "%(n)s request answered, within %(half)s of working time.",
        "%(n)s requests answered, half within %(half)s, 85 %% within %(most)s of working time.",
        n,
    ) % {"n": n, "half": length(found.half, per_day), "most": length(found.most, per_day)}
    late = ngettext("%(n)s waits now.", "%(n)s wait now.", waiting) % {"n": waiting}
    return f"{said} {late}" if waiting else said


def _row(each: Request, per_day: int) -> Row:
    return Row((each.card, each.title, each.asked_at, each.answered_at, each.minutes / per_day))


def _drawn(longest: list[Request], found: Help, per_day: int) -> Picture:
    ticks = [(step, tick(step)) for step in steps(max(longest[0].minutes / per_day, 0.2))]
    uprights = []
    if found.half is not None and found.most is not None:
        uprights = [Upright(found.half / per_day, _("half")), Upright(found.most / per_day, "85 %")]
    return row_chart(_(QUESTION), [_line(each, per_day) for each in longest], ticks, uprights)


def _line(each: Request, per_day: int) -> Line:
    said, waits = length(each.minutes, per_day), each.answered_at is None
    text = (
        _("%(card)s: waits since %(time)s. %(title)s")
        if waits
        else _("%(card)s: answered after %(time)s. %(title)s")
    )
    name = text % {"card": each.card, "time": said, "title": each.title}
    shapes = [("dot", each.minutes / per_day, "m-hollow" if waits else "m-dot")]
    after = _("waits, %(time)s") % {"time": said} if waits else said
    return Line(each.card, card_url(each.card), name, shapes, (0, each.minutes / per_day), after)
