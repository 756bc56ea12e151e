"""JSON that somebody hands in as a file: read with limits, refused in one sentence that quotes nothing of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.errors import Invalid

MOST_BYTES = 50_000_000
Found = TypeVar("Found")


def read_json(content: str | bytes, refusal: type[Invalid], hint: str) -> Any:
    """The value in the file. `refusal` is raised for anything else.

    `hint` says where a good file comes from; it is marked with `noop`.
    """
    return _parsed(content, json.loads, refusal, hint)


def read_json_values(content: str | bytes, refusal: type[Invalid], hint: str) -> list[Any]:
    """The values in the file one after the other, as programs write that print a page at a time."""
    return _parsed(content, lambda text: list(_values(text)), refusal, hint)


def _values(text: str) -> Iterator[Any]:
    decoder, place = json.JSONDecoder(), _next(text, 0)
    while place < len(text):
        value, place = decoder.raw_decode(text, place)
        yield value
        place = _next(text, place)


def _next(text: str, place: int) -> int:
    """Where the next value begins."""
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _parsed(content: str | bytes, parse: Callable[[str], Found], refusal: type[Invalid], hint: str) -> Found:
    if len(content) > MOST_BYTES:
        most = {"n": MOST_BYTES // 1_000_000}
        raise refusal(_("The file is larger than %(n)s MB; no export of one board is.") % most)
    text = content if isinstance(content, str) else _decode(content, refusal, hint)
    if not text.strip():
        raise refusal(_("The file is empty."))
    try:
        return parse(text)
    except json.JSONDecodeError as error:
        place = {"error": error.msg, "line": error.lineno, "column": error.colno}
        sentence = _("The file is not JSON (%(error)s, line %(line)s, column %(column)s).") % place
        raise refusal(f"{sentence} {_(hint)}") from None
    except RecursionError:
        raise refusal(_("The file is nested too deeply to be an export of a board.")) from None
    except ValueError:
        raise refusal(_("The file holds a number that is too long to be read.")) from None


def _decode(content: bytes, refusal: type[Invalid], hint: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _("The file is not UTF-8 text (byte %(n)s); it was saved in another encoding.")
        raise refusal(f"{sentence % {'n': grouped(error.start)}} {_(hint)}") from None


def grouped(number: int) -> str:
    """With its thousands apart: 1,200."""
    return number_format(number, use_l10n=True, force_grouping=True)
