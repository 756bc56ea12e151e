"""The insights in one breath, for the head of the page: what was answered, and what waits now."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from insights.figure import Figure

# The figure, its number, and how so many of them are said.
WAITING = (
    ("timeboxes", "over_now", ngettext_lazy("%(n)s box is over", "%(n)s boxes are over", "n")),
    ("help", "open_now", ngettext_lazy("%(n)s request for help waits", "%(n)s requests for help wait", "n")),
    ("freshness", "silent", ngettext_lazy("%(n)s card is silent", "%(n)s cards are silent", "n")),
)


def digest(figures: Iterable[Figure]) -> str:
    """11 questions answered in 90 days, 2 stayed open. Now 1 box is over, 1 request for help waits."""
    known = {figure.name: figure for figure in figures}
    outcomes = known.get("outcomes")
    first = [outcomes.lacks or outcomes.answer] if outcomes else []
    waiting = [
        said % {"n": n}
        for name, number, said in WAITING
        if name in known and (n := _count(known[name].numbers[number]))
    ]
    now = [_("Now %(waiting)s.") % {"waiting": ", ".join(waiting)}] if waiting else []
    return " ".join([*first, *now])


def _count(number: int | list[str]) -> int:
    return number if isinstance(number, int) else len(number)
