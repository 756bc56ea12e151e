"""The library of what was learned: what the address asks for, and one page of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from accounts.models import Person
from api.cursors import Page, keys_of
from boards.fragments import VERDICTS
from boards.models import Board, Label
from boards.visible import visible_board
from hypotheses.learnings import NEWEST_FIRST, Learning, Wanted, learnings, with_all
from hypotheses.words import verdict_word

SHOWN: Final = 20
NAMES: Final = ("q", "board", "verdict", "label", "from", "to")
LONGEST: Final = 200


@dataclass(frozen=True)
class Asked:
    """The filter as the address has it; what cannot be read is left out."""

    given: dict[str, str]

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        given = {name: query.get(name, "").replace("\x00", "").strip()[:LONGEST] for name in NAMES}
        given["verdict"] = given["verdict"] if given["verdict"] in VERDICTS else ""
        for name in ("from", "to"):
            given[name] = str(day_of(given[name]) or "")
        return cls(given)

    @property
    def address(self) -> str:
        return urlencode({name: value for name, value in self.given.items() if value})

    @property
    def since(self) -> str:
        return self.given["from"]

    @property
    def until(self) -> str:
        return self.given["to"]

    def wanted(self, person: Person) -> Wanted:
        given = self.given
        return Wanted(
            board=visible_board(person, given["board"]) if given["board"] else None,
            verdict=given["verdict"],
            label=given["label"],
            since=day_of(given["from"]),
            until=day_of(given["to"]),
            q=given["q"],
        )


def day_of(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None


def library(person: Person, asked: Asked, cursor: str) -> dict[str, Any]:
    """One page and what the selects offer."""
    wanted = asked.wanted(person)
    page = Page.read({"limit": SHOWN, "cursor": cursor or None}, NEWEST_FIRST)
    cut = list(page.cut(with_all(learnings(person, wanted))))
    rows, following = page.split(cut, lambda row: keys_of(row, NEWEST_FIRST))
    boards = Board.objects.visible_to(person)
    labels = Label.objects.filter(board__in=[wanted.board] if wanted.board else boards)
    return {
        "asked": asked,
        "learnings": [Learning(row) for row in rows],
        "following": following,
        "boards": boards.open().order_by("name"),
        "board_wanted": wanted.board,
        "verdicts": [(value, verdict_word(value)) for value in VERDICTS],
        "labels": sorted({name.lower(): name for name in labels.values_list("name", flat=True)}.values()),
    }
