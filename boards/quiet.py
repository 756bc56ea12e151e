"""When mail may go to a person: outside their quiet hours and, if they want, on their working days only."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from accounts.models import Person
from accounts.working_time import DEFAULT_SPEC, WorkingCalendar
from boards.models import Attention

_DAY = timedelta(days=1)
_MOST_STEPS = 60  # a month of days off with a quiet night each


def attention_of(person: Person) -> Attention:
    """What the person has set, or the defaults."""
    return Attention.objects.filter(person=person).first() or Attention(person=person)


def hours_of(person: Person) -> WorkingCalendar:
    return WorkingCalendar.parse(person.working_hours or {**DEFAULT_SPEC, "tz": person.time_zone})


def mail_from(attention: Attention, person: Person, at: datetime) -> datetime:
    """`at` itself when mail may go then, otherwise the first instant at which it may."""
    hours, moment = hours_of(person), at
    for _ in range(_MOST_STEPS):
        later = _after_quiet_hours(attention, hours, moment)
        if attention.working_days_only and not _is_working_day(hours, later):
            later = _midnight_after(hours, later)
        if later == moment:
            return moment
        moment = later
    return moment


def _after_quiet_hours(attention: Attention, hours: WorkingCalendar, at: datetime) -> datetime:
    begins, ends = attention.quiet_from, attention.quiet_to
    if begins is None or ends is None or begins == ends:
        return at
    local = at.astimezone(hours.zone)
    clock = local.time()
    over_night = begins > ends
    if not (clock >= begins or clock < ends if over_night else begins <= clock < ends):
        return at
    day = local.date() + (_DAY if over_night and clock >= begins else timedelta())
    return max(at, datetime.combine(day, ends, hours.zone).astimezone(at.tzinfo))


def _is_working_day(hours: WorkingCalendar, at: datetime) -> bool:
    day = at.astimezone(hours.zone).date()
    begins = datetime.combine(day, time(), hours.zone)
    return bool(hours.spans(begins, datetime.combine(day + _DAY, time(), hours.zone)))


def _midnight_after(hours: WorkingCalendar, at: datetime) -> datetime:
    day = at.astimezone(hours.zone).date() + _DAY
    return datetime.combine(day, time(), hours.zone).astimezone(at.tzinfo)
