"""The insights in one breath, for the head of the page: what was answered, and what waits now."""

from __future__ import annotations

from collections.abc import Iterable

from insights.figure import Figure
from insights.wording import counted

# The figure, its number, and how one and many of them are said.
WAITING = (
    ("timeboxes", "over_now", "box is over", "boxes are over"),
    ("help", "open_now", "request for help waits", "requests for help wait"),
    ("freshness", "silent", "card is silent", "cards are silent"),
)


def digest(figures: Iterable[Figure]) -> str:
    """11 questions answered in 90 days, 2 stayed open. Now 1 box is over, 1 request for help waits."""
    known = {figure.name: figure for figure in figures}
    outcomes = known.get("outcomes")
    first = [outcomes.lacks or outcomes.answer] if outcomes else []
    waiting = [
        counted(n, one, many)
        for name, number, one, many in WAITING
        if name in known and (n := _count(known[name].numbers[number]))
    ]
    return " ".join([*first, *([f"Now {', '.join(waiting)}."] if waiting else [])])


def _count(number: int | list[str]) -> int:
    return number if isinstance(number, int) else len(number)
