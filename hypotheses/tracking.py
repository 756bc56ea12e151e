"""Where runs live outside: the room above registers how one is found by its address and read anew at the gate.

Asking a tracker takes seconds and must never happen inside a transaction; doors ask here, actions never do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from boards.events import Cause
from boards.models import Card
from hypotheses.models import Run


class Attach(Protocol):
    """What a tracker said of a run, ready to become evidence."""

    def __call__(self, *, cause: Cause, card: Card, title: str = "") -> tuple[Run, bool]: ...


@dataclass(frozen=True, kw_only=True)
class Source:
    find: Callable[[Card, str, datetime], Attach | None]
    read_afresh: Callable[[Card, datetime], list[str]]
    names: Callable[[Card], list[str]]
    labels: dict[str, str]


_sources: list[Source] = []


def register(source: Source) -> None:
    _sources.append(source)


def find(card: Card, text: str, at: datetime) -> Attach | None:
    """The run that a pasted address or id names, read from its tracker; None when no tracker knows it."""
    return next((found for source in _sources if (found := source.find(card, text, at))), None)


def read_afresh(card: Card, at: datetime) -> list[str]:
    """Read the runs of the open round again; a sentence for each tracker that could not be asked."""
    return [sentence for source in _sources for sentence in source.read_afresh(card, at)]


def names(card: Card) -> list[str]:
    """The trackers that the card's team reads runs from."""
    return [name for source in _sources for name in source.names(card)]


def label(source: str) -> str:
    """What people call the source of a run."""
    return next((each.labels[source] for each in _sources if source in each.labels), source)
