"""The travelling clock of the demo: working days counted back from today."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

SATURDAY = 5


def moment(day: int, clock: str, now: datetime) -> datetime:
    """The time of day on a working day; -1 is the last one before today."""
    date = now.astimezone(UTC).date()
    while day < 0:
        date -= timedelta(days=1)
        day += date.weekday() < SATURDAY
    return datetime.combine(date, time.fromisoformat(clock), UTC)
