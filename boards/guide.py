"""The first steps, as a board shows them to somebody who is new: what there is to try, and what they have done."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.actions.guide import CLOSED, STEPS
from accounts.models import Person

WORDS = {
    "opened": (noop("Open a card"), noop("Enter, or click it")),
    "written": (noop("Write a hypothesis"), noop("C for a new card, then open it")),
    "moved": (noop("Move a card"), noop("M, or drag it")),
    "read": (noop("Look into the backlog or your inbox"), noop("G, then B or I")),
}


@dataclass(frozen=True)
class Step:
    name: str
    done: bool

    @property
    def title(self) -> str:
        return gettext(WORDS[self.name][0])

    @property
    def how(self) -> str:
        return gettext(WORDS[self.name][1])


def steps_for(person: Person, may: Container[str]) -> list[Step]:
    """The four steps; none for whoever has put them away, and for those who may not write here."""
    if CLOSED in person.guide or Verb.WRITE_CARD not in may:
        return []
    return [Step(name, name in person.guide) for name in STEPS]
