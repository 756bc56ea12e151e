"""Text in a CSV that no spreadsheet may take for a formula."""

from __future__ import annotations

from typing import Any

# The signs that begin a formula, their full-width twins, and what a spreadsheet skips before it looks.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - the twins are meant
SKIPPED = " \"'\u00a0\u3000"


def cell(value: Any) -> Any:
    """Numbers as they are; a text that would start a formula gets an apostrophe in front of it."""
    if not isinstance(value, str):
        return "" if value is None else value
    clean = value.replace("\x00", "")
    dangerous = clean.startswith(FORMULA) or clean.lstrip(SKIPPED).startswith(FORMULA)
    return f"'{clean}" if dangerous else clean
