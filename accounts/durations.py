"""Working time as people write it ("3d", "1d 4h", "2w"), kept as whole minutes, and as they read it."""

import re
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

MINUTES_PER_DAY: Final = 480
DAYS_PER_WEEK: Final = 5
MAX_MINUTES: Final = 5_256_000  # ten years round the clock

_MAX_TEXT: Final = 60
_HOW_TO: Final = noop('Write a duration such as "3d", "12h", "2w", "90m" or "1d 4h".')
_UNITS: Final = {
    "w": ("w", "week", "weeks"),
    "d": ("d", "day", "days"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "m": ("m", "min", "mins", "minute", "minutes"),
}
_UNIT_OF: Final = {word: unit for unit, words in _UNITS.items() for word in words}
_PART: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([a-z]+)\s*")
_READ: Final = {"d": noop("%(n)sd"), "h": noop("%(n)sh"), "m": noop("%(n)sm")}
_ALONE: Final = {"d": noop("%(n)s d"), "h": noop("%(n)s h"), "min": noop("%(n)s min")}
_PLAIN: Final = re.compile(r"[0-9]+")


class DurationError(ValueError):
    """A duration nobody could read; the message says what to write instead."""


def parse_duration(
    value: str | int, *, minutes_per_day: int = MINUTES_PER_DAY, days_per_week: int = DAYS_PER_WEEK
) -> int:
    """Minutes of working time in `value`; a plain number is minutes. Raises DurationError."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise DurationError(_(_HOW_TO))
    minutes = value if isinstance(value, int) else _read(value, minutes_per_day, days_per_week)
    if minutes <= 0:
        raise DurationError(_how_to(_("A duration must be longer than zero.")))
    if minutes > MAX_MINUTES:
        raise DurationError(_("A duration may be at most ten years. Enter a shorter one."))
    return minutes


def format_duration(minutes: int, *, minutes_per_day: int = MINUTES_PER_DAY) -> str:
    """The shortest days, hours and minutes that `parse_duration` reads back as the same number."""
    return _signed(minutes, [f"{count}{unit}" for count, unit in _counts(minutes, minutes_per_day)])


def duration_in_words(minutes: int, *, minutes_per_day: int = MINUTES_PER_DAY) -> str:
    """The same for people to read, in the units of their language: 1d 4h, 1 T 4 Std."""
    return _signed(minutes, [_(_READ[unit]) % {"n": count} for count, unit in _counts(minutes, minutes_per_day)])


def in_unit(amount: object, unit: str) -> str:
    """A number that stands alone with its unit, which is d, h or min: 3 d, 3 T."""
    return _(_ALONE[unit]) % {"n": amount}


def _counts(minutes: int, minutes_per_day: int) -> list[tuple[int, str]]:
    """How many of each unit, without those there are none of; nothing at all is no minutes."""
    days, rest = divmod(abs(minutes), minutes_per_day)
    hours, rest = divmod(rest, 60)
    return [pair for pair in ((days, "d"), (hours, "h"), (rest, "m")) if pair[0]] or [(0, "m")]


def _signed(minutes: int, parts: list[str]) -> str:
    return ("-" if minutes < 0 else "") + " ".join(parts)


def _how_to(what_is_wrong: str) -> str:
    return f"{what_is_wrong} {_(_HOW_TO)}"


def _read(text: str, minutes_per_day: int, days_per_week: int) -> int:
    text = text.strip().lower()
    if not text or len(text) > _MAX_TEXT:
        raise DurationError(_(_HOW_TO))
    if _PLAIN.fullmatch(text):
        return int(text)
    minutes_in = {"w": minutes_per_day * days_per_week, "d": minutes_per_day, "h": 60, "m": 1}
    total = Decimal(0)
    for unit, amount in _parts(text).items():
        total += amount * minutes_in[unit]
    if total != total.to_integral_value():
        raise DurationError(_how_to(_("A duration must come to whole minutes.")))
    return int(total)


def _parts(text: str) -> dict[str, Decimal]:
    parts: dict[str, Decimal] = {}
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        unit = _UNIT_OF.get(match[2]) if match else None
        if match is None or unit is None:
            raise DurationError(_how_to(_('"%(text)s" is not a duration.') % {"text": text}))
        if unit in parts:
            raise DurationError(_how_to(_('"%(text)s" names the same unit twice.') % {"text": text}))
        parts[unit] = Decimal(match[1])
        position = match.end()
    return parts
