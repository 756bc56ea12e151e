"""Whether time-boxes hold: what was planned and what was used, box by box."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.learning.box_rows import boxes
from insights.learning.boxes import Adherence, Box, adherence
from insights.marks import Line, row_chart
from insights.scale import steps
from insights.wording import YES_NO, card_url, length, period, tick

QUESTION = noop("Do our time-boxes hold?")
COLUMNS = (
    Column("card", noop("Card"), "card"),
    Column("title", noop("Question")),
    Column("round", noop("Round"), "count"),
    Column("ended", noop("Ended"), "date"),
    Column("planned", noop("Planned"), "days"),
    Column("used", noop("Used"), "days"),
    Column("extensions", noop("Extended"), "count"),
    Column("held", noop("Held"), words={**YES_NO, "over now": noop("over now")}),
)
NOTE = noop(
    "A box holds when somebody decides before the time first planned is over. One that never ran is left out."
)
KEY = noop("The hollow dot is the time planned; the filled one the time used, a diamond where the box ran out.")
DRAWN = 12


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = adherence(boxes(board, span, at), ())
    per_day = board.calendar().hours().minutes_per_day
    figure = Figure("timeboxes", _(QUESTION), "", COLUMNS, notes=(_(NOTE),), numbers=_numbers(found))
    shown = [*found.over, *reversed(found.ended)]
    if not shown:
        return replace(figure, lacks=_("No box ended %(period)s.") % {"period": period(span)})
    more = (_("The picture shows the %(n)s newest.") % {"n": DRAWN},) if len(shown) > DRAWN else ()
    return replace(
        figure,
        answer=_said(found, span),
        rows=tuple(_row(each, per_day) for each in shown),
        notes=(_(NOTE), _(KEY), *more),
        picture=_drawn(shown[:DRAWN], per_day),
    )


def _said(found: Adherence, span: Span) -> str:
    over = len(found.over)
    late = ngettext(
        "%(n)s box is over now and not decided.", "%(n)s boxes are over now and not decided.", over
    ) % {"n": over}
    return f"{_ended(found, span)} {late}" if over else _ended(found, span)


def _ended(found: Adherence, span: Span) -> str:
    facts = {"n": len(found.ended), "held": len(found.held), "extended": len(found.extended)}
    if not found.ended:
        return _("No box ended %(period)s.") % {"period": period(span)}
    if found.extended:
        said = ngettext(
            "%(held)s of %(n)s box was decided within the box, %(extended)s extended.",
            "%(held)s of %(n)s boxes were decided within the box, %(extended)s extended.",
            len(found.ended),
        )
        return said % facts
    said = ngettext(
        "%(held)s of %(n)s box was decided within the box.",
        "%(held)s of %(n)s boxes were decided within the box.",
        len(found.ended),
    )
    return said % facts


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
    ticks = [(step, tick(step)) for step in steps(most)]
    return row_chart(_(QUESTION), [_line(each, per_day) for each in shown], ticks)


def _line(each: Box, per_day: int) -> Line:
    planned, used = each.planned / per_day, each.used / per_day
    shape, look = ("dot", "m-dot") if each.held else ("diamond", "m-late")
    after = _("over now") if each.ended_at is None else _("extended") if each.extensions else ""
    facts = {"card": each.card, "planned": length(each.planned, per_day), "used": length(each.used, per_day)}
    with_rest = _("%(card)s: planned %(planned)s, used %(used)s, %(rest)s. %(title)s")
    said = with_rest if after else _("%(card)s: planned %(planned)s, used %(used)s. %(title)s")
    name = said % {**facts, "rest": after, "title": each.title}
    shapes = [("dot", planned, "m-hollow"), (shape, used, look)]
    return Line(each.card, card_url(each.card), name, shapes, (planned, used), after)
