"""Working time: when a budget is used up, and how much of it has passed.

Local hours become UTC spans first and only those are added up, so that a clock change never lengthens or
shortens an hour. A local time that does not exist moves forward by the gap (fold 0); an ambiguous one is its
first occurrence. A local day ends where the next one starts, so no instant is counted twice or left out.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from accounts.calendar_spec import (
    WEEKDAYS,
    CalendarError,
    DayHours,
    check_keys,
    read_days_off,
    read_special_days,
    read_week,
    read_zone,
    write_day,
)
from accounts.durations import DAYS_PER_WEEK, MINUTES_PER_DAY

__all__ = ["DEFAULT_SPEC", "ROUND_THE_CLOCK", "CalendarError", "WorkingCalendar"]

Span = tuple[datetime, datetime]
_Week = tuple[DayHours, ...]
_Special = tuple[tuple[date, DayHours], ...]

_OFFICE: Final = [["09:00", "13:00"], ["14:00", "18:00"]]
_ALL_DAY: Final = [["00:00", "24:00"]]
_WEEK: Final = {name: _OFFICE if name not in ("sat", "sun") else [] for name in WEEKDAYS}
DEFAULT_SPEC: Final[dict[str, Any]] = {"tz": "UTC", "week": _WEEK, "days_off": [], "special_days": {}}
ROUND_THE_CLOCK: Final[dict[str, Any]] = {**DEFAULT_SPEC, "week": dict.fromkeys(WEEKDAYS, _ALL_DAY)}

HORIZON_YEARS: Final = 20
_HORIZON: Final = timedelta(days=HORIZON_YEARS * 366)
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9900, 1, 1, tzinfo=UTC)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """When people work: a time zone, the hours of a week, and the dates that differ."""

    zone: ZoneInfo
    week: _Week
    days_off: frozenset[date] = frozenset()
    special_days: _Special = ()

    @classmethod
    def parse(cls, spec: Mapping[str, Any]) -> "WorkingCalendar":
        """The calendar that the JSON of `board.calendar` describes. Raises CalendarError naming the field."""
        check_keys(spec)
        week, special_days = read_week(spec["week"]), read_special_days(spec.get("special_days", {}))
        days_off = read_days_off(spec.get("days_off", []))
        twice = sorted(day for day, _ in special_days if day in days_off)
        if twice:
            raise CalendarError(f"special_days.{twice[0]}", gettext("This date is also a day off. Keep one."))
        if not any(week) and not any(hours for _, hours in special_days):
            raise CalendarError("week", gettext("Nobody ever works here. Give at least one day some hours."))
        return _kept(read_zone(spec["tz"]), week, days_off, special_days)

    def as_spec(self) -> dict[str, Any]:
        """The JSON that `parse` reads back as this calendar: every weekday named, dates in order."""
        return {
            "tz": self.zone.key,
            "week": {name: write_day(hours) for name, hours in zip(WEEKDAYS, self.week, strict=True)},
            "days_off": [day.isoformat() for day in sorted(self.days_off)],
            "special_days": {day.isoformat(): write_day(hours) for day, hours in self.special_days},
        }

    @cached_property
    def minutes_per_day(self) -> int:
        """What "1d" means here: the most common length of a working day, the longer one when tied."""
        hours = [*filter(None, self.week)] or [hours for _, hours in self.special_days if hours]
        lengths = Counter(sum(end - start for start, end in day) for day in hours)
        return max(lengths, key=lambda length: (lengths[length], length), default=MINUTES_PER_DAY)

    @cached_property
    def days_per_week(self) -> int:
        """What "1w" means here, in working days."""
        return sum(1 for hours in self.week if hours) or DAYS_PER_WEEK

    def due(self, start: datetime, budget_minutes: float) -> datetime:
        """The earliest instant at which `budget_minutes` of working time have passed since `start`."""
        left = _minutes(budget_minutes)
        if not left:
            return _utc(start)
        for opens, closes in self._spans_after(start):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        sentence = gettext("The budget is not used up within %(n)s years. Make it smaller.")
        raise CalendarError("", sentence % {"n": HORIZON_YEARS})

    def elapsed(self, start: datetime, end: datetime) -> float:
        """The minutes of working time between two instants; 0 when `end` is not after `start`."""
        start, end = _utc(start), _utc(end)
        if end - start > _HORIZON:
            raise CalendarError("", f"The two instants are more than {HORIZON_YEARS} years apart.")
        worked = timedelta()
        for opens, closes in self._spans_after(start):
            if opens >= end:
                break
            worked += min(closes, end) - opens
        return worked / _MINUTE

    def spans(self, start: datetime, end: datetime) -> list[Span]:
        """The stretches of working time between two instants, cut to them; what a page's clock counts with."""
        end, found = _utc(end), []
        for opens, closes in self._spans_after(start):
            if opens >= end:
                break
            found.append((opens, min(closes, end)))
        return found

    def is_working(self, at: datetime) -> bool:
        return any(opens <= at < closes for opens, closes in self._spans_near(_utc(at)))

    def next_working_instant(self, at: datetime) -> datetime:
        """`at` itself in working time, otherwise the start of the next span."""
        for opens, _ in self._spans_after(at):
            return opens
        sentence = gettext("Nobody works in the next %(n)s years. Give the week some hours.")
        raise CalendarError("", sentence % {"n": HORIZON_YEARS})

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """The working days that began after the local day of `start`, up to and with that of `end`."""
        first, last = (_utc(at).astimezone(self.zone).date() for at in (start, end))
        if last <= first:
            return 0
        weeks, rest = divmod((last - first).days, 7)
        days = weeks * sum(1 for hours in self.week if hours)
        days += sum(1 for n in range(rest) if self.week[(last - n * _DAY).weekday()])
        for day, hours in self._exceptions.items():
            days += (bool(hours) - bool(self.week[day.weekday()])) if first < day <= last else 0
        return days

    @cached_property
    def _exceptions(self) -> dict[date, DayHours]:
        return {**dict.fromkeys(self.days_off, ()), **dict(self.special_days)}

    @cached_property
    def _spans_on(self) -> Callable[[date], tuple[Span, ...]]:
        return lru_cache(maxsize=8192)(self._day)

    def _day(self, day: date) -> tuple[Span, ...]:
        """The UTC spans of one local day, joined where a clock change made them overlap."""
        hours = self._exceptions.get(day, self.week[day.weekday()])
        if not hours:
            return ()
        first, last = self._instant(day, 0), self._instant(day, 24 * 60)
        joined: list[Span] = []
        for opens, closes in sorted((self._instant(day, a), self._instant(day, b)) for a, b in hours):
            opens = max(opens, joined[-1][1] if joined else first)
            if opens < min(closes, last):
                joined.append((opens, min(closes, last)))
        return tuple(joined)

    def _instant(self, day: date, minute: int) -> datetime:
        day += minute // (24 * 60) * _DAY
        return datetime.combine(day, time(minute // 60 % 24, minute % 60), self.zone).astimezone(UTC)

    def _spans_near(self, at: datetime) -> Iterator[Span]:
        day = at.astimezone(self.zone).date()
        return (span for n in (-1, 0, 1) for span in self._spans_on(day + n * _DAY))

    def _spans_after(self, start: datetime) -> Iterator[Span]:
        """The spans from `start` on, the first one cut to it, for as long as anybody plans."""
        start = _utc(start)
        day = start.astimezone(self.zone).date() - _DAY
        for _ in range(_HORIZON.days + 3):  # the day before, and both ends
            for opens, closes in self._spans_on(day):
                if closes > start:
                    yield max(opens, start), closes
            day += _DAY


@lru_cache(maxsize=256)
def _kept(zone: ZoneInfo, week: _Week, days_off: frozenset[date], special_days: _Special) -> WorkingCalendar:
    """One object per calendar and process, so that the spans it worked out are kept."""
    return WorkingCalendar(zone, week, days_off, special_days)


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise CalendarError("", "A time needs its zone. Send it with an offset, as in 2026-03-02T09:00Z.")
    if not _FIRST <= at <= _LAST:
        raise CalendarError("", "Working time is counted from 1900 to 9899 only. Use a nearer date.")
    return at.astimezone(UTC)


def _minutes(budget: float) -> timedelta:
    try:
        span = timedelta(minutes=budget)
    except (OverflowError, ValueError):
        span = -_MINUTE
    if span < timedelta():
        raise CalendarError("", "A budget is a number of minutes from 0 up, at most some years.")
    return span
