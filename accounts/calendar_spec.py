"""Reading a working calendar as clients write it: every mistake is named with its field and its remedy."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

Minutes = tuple[int, int]  # start and end of one span, in minutes since local midnight
DayHours = tuple[Minutes, ...]

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_KEYS: Final = ("tz", "week", "days_off", "special_days")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|(24):(00)")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAX_SPANS: Final = 24
_MAX_DATES: Final = 2000


class CalendarError(ValueError):
    """A calendar that cannot be used, or a sum on it that has no answer; `field` says where."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        self.sentence = sentence
        super().__init__(f"{field}: {sentence}" if field else sentence)


def read_zone(value: Any) -> ZoneInfo:
    try:
        if isinstance(value, str) and len(value) <= 64:
            return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    sentence = _('"%(name)s" is no time zone. Use a name such as "Europe/Berlin" or "UTC".') % {"name": value}
    raise CalendarError("tz", sentence)


def read_week(value: Any) -> tuple[DayHours, ...]:
    """The hours of the seven weekdays, Monday first; a day that is not named has none."""
    _check_keys("week", value, WEEKDAYS)
    return tuple(read_day(f"week.{name}", value.get(name, [])) for name in WEEKDAYS)


def read_days_off(value: Any) -> frozenset[date]:
    if not isinstance(value, list) or len(value) > _MAX_DATES:
        raise CalendarError("days_off", f'Use a list of at most {_MAX_DATES} dates such as "2026-12-25".')
    return frozenset(_read_date(f"days_off[{n}]", text) for n, text in enumerate(value))


def read_special_days(value: Any) -> tuple[tuple[date, DayHours], ...]:
    """The dates with hours of their own, in order."""
    if not isinstance(value, Mapping) or len(value) > _MAX_DATES:
        example = '{"2026-12-24": [["09:00", "12:00"]]}'
        raise CalendarError("special_days", f"Use an object of at most {_MAX_DATES} dates such as {example}.")
    named = ((f"special_days.{text}", text, hours) for text, hours in value.items())
    return tuple(sorted((_read_date(field, text), read_day(field, hours)) for field, text, hours in named))


def read_day(field: str, value: Any) -> DayHours:
    """The spans of one day, in order and apart from each other."""
    if not isinstance(value, list) or len(value) > _MAX_SPANS:
        raise CalendarError(field, 'Use a list of spans such as [["09:00", "13:00"], ["14:00", "18:00"]].')
    spans = tuple(_read_span(field, span) for span in value)
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise CalendarError(field, _("Spans overlap or are out of order. List them by their start."))
    return spans


def check_keys(spec: Any) -> None:
    """Refuse anything but an object with a zone, a week and perhaps exceptions."""
    _check_keys("", spec, _KEYS)
    for name in ("tz", "week"):
        if name not in spec:
            raise CalendarError(name, f'A calendar needs "{name}". Add it.')


def write_day(hours: DayHours) -> list[list[str]]:
    return [[f"{minute // 60:02}:{minute % 60:02}" for minute in span] for span in hours]


def _read_span(field: str, value: Any) -> Minutes:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise CalendarError(field, 'A span is a start and an end such as ["09:00", "18:00"].')
    start, end = (_read_time(field, text) for text in value)
    if start >= end:
        raise CalendarError(field, _("A span must end after it starts. Split one across midnight at 24:00."))
    return start, end


def _read_time(field: str, value: Any) -> int:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        sentence = _('"%(text)s" is no time of day. Write it as "09:00", up to "24:00".') % {"text": value}
        raise CalendarError(field, sentence)
    hours, minutes = (int(part) for part in match.groups() if part is not None)
    return hours * 60 + minutes


def _read_date(field: str, value: Any) -> date:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise CalendarError(field, _('"%(text)s" is no date. Write it as "2026-12-25".') % {"text": value})


def _check_keys(field: str, value: Any, known: tuple[str, ...]) -> None:
    if not isinstance(value, Mapping):
        raise CalendarError(field, "Use an object with " + ", ".join(known) + ".")
    for name in value:
        if name not in known:
            path = f"{field}.{name}" if field else str(name)
            raise CalendarError(path, "This is not known here. Use only " + ", ".join(known) + ".")
