"""The page of the search: what was asked for, and what was found in three groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from accounts.models import Person
from api.cursors import decode, encode
from boards.filters import FILTERS
from boards.fragments import VERDICTS
from boards.models import Board, SearchDocument
from boards.search import Found, search
from boards.search.asking import Asked
from boards.search.find import scope
from boards.search.result import address
from boards.search.snippet import Snippet, marked, snippet_of

Kind = SearchDocument.Kind
GROUPS: Final = {
    "cards": (noop("Cards"), noop("More in cards"), (Kind.CARD, Kind.HYPOTHESIS)),
    "log": (noop("Log"), noop("More in log"), (Kind.LOG,)),
    "verdicts": (noop("Verdicts"), noop("More in verdicts"), (Kind.VERDICT,)),
}
ICONS: Final[dict[str, str]] = {Kind.LOG: "log", Kind.VERDICT: "scale"}
FIRST, MORE = 6, 30
CURSOR = "search"
LONGEST = 200


@dataclass(frozen=True)
class Wanted:
    """What the address asks for."""

    q: str = ""
    board: str = ""
    kind: str = ""
    verdict: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wanted:
        given = {name: query.get(name, "").replace("\x00", "").strip()[:LONGEST] for name in cls.__annotations__}
        given["kind"] = given["kind"] if given["kind"] in GROUPS else ""
        given["verdict"] = given["verdict"] if given["verdict"] in FILTERS["verdict"].words else ""
        return cls(**given)

    def address(self, **other: str) -> str:
        values = {**vars(self), "cursor": "", **other}
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def here(self) -> str:
        """The same question from its beginning."""
        return self.address()

    @property
    def alone(self) -> str:
        """The words without what narrows them."""
        return urlencode({"q": self.q})

    @property
    def tabs(self) -> list[tuple[str, str, str]]:
        """Each kind with its name and its address."""
        kinds = {"": noop("All"), **{name: label for name, (label, *_) in GROUPS.items()}}
        return [(name, gettext(label), self.address(kind=name)) for name, label in kinds.items()]


@dataclass(frozen=True)
class Row:
    """One text that was found."""

    found: Found
    asked: Asked

    @property
    def document(self) -> SearchDocument:
        return self.found.document

    @property
    def url(self) -> str:
        return address(self.document)

    @property
    def icon(self) -> str:
        return ICONS.get(self.document.kind, self.document.card.kind)

    @property
    def is_thought(self) -> bool:
        """What people believe and learn is set in the serif voice."""
        return self.document.kind in (Kind.HYPOTHESIS, Kind.VERDICT)

    @property
    def verdict(self) -> str:
        return str((self.document.card.face["verdict"] or {}).get("value", ""))

    @property
    def word(self) -> str:
        return gettext(VERDICTS[self.verdict])

    @property
    def title(self) -> Snippet:
        return marked(self.document.card.title, self.asked)

    @property
    def snippet(self) -> Snippet:
        return snippet_of(self.document, self.asked)


@dataclass(frozen=True)
class Group:
    name: str
    label: str
    more_words: str
    rows: list[Row]
    following: str
    more: bool
    address: str


def groups(person: Person, wanted: Wanted, board: Board | None, at: datetime) -> list[Group]:
    """The first few of each group, or a page of the one that is asked for."""
    asked = Asked.read(wanted.q)
    names = [wanted.kind] if wanted.kind else list(GROUPS)
    found = [_group(person, name, asked, wanted, board, at) for name in names] if asked else []
    return [group for group in found if group.rows]


def _group(person: Person, name: str, asked: Asked, wanted: Wanted, board: Board | None, at: datetime) -> Group:
    label, more_words, kinds = GROUPS[name]
    limit = MORE if wanted.kind else FIRST
    after = decode(CURSOR, wanted.cursor) if wanted.cursor and wanted.kind else None
    documents = scope(person, at, board=board, kinds=kinds, verdict=wanted.verdict)
    hits = search(asked, documents, limit=2 * limit + 1, after=after)
    rows = _one_a_card(hits) if name == "cards" else hits
    shown, more = rows[:limit], len(rows) > limit
    following = encode(CURSOR, shown[-1].keys) if more and wanted.kind else ""
    found = [Row(each, asked) for each in shown]
    address = wanted.address(kind=name)
    return Group(name, gettext(label), gettext(more_words), found, following, more, address)


def _one_a_card(hits: list[Found]) -> list[Found]:
    """A card whose title and hypothesis both hold the words is one result, the better of the two."""
    best: dict[int, Found] = {}
    for each in hits:
        best.setdefault(each.document.card_id, each)
    return list(best.values())
