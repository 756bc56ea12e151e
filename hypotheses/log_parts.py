"""The research log of an opened card: what stands in it, all or of one kind, and what writes in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from accounts.models import Person
from boards.card_parts import Look, Part
from boards.models import SeenMark
from hypotheses.models import LogEntry
from hypotheses.research_log import Item, entry_context, log_of
from hypotheses.result_forms import LogForm
from hypotheses.words import entry_kinds, entry_kinds_many


@dataclass(frozen=True)
class Kind:
    """What the log can be narrowed to; an empty value stands for everything."""

    value: str
    word: str
    count: int
    on: bool


def log(look: Look) -> dict[str, Any]:
    wanted = kind_wanted(look)
    found = log_of(look.card, whole=look.editing == "log", kind=wanted)
    lines = [_line(look, item) for item in found.items]
    mark = SeenMark.objects.filter(person=look.person, board=look.board).first()
    new = first_new(found.items, mark, look.person) if mark else None
    if new is not None:
        lines[new]["new"] = True
    return {
        "lines": lines,
        "rest": found.rest,
        "entries": sum(1 for item in found.items if item.entry),
        "seen_at": mark.at if mark else None,
        "wanted": wanted,
        "kinds": kinds(found.kinds, wanted),
    }


def _line(look: Look, item: Item) -> dict[str, Any]:
    if item.entry is None:
        return {"facts": item.facts, "folded": item.folded}
    is_open = look.editing.removeprefix("entry-") == str(item.entry.pk)
    return {**entry_context(look, item.entry), "editing": is_open, "form": look.forms.get("entry")}


def kind_wanted(look: Look) -> str:
    """`?log=decision` of the address; what answers an act follows the page it was done on."""
    asked = look.request.GET.get("log")
    if asked is None:
        page = urlsplit(look.request.headers.get("HX-Current-URL", ""))
        query = {name: values[-1] for name, values in parse_qs(page.query).items()}
        is_here = page.path == f"/c/{look.card.ref}/" or query.get("card") == look.card.ref
        asked = query.get("log", "") if is_here else ""
    return asked if asked in LogEntry.Kind.values else ""


def kinds(counts: Counter[str], wanted: str) -> list[Kind]:
    """The kinds there are, once there are several, and the one that is wanted, though it may hold nothing."""
    shown = [(value, word) for value, word in entry_kinds_many() if counts[value] or value == wanted]
    if len(shown) < 2 and not wanted:
        return []
    return [
        Kind("", "", sum(counts.values()), not wanted),
        *(Kind(v, w, counts[v], v == wanted) for v, w in shown),
    ]


def first_new(items: list[Item], mark: SeenMark, person: Person) -> int | None:
    """Where the log goes on since the person last looked at the board; nowhere when all or nothing is new."""
    for number, item in enumerate(items):
        if item.entry is not None:
            is_new = item.entry.created_at > mark.at and item.entry.author_id != person.pk
        else:
            is_new = any(fact.pk > mark.seq for fact in item.facts)
        if is_new:
            return number or None
    return None


def composer(look: Look) -> dict[str, Any]:
    return {"form": look.forms.get("composer") or LogForm(), "kinds": entry_kinds()}


PARTS = (
    Part(name="log", template="hypotheses/log.html", place=90, context=log),
    Part(name="composer", template="hypotheses/composer.html", place=99, context=composer, fixed=True),
)
