"""What research makes of a new card's first words: a sentence read into a draft, a budget for its box.

boards knows no hypotheses; the room that does registers here in its `AppConfig.ready`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from boards.events import Cause
from boards.models import Card


@dataclass(frozen=True)
class Read:
    """A sentence as it was understood: the title a card would get, and what else was found, in words."""

    title: str
    found: tuple[str, ...]


class Drafting(Protocol):
    def read(self, sentence: str) -> Read:
        """What a sentence says; writes nothing."""

    def draft(self, *, cause: Cause, card: Card, sentence: str, budget_minutes: int | None) -> None:
        """Write the draft of a new card, inside the transaction that made it."""


_known: list[Drafting] = []


def register(drafting: Drafting) -> None:
    _known.append(drafting)


def read(sentence: str) -> Read:
    for drafting in _known:
        return drafting.read(sentence)
    return Read(title=sentence, found=())


def draft(*, cause: Cause, card: Card, sentence: str = "", budget_minutes: int | None = None) -> None:
    for drafting in _known:
        drafting.draft(cause=cause, card=card, sentence=sentence, budget_minutes=budget_minutes)
