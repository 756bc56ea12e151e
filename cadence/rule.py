"""The rule by which a meeting recurs: a small explicit form, kept as an RRULE (RFC 5545).

    Rule(unit="month", every=1, weekday="tue", nth=1)   FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU
    Rule(unit="week", every=2, weekday="fri")           FREQ=WEEKLY;INTERVAL=2;BYDAY=FR

Days are local. A local time that does not exist moves forward by the gap, an ambiguous one is its first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.calendar_spec import WEEKDAYS
from accounts.errors import Invalid
from cadence.models import MeetingSeries

UNITS = {"week": "WEEKLY", "month": "MONTHLY"}
NTHS = {1: noop("First"), 2: noop("Second"), 3: noop("Third"), 4: noop("Fourth"), -1: noop("Last")}
NAMES = {
    "mon": noop("Monday"),
    "tue": noop("Tuesday"),
    "wed": noop("Wednesday"),
    "thu": noop("Thursday"),
    "fri": noop("Friday"),
    "sat": noop("Saturday"),
    "sun": noop("Sunday"),
}
MOST_EVERY = 12
_TEXT = re.compile(r"FREQ=(WEEKLY|MONTHLY);INTERVAL=(\d{1,2});BYDAY=(-?\d)?([A-Z]{2})")


@dataclass(frozen=True)
class Rule:
    """Every so many weeks on a weekday, or every so many months on its first, second … or last one."""

    unit: str
    weekday: str
    every: int = 1
    nth: int | None = None

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise Invalid.field("unit", _("A meeting recurs by week or by month."), "invalid_choice")
        if self.weekday not in WEEKDAYS:
            raise Invalid.field(
                "weekday", _("A weekday is one of %(days)s.") % {"days": ", ".join(WEEKDAYS)}, "invalid_choice"
            )
        if not 1 <= self.every <= MOST_EVERY:
            raise Invalid.field("every", _("Use 1 to %(most)s.") % {"most": MOST_EVERY})
        if (self.unit == "month") != (self.nth in NTHS):
            sentence = _("By month: say which one, 1 to 4, or -1 for the last. By week: say none.")
            raise Invalid.field("nth", sentence, "invalid_choice")

    @property
    def text(self) -> str:
        return f"FREQ={UNITS[self.unit]};INTERVAL={self.every};BYDAY={self.nth or ''}{self.weekday[:2].upper()}"

    @classmethod
    def read(cls, text: str) -> Rule:
        found = _TEXT.fullmatch(text)
        if found is None:
            raise ValueError(f"{text} is no rule of ours.")
        freq, every, nth, day = found.groups()
        unit = next(name for name, value in UNITS.items() if value == freq)
        weekday = next(name for name in WEEKDAYS if name[:2].upper() == day)
        return cls(unit=unit, weekday=weekday, every=int(every), nth=int(nth) if nth else None)

    def first_day(self, start: date) -> date:
        """The first day of the rule that is not before `start`."""
        first: datetime = next(iter(_parsed(self.text, start)))
        return first.date()

    @property
    def words(self) -> str:
        """On which days, as a sentence begins."""
        words = {"day": _(NAMES[self.weekday]), "nth": _(NTHS[self.nth or 1]), "n": self.every}
        if self.unit == "week":
            return _("Every %(day)s") % words if self.every == 1 else _("%(day)s every %(n)s weeks") % words
        if self.every == 1:
            return _("%(nth)s %(day)s of every month") % words
        return _("%(nth)s %(day)s of the month, every %(n)s months") % words


def occurrences(series: MeetingSeries, after: datetime, most: int = 1) -> list[datetime]:
    """The next instants of the meeting after `after`, in UTC; skipped days are left out."""
    return list(islice(_later(series, after), most))


def _later(series: MeetingSeries, after: datetime) -> Iterator[datetime]:
    local_day = after.astimezone(ZoneInfo(series.zone)).date()
    skipped = set(series.skipped)
    midnight = datetime.combine(max(local_day, series.starts_on), time())
    for day in _parsed(series.rule, series.starts_on).xafter(midnight, inc=True):
        at = instant(series, day.date())
        if at > after and day.date().isoformat() not in skipped:
            yield at


def takes_place(series: MeetingSeries, day: date) -> bool:
    """Whether the rule, skipped days aside, has the meeting on that day."""
    midnight = datetime.combine(day, time())
    return bool(_parsed(series.rule, series.starts_on).between(midnight, midnight, inc=True))


def instant(series: MeetingSeries, day: date) -> datetime:
    """When the meeting begins on a day, in UTC."""
    return datetime.combine(day, series.time, ZoneInfo(series.zone)).astimezone(UTC)


def _parsed(text: str, start: date) -> rrule:
    found = rrulestr(text, dtstart=datetime.combine(start, time()))
    if not isinstance(found, rrule):
        raise TypeError(text)
    return found
