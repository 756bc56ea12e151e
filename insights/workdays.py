"""Working time between two instants, asked thousands of times: the spans of a calendar added up once."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime

from accounts.working_time import WorkingCalendar


class Workdays:
    """Counts the working days of a calendar between two instants of a stretch of time, in parts of a day."""

    def __init__(self, calendar: WorkingCalendar, start: datetime, end: datetime) -> None:
        self._minutes = calendar.minutes_per_day
        self._opens: list[float] = []
        self._closes: list[float] = []
        self._before: list[float] = []
        worked = 0.0
        for opens, closes in calendar.spans(start, end):
            self._opens.append(opens.timestamp())
            self._closes.append(closes.timestamp())
            self._before.append(worked)
            worked += self._closes[-1] - self._opens[-1]

    def between(self, start: datetime, end: datetime) -> float:
        """Working days from one to the other; 0 when the end is not after the start."""
        return self.from_to(self.worked(start), self.worked(end))

    def from_to(self, start: float, end: float) -> float:
        """The same of what had been `worked` at each of the two."""
        return (end - start) / 60 / self._minutes if end > start else 0.0

    def worked(self, at: datetime) -> float:
        """The seconds of work since the stretch began."""
        seconds = at.timestamp()
        index = bisect_right(self._opens, seconds) - 1
        if index < 0:
            return 0.0
        closes = self._closes[index]
        return self._before[index] + (seconds if seconds < closes else closes) - self._opens[index]
