"""A person's inbox: read, done, later. Private to the person, so it is no fact of any board."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.working_time import DEFAULT_SPEC, WorkingCalendar
from boards.models import Card, Notification
from boards.models.notification import NotificationQuerySet


def mark_read(*, person: Person, at: datetime, ids: list[int]) -> int:
    """The person has seen them."""
    return _own(person, ids).filter(read_at=None).update(read_at=at)


def mark_done(*, person: Person, at: datetime, ids: list[int]) -> int:
    """Off the list; what comes later is a new entry."""
    mark_read(person=person, at=at, ids=ids)
    return _own(person, ids).filter(done_at=None).update(done_at=at, snoozed_until=None)


def mark_undone(*, person: Person, at: datetime, ids: list[int]) -> int:
    """Back on the list, now."""
    return _own(person, ids).update(done_at=None, snoozed_until=None)


def snooze(*, person: Person, at: datetime, ids: list[int], until: datetime) -> int:
    """Off the list until then; read, because the person looked at it."""
    mark_read(person=person, at=at, ids=ids)
    return _own(person, ids).filter(done_at=None).update(snoozed_until=until)


def later(card: Card | None, at: datetime, person: Person) -> datetime:
    """When it comes back: at the end of a running time-box, otherwise at the start of the next working day."""
    due = box_end(card)
    if due is not None and due > at:
        return due
    return next_morning(person, at)


def choices(card: Card | None, at: datetime, person: Person) -> list[tuple[str, datetime]]:
    """When a row may come back, soonest first."""
    morning = next_morning(person, at)
    monday = next_morning(person, at + timedelta(days=6 - at.astimezone(_hours(person).zone).weekday()))
    due = box_end(card)
    found = [
        (_("In three hours"), at + timedelta(hours=3)),
        (_("The next working day"), morning),
        (_("Next week"), monday),
    ]
    if due is not None and due > at:
        found.append((_("When the time-box ends"), due))
    named: dict[datetime, str] = {}
    for label, until in found:
        named.setdefault(until, label)
    return [(named[until], until) for until in sorted(named)]


def next_morning(person: Person, at: datetime) -> datetime:
    """When the person's next working day begins."""
    hours = _hours(person)
    tomorrow = at.astimezone(hours.zone).date() + timedelta(days=1)
    return hours.next_working_instant(datetime.combine(tomorrow, time(), hours.zone))


def _hours(person: Person) -> WorkingCalendar:
    return WorkingCalendar.parse(person.working_hours or {**DEFAULT_SPEC, "tz": person.time_zone})


def box_end(card: Card | None) -> datetime | None:
    box = card.face.get("timebox") if card else None
    return parse_datetime(box["due_at"]) if box and box["state"] == "running" and box["due_at"] else None


def _own(person: Person, ids: list[int]) -> NotificationQuerySet:
    return Notification.objects.visible_to(person).filter(pk__in=ids)
