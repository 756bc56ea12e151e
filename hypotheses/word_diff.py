"""What an edit changed, word by word: what it took out struck through, what it put in marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]")
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
MOST_PAIRS: Final = 60_000  # of equal pieces: comparing costs about as much, and a repeated word multiplies


@lru_cache(maxsize=256)
def word_diff(before: str, after: str) -> SafeString:
    """Both texts in one, escaped, as `<del>` and `<ins>`; long ones are compared by lines, or as a whole."""
    return format_html_join("", "{}", ((_piece(*change),) for change in _changes(before, after)))


def _changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """What is out and what is in, in order; a text that stays is both."""
    old, new = _pieces(before, after)
    for tag, start, end, begin, stop in SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes():
        out, into = "".join(old[start:end]), "".join(new[begin:stop])
        yield (out, out) if tag == "equal" else (out, into)


def _pieces(before: str, after: str) -> tuple[list[str], list[str]]:
    """The finest way to cut both texts that can be compared in time."""
    for pattern in (_WORDS, _LINES):
        old, new = pattern.findall(before), pattern.findall(after)
        seen = Counter(new)
        if sum(seen[piece] for piece in old if not piece.isspace()) <= MOST_PAIRS:
            return old, new
    return [before], [after]


def _piece(out: str, into: str) -> SafeString:
    if out == into:
        return format_html("{}", out)
    removed = format_html("<del>{}</del>", out) if out else ""
    added = format_html("<ins>{}</ins>", into) if into else ""
    return format_html("{}{}", removed, added)
