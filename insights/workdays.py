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
        seconds = self._worked(end.timestamp()) - self._worked(start.timestamp())
        return max(seconds, 0.0) / 60 / self._minutes

    def _worked(self, at: float) -> float:
        """The seconds of work since the stretch began."""
        index = bisect_right(self._opens, at) - 1
        if index < 0:
            return 0.0
        return self._before[index] + min(at, self._closes[index]) - self._opens[index]
