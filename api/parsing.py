"""Reading a body: JSON as its standard means it, and nothing a database or another reader would take otherwise."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import IO, Any, NoReturn

from rest_framework.parsers import BaseParser

from accounts.errors import Invalid, Refusal
from api.rendering import JSON

MOST_BYTES = 5 * 1024 * 1024
MOST_DEPTH = 20
_LARGEST = 2**63 - 1


class Malformed(Invalid):
    code = "malformed"
    title = "Malformed body"


class TooLarge(Refusal):
    status = 413
    code = "too_large"
    title = "Too large"
    sentence = f"A body holds at most {MOST_BYTES // 1024 // 1024} MB."


class LengthRequired(Refusal):
    status = 411
    code = "length_required"
    title = "Length required"
    sentence = "Send the body with a Content-Length."


class StrictJsonParser(BaseParser):
    media_type = JSON

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise TooLarge
        return read_json(raw)


def read_json(raw: bytes) -> Any:
    """The value, or `Malformed`: no key twice, NaN, infinity, number beyond 64 bits, NUL, or deep nesting."""
    try:
        value = json.loads(
            raw.decode(),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_float,
            parse_int=_int,
        )
    except RecursionError:
        raise Malformed("The JSON is nested too deeply.") from None
    except UnicodeDecodeError:
        raise Malformed("The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"The body is not JSON: {error.msg} at character {error.pos}.") from None
    _inspect(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Malformed(f"The key {twice[:60]!r} appears twice in one object.")
    return found


def _refuse_constant(text: str) -> NoReturn:
    raise Malformed(f"{text} is not JSON; leave the value out or send null.")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Malformed(f"{text[:40]} is too large a number.")
    return number


def _int(text: str) -> int:
    if len(text) > 20 or abs(number := int(text)) > _LARGEST:
        raise Malformed(f"{text[:40]} is too large a number.")
    return number


def _inspect(value: Any) -> None:
    level: list[Any] = [value]
    for _ in range(MOST_DEPTH):
        if not level:
            return
        level = [inner for outer in level for inner in _inside(outer)]
    if level:
        raise Malformed(f"The JSON is nested more than {MOST_DEPTH} levels deep.")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, str):
        _inspect_text(value)
    elif isinstance(value, list):
        return value
    elif isinstance(value, dict):
        for key in value:
            _inspect_text(key)
        return value.values()
    return ()


def _inspect_text(text: str) -> None:
    """PostgreSQL stores neither NUL nor half of a surrogate pair."""
    if "\x00" in text:
        raise Malformed("Text must not hold the NUL character.")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Malformed("Text must not hold half a surrogate pair.") from None
