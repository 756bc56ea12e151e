"""The filter language: words, "quoted words", key:value, key:a,b, key>7d, and - before any of them.

One grammar for the board page, the backlog, saved views and the API. `static/js/filterlang.js` reads the same in
the browser; both run the cases of `tests/filter_cases.json`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from accounts.errors import Invalid
from boards.filters import FILTERS
from boards.models import Card

NONE, ME = "none", "me"
LONGEST = 500
MOST_TERMS = 20
WORDS: dict[str, tuple[str, ...]] = {
    "kind": tuple(Card.Kind.values),
    "assignee": (),
    "author": (),
    "label": (),
    "lane": (),
    "priority": tuple(Card.Priority.values),
    "blocked": ("yes", "no"),
    "due": ("none", "over"),
    "updated": (),
    "created": (),
    "age": (),
}
TIMES = ("due", "updated", "created", "age")
ALIASES = {
    "who": "assignee",
    "owner": "assignee",
    "type": "kind",
    "tag": "label",
    "prio": "priority",
    "column": "lane",
}
_TERM = re.compile(r'(-?)(?:([A-Za-z_]+)(:|<|>))?((?:"[^"]*"?|[^\s"])*)')
_VALUE = re.compile(r'"([^"]*)"?|([^,"]+)')
_SPAN = re.compile(r"(\d{1,4})([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True)
class Term:
    """One condition; a card meets it when one of the values does. Without a key the value is searched as text."""

    values: tuple[str, ...]
    key: str = ""
    op: str = ":"
    negated: bool = False


def parse(text: str) -> list[Term]:
    """The conditions of a filter, all of which a card must meet; a mistake is said with what was meant."""
    if len(text) > LONGEST:
        raise _wrong(_("A filter has at most %(most)s characters.") % {"most": LONGEST})
    found = [_term(each) for each in _TERM.finditer(text.replace("\x00", " ")) if each[0].strip()]
    terms = [term for term in found if term is not None]
    if len(terms) > MOST_TERMS:
        raise _wrong(_("A filter has at most %(most)s conditions.") % {"most": MOST_TERMS})
    return terms


def keys() -> dict[str, tuple[str, ...]]:
    """Every key with its words, or none where any text may follow; other rooms have registered theirs."""
    return WORDS | {name: found.words for name, found in FILTERS.items()}


def _term(found: re.Match[str]) -> Term | None:
    sign, key, op, rest = found.groups()
    if key is None:
        word = rest.replace('"', "")
        return Term((word,), negated=bool(sign)) if word.strip() else None
    name = ALIASES.get(key.lower(), key.lower())
    if name not in keys():
        raise _wrong(_("There is no filter %(name)s.") % {"name": key} + _meant(key.lower(), [*keys(), *ALIASES]))
    values = tuple(quoted or bare for quoted, bare in _VALUE.findall(rest) if (quoted or bare).strip())
    if not values:
        raise _wrong(_("%(name)s needs a value.") % {"name": f"{name}{op}"})
    _check(name, op, values)
    return Term(values, name, op, bool(sign))


def _check(name: str, op: str, values: tuple[str, ...]) -> None:
    words = keys()[name]
    if op != ":":
        if name not in TIMES:
            said = _("%(name)s is compared with a colon: %(name)s:%(value)s.") % {"name": name, "value": values[0]}
            raise _wrong(said)
        for value in values:
            moment(value, datetime.now(UTC), 1)
        return
    if name in TIMES and not words:
        raise _wrong(_("%(name)s is compared with < or >, such as %(name)s>7d.") % {"name": name})
    for value in values:
        if words and value.lower() not in words:
            said = _("%(name)s is one of %(known)s.") % {"name": name, "known": ", ".join(words)}
            raise _wrong(said + _meant(value.lower(), words))


def moment(value: str, at: datetime, direction: int) -> datetime:
    """A day, or so long before (-1) or after (1) now: 12h, 7d, 2w."""
    span = _SPAN.fullmatch(value.lower())
    if span is not None:
        return at + direction * int(span[1]) * _UNITS[span[2]]
    try:
        return datetime.combine(date.fromisoformat(value), time(), UTC)
    except ValueError:
        said = _("%(value)s is no time; write 12h, 7d, 2w or a date such as 2026-12-24.") % {"value": value}
        raise _wrong(said) from None


def _meant(word: str, known: list[str] | tuple[str, ...]) -> str:
    """The nearest known word, when it is near enough to be a slip."""
    distance, nearest = min((_distance(word, each), each) for each in known)
    is_slip = distance <= (1 if len(word) < 4 else 2)
    return " " + _("Did you mean %(word)s?") % {"word": nearest} if is_slip else ""


def _distance(a: str, b: str) -> int:
    """Letters to change, add or drop to get from one word to the other."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        corner, row[0] = row[0], i
        for j, right in enumerate(b, start=1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (left != right))
    return row[-1]


def _wrong(sentence: str) -> Invalid:
    return Invalid.field("filter", sentence, "filter")
