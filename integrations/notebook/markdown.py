"""Other people's text inside our document: it keeps its own shape and cannot change that of the document.

A text of one line is escaped. A longer one stands in a block quote, line by line, so that its headings, tables and
open fences end with it; HTML in it is shown, not obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

_SPECIAL: Final = re.compile(r"[\\`*\[\]<>|~]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])")
_LEADING: Final = re.compile(r"^(?=#{1,6}(?: |$)|[+-](?: |$)|=+$|-[- ]*$)|^(\d{1,9})(?=[.)](?: |$))")
_HTML: Final = re.compile(r"<(?=[A-Za-z/!?])(?!https?://|mailto:)")


def line(text: Any) -> str:
    """The text on one line, every sign of it as it is."""
    flat = _SPECIAL.sub(lambda match: "\\" + match[0], " ".join(str(text).replace("\x00", "").split()))
    return _LEADING.sub(lambda match: f"{match[1]}\\" if match[1] else "\\", flat)


def quoted(text: str) -> Iterator[str]:
    """A text of several lines as a block quote of its own."""
    for each in text.replace("\x00", "").splitlines() or [""]:
        yield f"> {_HTML.sub('&lt;', each)}".rstrip()
    yield ""


def heading(level: int, text: str) -> Iterator[str]:
    yield f"{'#' * min(level, 6)} {line(text)}"
    yield ""


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Nothing, without rows."""
    if not rows:
        return
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(line('' if cell is None else cell) for cell in row)} |"
    yield ""


def said(label: str, text: str) -> Iterator[str]:
    """What somebody wrote under a label; nothing, without a text."""
    if not text.strip():
        return
    yield f"**{label}**"
    yield ""
    yield from quoted(text)


def when(at: datetime | None) -> str:
    """A time in UTC."""
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""


def by(at: datetime | None, name: str) -> str:
    """When, and who it was."""
    return _("%(moment)s by %(person)s") % {"moment": when(at), "person": name}
