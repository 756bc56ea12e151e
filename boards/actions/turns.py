"""Several changes of one card, when many cards change at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Change = TypeVar("Change")


def in_turns(changes: Sequence[Change], card_of: Callable[[Change], int]) -> Iterator[list[Change]]:
    """The changes in their order, each card at most once in a turn: every fact names a version of its card."""
    turns: list[list[Change]] = []
    count: Counter[int] = Counter()
    for change in changes:
        card = card_of(change)
        if count[card] == len(turns):
            turns.append([])
        turns[count[card]].append(change)
        count[card] += 1
    yield from turns
