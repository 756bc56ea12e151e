"""Dates as people's programs write them: several forms, orders and languages side by side in one file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, time, tzinfo

from boards.quick_add import DUE_HOUR

# What the name of a month begins with, in one of many languages: 1 is January.
_MONTHS = """
    jan ene gen janv; feb fev fév febr; mar mär mrt maa; apr abr avr; may mai mei mag maj; jun juin giu;
    jul juil lug; aug ago aoû aou; sep set; oct okt ott out; nov; dec dic dez déc
"""
MONTHS = {start: number for number, names in enumerate(_MONTHS.split(";"), 1) for start in names.split()}
YEARS = range(1900, 2200)
SHORTEST, LONGEST = 3, 4
BETWEEN = r"(?:\s*[./-]\s*|\s+de\s+|\s+)"
CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
TIME = rf"(?:[T,\s]+{CLOCK}\s*(?P<half>[ap]\.?\s?m\.?)?)?"
ZONE = r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
FORMS = tuple(
    re.compile(date + TIME + ZONE, re.IGNORECASE)
    for date in (
        r"(?P<year>\d{4})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})",
        r"(?P<first>\d{1,2})[./-](?P<second_number>\d{1,2})[./-](?P<year>\d{4}|\d{2})",
        rf"(?P<day>\d{{1,2}})\.?{BETWEEN}(?P<name>[^\W\d_]{{3,}})\.?{BETWEEN}(?P<year>\d{{4}}|\d{{2}})",
        r"(?P<name>[^\W\d_]{3,})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})",
    )
)


class Dates:
    """Reads the dates of one file. Where its numbers do not say which is the day, the day comes first.

    `samples` are all dates of the file; `zone` is where times without a zone were written.
    """

    def __init__(self, samples: Iterable[str], zone: tzinfo) -> None:
        self._zone = zone
        pairs = [pair for each in samples if (pair := _numbers(each))]
        day, month = any(first > 12 for first, _ in pairs), any(second > 12 for _, second in pairs)
        self._month_first = month and not day
        self.are_guessed = not day and not month and any(first != second for first, second in pairs)

    def moment(self, text: str) -> datetime | None:
        """In UTC; None where it cannot be read."""
        found = self._read(text)
        return found.astimezone(UTC) if found else None

    def due(self, text: str) -> datetime | None:
        """Midnight stands for the day, which ends in the evening."""
        found = self._read(text)
        if found and found.time() == time(0):
            found = found.replace(hour=DUE_HOUR.hour)
        return found.astimezone(UTC) if found else None

    def _read(self, text: str) -> datetime | None:
        found = next((match for form in FORMS if (match := form.fullmatch(" ".join(text.split())))), None)
        if found is None:
            return None
        parts = found.groupdict()
        day, month = self._day_and_month(parts)
        try:
            year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
            hour = _hour(int(parts["hour"] or 0), parts["half"])
            if year not in YEARS:
                return None
            zone = _zone(parts["zone"]) or self._zone
            clock = (hour, int(parts["minute"] or 0), int(parts["second"] or 0))
            return datetime(year, month, day, *clock, tzinfo=zone)
        except ValueError:
            return None

    def _day_and_month(self, parts: dict[str, str | None]) -> tuple[int, int]:
        if name := parts.get("name"):
            return int(parts["day"] or 0), _month(name)
        if parts.get("month"):
            return int(parts["day"] or 0), int(parts["month"] or 0)
        first, second = int(parts["first"] or 0), int(parts["second_number"] or 0)
        is_month_first = second > 12 or (self._month_first and first <= 12)
        return (second, first) if is_month_first else (first, second)


def _numbers(text: str) -> tuple[int, int] | None:
    found = FORMS[1].fullmatch(" ".join(text.split()))
    return (int(found["first"]), int(found["second_number"])) if found else None


def _month(name: str) -> int:
    """0 for a word that is no month."""
    word = unicodedata.normalize("NFC", name).casefold()
    return MONTHS.get(word[:LONGEST]) or MONTHS.get(word[:SHORTEST], 0)


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    return hour % 12 + (12 if half.lower().startswith("p") else 0)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    return datetime.fromisoformat(f"2000-01-01T00:00{'Z' if text.isalpha() else text}").tzinfo
