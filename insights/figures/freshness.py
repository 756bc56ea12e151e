"""Which running work nobody has written about for some working days."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from hypotheses.silence import QUIET_DAYS, SILENT_DAYS, Silence, silences
from insights.figure import Column, Figure, Picture, Row, Span
from insights.marks import Line, Upright, row_chart
from insights.scale import steps
from insights.wording import card_url, number, tick

LEVELS = {"fresh": noop("fresh"), "quiet": noop("quiet"), "silent": noop("silent")}
QUESTION = noop("Is the log fresh?")
COLUMNS = (
    Column("card", noop("Card"), "card"),
    Column("title", noop("Title")),
    Column("lane", noop("Lane")),
    Column("since", noop("Last entry, or in the lane since"), "time"),
    Column("days", noop("Working days"), "days"),
    Column("level", noop("Level"), words=LEVELS),
)
NOTE = noop(
    "Open cards in active lanes, now: quiet after %(quiet)s working days without an entry by a person, silent"
    " after %(silent)s."
)
DRAWN = 12
SHAPES = {"fresh": ("dot", "m-dot"), "quiet": ("diamond", "m-soon"), "silent": ("diamond", "m-late")}


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = silences([board], at)
    levels = Counter(each.level for each in found)
    numbers = {"active": len(found), "quiet": levels["quiet"], "silent": levels["silent"]}
    note = _(NOTE) % {"quiet": QUIET_DAYS, "silent": SILENT_DAYS}
    figure = Figure("freshness", _(QUESTION), "", COLUMNS, notes=(note,), numbers=numbers)
    if not found:
        return replace(figure, lacks=_("No card is in an active lane."))
    more = (_("The picture shows the %(n)s quietest.") % {"n": DRAWN},) if len(found) > DRAWN else ()
    return replace(
        figure,
        answer=_said(numbers),
        rows=tuple(_row(each) for each in found),
        notes=(note, *more),
        picture=_drawn(found[:DRAWN]),
    )


def _said(numbers: dict[str, int]) -> str:
    n, quiet, silent = numbers["active"], numbers["quiet"], numbers["silent"]
    active = ngettext("%(n)s active card", "%(n)s active cards", n) % {"n": n}
    if not quiet + silent:
        fresh = _("Yes: of %(active)s, each has an entry of the last %(n)s working days or has just begun.")
        return fresh % {"active": active, "n": QUIET_DAYS}
    said = ngettext(
        "Of %(active)s, %(quiet)s is quiet and %(silent)s silent.",
        "Of %(active)s, %(quiet)s are quiet and %(silent)s silent.",
        quiet,
    )
    return said % {"active": active, "quiet": quiet or _("none"), "silent": silent or _("none")}


def _row(each: Silence) -> Row:
    return Row((each.card.ref, each.card.title, each.card.lane.name, each.since, each.days, each.level))


def _drawn(active: list[Silence]) -> Picture:
    ticks = [(step, tick(step)) for step in steps(max(active[0].days, SILENT_DAYS + 1))]
    lines = []
    for each in active:
        shape, look = SHAPES[each.level]
        level = _(LEVELS[each.level])
        facts = {"card": each.card.ref, "level": level, "days": number(each.days, ".1f"), "title": each.card.title}
        name = _("%(card)s: %(level)s, %(days)s working days. %(title)s") % facts
        after = "" if each.level == "fresh" else level
        lines.append(
            Line(each.card.ref, card_url(each.card.ref), name, [(shape, each.days, look)], (0, each.days), after)
        )
    uprights = [Upright(QUIET_DAYS, _("quiet")), Upright(SILENT_DAYS, _("silent"))]
    return row_chart(_(QUESTION), lines, ticks, uprights)
