"""Places in a lane as text keys: a moved card gets a key between its neighbours', and no other row changes.

A key is the digits of a fraction between 0 and 1 in base 62, without trailing zeros, so that plain byte order
is the order of the cards (the column needs the "C" collation). Adding at an open end steps by a fixed amount
and keys stay short; squeezing into one gap grows them by a character in five or six inserts. Whoever receives
a key longer than MAX_LENGTH spreads the lane afresh.
"""

import random
import re
from typing import Final

MAX_LENGTH: Final = 40

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE: Final = len(_DIGITS)
_VALUE: Final = {digit: value for value, digit in enumerate(_DIGITS)}
_KEY: Final = re.compile(r"[0-9A-Za-z]*[1-9A-Za-z]")
_END_WIDTH: Final = 4  # digits that a step at an open end looks at
_END_STEP: Final = _BASE


def between(before: str | None, after: str | None, *, rng: random.Random | None = None) -> str:
    """A key that sorts after `before` and before `after`; None is the open end of the lane.

    With `rng` the key is drawn from the middle of the gap, so that two writers rarely agree.
    Raises ValueError for a key that is none, and when `before` does not sort before `after`.
    """
    for key in (before, after):
        if key is not None and not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is not a rank")
    if before is not None and after is not None and before >= after:
        raise ValueError(f"{before!r} does not sort before {after!r}")
    if before is not None and after is None and (key := _stepped(_floor(before, _END_WIDTH), 1, rng)):
        return key
    if before is None and after is not None and (key := _stepped(_ceiling(after, _END_WIDTH), -1, rng)):
        return key
    return _middle(before or "", after, rng)


def spread(count: int) -> list[str]:
    """`count` fresh keys in order, evenly over the middle half, with room between them and at both ends."""
    width = 1
    while _BASE**width < _BASE * 2 * (count + 1):
        width += 1
    low, half = _BASE**width // 4, _BASE**width // 2
    return [_written(low + half * (n + 1) // (count + 1), width) for n in range(count)]


def below(last: str | None, count: int) -> list[str]:
    """`count` fresh keys in order that sort after `last`, which is None in an empty lane."""
    if last is None:
        return spread(count)
    keys: list[str] = []
    for _ in range(count):
        last = between(last, None)
        keys.append(last)
    return keys


def _stepped(end: int, direction: int, rng: random.Random | None) -> str | None:
    step = rng.randint(_END_STEP // 2, _END_STEP) if rng else _END_STEP
    value = end + direction * step
    return _written(value, _END_WIDTH) if 0 < value < _BASE**_END_WIDTH else None


def _middle(before: str, after: str | None, rng: random.Random | None) -> str:
    """The middle of the first width that has room, where the last digit is never zero; one wider to draw."""
    width, (low, high) = 1, _room(before, after, 1)
    while low > high:
        width += 1
        low, high = _room(before, after, width)
    if rng is None:
        return _written((low + high + 1) // 2, width)
    low, high = _room(before, after, width + 1)
    quarter = (high - low) // 4
    return _written(rng.randint(low + quarter, high - quarter), width + 1)


def _room(before: str, after: str | None, width: int) -> tuple[int, int]:
    """The first and last number of `width` digits strictly between two keys."""
    end = _BASE**width if after is None else _ceiling(after, width)
    return _floor(before, width) + 1, end - 1


def _floor(key: str, width: int) -> int:
    value = 0
    for digit in key[:width].ljust(width, "0"):
        value = value * _BASE + _VALUE[digit]
    return value


def _ceiling(key: str, width: int) -> int:
    return _floor(key, width) + (len(key) > width)


def _written(value: int, width: int) -> str:
    digits = []
    for _ in range(width):
        value, digit = divmod(value, _BASE)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)).rstrip("0")
