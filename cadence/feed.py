"""A board as iCalendar (RFC 5545): time-boxes, stages, increments and meetings, for a real calendar program.

The same rows give the same bytes, so that an ETag saves the body: DTSTAMP is when the row changed, not when it was
asked for. Every text is one clean line before the library escapes it, so that nobody can write a property.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _
from icalendar import Calendar, vDDDLists, vRecur
from icalendar import Event as Entry

from boards.models import Board, Event
from cadence.models import Increment, MeetingSeries
from cadence.rule import Rule
from timeboxes.models import Clocked, Stage, TimeBox

LONGEST = 250
REFRESH = "PT1H"
UNDER_WAY = (Clocked.State.RUNNING, Clocked.State.PAUSED, Clocked.State.EXPIRED)


def calendar_of(board: Board) -> bytes:
    """The whole feed; VTIMEZONEs for every zone that a meeting lives in."""
    calendar = Calendar()
    calendar.add("prodid", "-//Prooflane//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean(f"{board.name} ({board.key})"))
    calendar.add("x-published-ttl", REFRESH)
    for entry in (*_boxes(board), *_stages(board), *_increments(board), *_meetings(board)):
        calendar.add_component(entry)
    calendar.add_missing_timezones(first_date=date(2020, 1, 1), last_date=date(2040, 1, 1))
    return bytes(calendar.to_ical())


def clean(text: str) -> str:
    """One line without control characters or what some programs take for a line break."""
    spaced = "".join(" " if unicodedata.category(each) in ("Cc", "Zl", "Zp", "Cs") else each for each in text)
    line = " ".join(spaced.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _entry(uid: str, summary: str, begins: Any, changed: datetime, sequence: int, link: str) -> Entry:
    entry = Entry()
    entry.add("uid", f"{uid}@{settings.SITE.hostname}")
    entry.add("summary", clean(summary))
    entry.add("dtstart", begins)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", sequence)
    entry.add("url", f"{settings.SITE_URL}{link}")
    return entry


def _boxes(board: Board) -> Iterator[Entry]:
    """When the box of a card ends by plan, and its last date where that is another one."""
    boxes = TimeBox.objects.filter(board=board, state__in=UNDER_WAY).on_board().select_related("card")
    for box in boxes.order_by("pk"):
        card = box.card
        name, version, link = f"{card.ref} {card.title}", (card.updated_at, card.version), f"/c/{card.ref}/"
        if due := box.due_at or box.expired_at:
            yield _instant(f"box-{box.pk}", _("Time-box ends: %(card)s") % {"card": name}, due, *version, link)
        if box.hard_stop_at and box.hard_stop_at != due and box.state != Clocked.State.EXPIRED:
            yield _instant(
                f"box-{box.pk}-stop", _("Last date: %(card)s") % {"card": name}, box.hard_stop_at, *version, link
            )


def _stages(board: Board) -> Iterator[Entry]:
    """When the open stage of an initiative ends; each of its facts makes it another version."""
    stages = Stage.objects.filter(initiative__board=board, state__in=UNDER_WAY).select_related("initiative")
    for stage in stages.order_by("pk"):
        facts = Event.objects.filter(board=board, kind__startswith="stage.", data__stage=stage.pk)
        told = facts.aggregate(at=Max("at"), seq=Max("seq"))
        due = stage.due_at or stage.expired_at
        if due is not None:
            words = {"stage": stage.name, "initiative": stage.initiative.name}
            name = _("Stage ends: %(stage)s of %(initiative)s") % words
            link = f"/boards/{board.key}/initiatives/{stage.initiative_id}/"
            changed = told["at"] or stage.created_at
            yield _instant(f"stage-{stage.pk}", name, due, changed, told["seq"] or 0, link)


def _instant(uid: str, summary: str, at: datetime, changed: datetime, sequence: int, link: str) -> Entry:
    entry = _entry(uid, summary, at, changed, sequence, link)
    entry.add("transp", "TRANSPARENT")
    return entry


def _increments(board: Board) -> Iterator[Entry]:
    """Whole days, from the first to the last."""
    for each in Increment.objects.filter(board=board, closed_at=None).order_by("pk"):
        link = f"/boards/{board.key}/cadence/"
        name = _("Increment: %(name)s") % {"name": each.name}
        entry = _entry(f"increment-{each.pk}", name, each.starts_on, each.changed_at, each.version, link)
        entry.add("dtend", each.ends_on + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        if each.goal:
            entry.add("description", clean(each.goal))
        yield entry


def _meetings(board: Board) -> Iterator[Entry]:
    """One entry with its rule; days on which it does not take place are left out of it."""
    for series in MeetingSeries.objects.filter(board=board).order_by("pk"):
        zone, rule = ZoneInfo(series.zone), Rule.read(series.rule)
        begins = datetime.combine(series.starts_on, series.time, zone)
        name = f"{series.get_kind_display()}: {board.name}"
        link = f"/boards/{board.key}/cadence/"
        entry = _entry(f"meeting-{series.pk}", name, begins, series.changed_at, series.version, link)
        entry.add("duration", timedelta(minutes=series.minutes))
        entry.add("rrule", vRecur.from_ical(rule.text))
        if series.skipped:
            days = [datetime.combine(date.fromisoformat(day), series.time, zone) for day in series.skipped]
            entry.add("exdate", vDDDLists(days))
        yield entry
