"""The first steps, as a board shows them to somebody who is new: what there is to try, and what they have done."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from accounts.access import Verb
from accounts.actions.guide import CLOSED, STEPS
from accounts.models import Person

WORDS = {
    "opened": ("Open a card", "Enter, or click it"),
    "written": ("Write a hypothesis", "C for a new card, then open it"),
    "moved": ("Move a card", "M, or drag it"),
    "read": ("Look into the backlog or your inbox", "G, then B or I"),
}


@dataclass(frozen=True)
class Step:
    name: str
    done: bool

    @property
    def title(self) -> str:
        return WORDS[self.name][0]

    @property
    def how(self) -> str:
        return WORDS[self.name][1]


def steps_for(person: Person, may: Container[str]) -> list[Step]:
    """The four steps; none for whoever has put them away, and for those who may not write here."""
    if CLOSED in person.guide or Verb.WRITE_CARD not in may:
        return []
    return [Step(name, name in person.guide) for name in STEPS]
