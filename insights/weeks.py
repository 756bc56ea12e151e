"""Weeks and days as a board counts them: local midnights in the zone of its calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def monday_of(at: datetime, zone: ZoneInfo) -> date:
    day = day_of(at, zone)
    return day - timedelta(days=day.weekday())


def days_between(start: datetime, end: datetime, zone: ZoneInfo) -> list[date]:
    """Every local day that has some of its time from `start` up to but without `end`."""
    first, last = day_of(start, zone), day_of(end - timedelta(microseconds=1), zone)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
