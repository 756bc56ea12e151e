"""Where work waits: the cards of each lane at the end of every day, one above the other."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from insights.daily import Band, Days, OnTheWay, Ways, daily
from insights.figure import Column, Figure, Picture, Row, Span
from insights.flow import Flow, flow_of
from insights.lane_times import lane_times
from insights.lives import ON_THE_WAY
from insights.percentiles import percentile
from insights.pictures.bands import bands
from insights.wording import days

QUESTION = noop("Where does work wait?")
NOTES = (
    noop(
        "The board as it was at the end of each day. The backlog is in the table only; done is counted from the"
        " first day of the range on in the picture."
    ),
    noop(
        "A card that was put away from done stays done; one that was put away before leaves the picture. Cards in"
        " the trash count nowhere."
    ),
)
TAKEN = {"day", "on_the_way", "cards"}


def build(board: Board, span: Span, at: datetime) -> Figure:
    flow = flow_of(board, at)
    found = daily(flow, span)
    ways = Ways(flow, found.ends)
    columns = (
        Column("day", noop("Day"), "date"),
        *_columns(found.bands),
        Column("on_the_way", noop("On the way"), "count"),
    )
    longest = _longest(flow, span)
    now = sum(1 for _, place in flow.open if place.role in ON_THE_WAY)
    return Figure(
        "cfd",
        _(QUESTION),
        _answer(longest, now),
        columns,
        tuple(_row(ways, found, index) for index in reversed(range(len(found.days)))),
        tuple(_(note) for note in NOTES),
        {
            "on_the_way_now": now,
            "longest": longest[0] if longest else None,
            "days": longest[1] if longest else None,
        },
        Picture("insights/pictures/bands.html", bands(found)),
        "" if flow.lives else _("There are no cards yet."),
    )


def _columns(found: list[Band]) -> list[Column]:
    """A key for each lane from its name; two of the same get their numbers."""
    names = [slugify(band.name, allow_unicode=True).replace("-", "_") for band in found]
    columns = []
    for band, name in zip(found, names, strict=True):
        plain = bool(name) and names.count(name) == 1 and name not in TAKEN
        label = _("%(lane)s (removed)") % {"lane": band.name} if band.removed else band.name
        columns.append(Column(name if plain else f"{name}_{band.lane}", label, "count", given=True))
    return columns


def _row(ways: Ways, found: Days, index: int) -> Row:
    counts = [band.counts[index] for band in found.bands]
    way = sum(band.counts[index] for band in found.bands if band.role in ON_THE_WAY)
    return Row((found.days[index], *counts, way), OnTheWay(ways, index, way), found.days[index].isoformat())


def _longest(flow: Flow, span: Span) -> tuple[str, float] | None:
    """The lane in which half of the visits take longest."""
    times = lane_times(flow, span)
    halves = [
        (percentile((each.days for each in times[lane.pk]), 50) or 0.0, lane.name)
        for lane in flow.lanes
        if lane.role in ON_THE_WAY and times.get(lane.pk)
    ]
    if not halves:
        return None
    value, name = max(halves)
    return name, round(value, 2)


def _answer(longest: tuple[str, float] | None, now: int) -> str:
    on_the_way = ngettext("%(n)s card is on the way now.", "%(n)s cards are on the way now.", now) % {"n": now}
    if longest is None:
        return _("Nothing has waited in this time; %(now)s") % {"now": on_the_way}
    facts = {"lane": longest[0], "days": days(longest[1]), "now": on_the_way}
    return _("Longest in %(lane)s: half of its visits take %(days)s or more. %(now)s") % facts
