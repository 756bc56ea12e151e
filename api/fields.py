"""Fields that take what they say and nothing like it: "3" is no number, 1 is no text, a time has an offset."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.calendar_spec import WEEKDAYS
from accounts.durations import DurationError, parse_duration

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")
_YEARS = range(1970, 2200)
_WHOLE = 2**31 - 1


class Text(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Prose(Text):
    """A text of several lines that may be left out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "allow_blank": True, "trim_whitespace": False, **kwargs})


class Whole(serializers.IntegerField):
    """A whole number that fits every database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": -_WHOLE - 1, "max_value": _WHOLE, **kwargs})

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class Real(serializers.FloatField):
    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float) or not math.isfinite(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Choice(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class Instant(serializers.DateTimeField):
    """A time in RFC 3339, with its offset."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Write a time as 2026-03-02T09:00:00Z, with its offset.",
        "range": f"Use a time from {_YEARS.start} to {_YEARS.stop - 1}.",
    }

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
            self.fail("invalid")
        try:
            at = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value.upper()).replace(" ", "T"))
        except ValueError:
            self.fail("invalid")
        if at.year not in _YEARS:
            self.fail("range")
        return at.astimezone(UTC)


class Day(serializers.DateField):
    """A day as 2026-12-24."""

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            self.fail("invalid", format="YYYY-MM-DD")
        found: date = super().to_internal_value(value)
        if found.year not in _YEARS:
            self.fail("invalid", format="YYYY-MM-DD, in our times")
        return found


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "example": "10:00"})
class Clock(serializers.TimeField):
    """A local time of day as 10:00."""

    def to_internal_value(self, value: Any) -> time:
        if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value, re.ASCII):
            self.fail("invalid", format="HH:MM")
        return time.fromisoformat(value)


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "integer"}], "example": "5d"})
class Duration(serializers.Field[Any, Any, Any, Any]):
    """Minutes of working time, also as "3d", "12h" or "2w"."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            parse_duration(data)
        except DurationError as error:
            raise serializers.ValidationError(str(error)) from None
        return data  # what a day is, the board's calendar says

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string", "minLength": 1, "maxLength": 120}]})
class IdOrName(serializers.Field[Any, Any, Any, Any]):
    """A lane by its id or by its name, in any case."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int | str) or not str(data).strip():
            raise serializers.ValidationError("Name a lane, or give its id.", "invalid")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


_SPAN = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
_DAY = {"type": "array", "items": _SPAN, "example": [["09:00", "18:00"]]}


@extend_schema_field(
    {
        "type": "object",
        "required": ["tz", "week"],
        "additionalProperties": False,
        "properties": {
            "tz": {"type": "string", "example": "Europe/Berlin"},
            "week": {
                "type": "object",
                "additionalProperties": False,
                "properties": dict.fromkeys(WEEKDAYS, _DAY),
            },
            "days_off": {"type": "array", "items": {"type": "string", "format": "date"}},
            "special_days": {"type": "object", "additionalProperties": _DAY},
        },
    }
)
class Calendar(serializers.JSONField):
    """Working hours; what is wrong with them, the calendar itself says."""
