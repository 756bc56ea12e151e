"""What else cards can be filtered and ordered by: other rooms register it in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from boards.models import Board, Card

Offers = list[tuple[str, str]]


@dataclass(frozen=True)
class CardFilter:
    """A query parameter with a few words as values, or any text where there are none; `narrow` keeps its cards.

    `offers` are the values of a board that its filter suggests, each with its name.
    """

    name: str
    words: tuple[str, ...]
    narrow: Callable[[QuerySet[Card], str, datetime], QuerySet[Card]]
    help: str = ""
    offers: Callable[[Board], Offers] | None = None


@dataclass(frozen=True)
class CardOrdering:
    """A value to sort by; `annotate` adds it to each card under `name`, never null."""

    name: str
    annotate: Callable[[QuerySet[Card]], QuerySet[Card]]


FILTERS: dict[str, CardFilter] = {}
ORDERINGS: dict[str, CardOrdering] = {}


def register_filter(found: CardFilter) -> None:
    FILTERS[found.name] = found


def offers_of(board: Board) -> dict[str, Offers]:
    """What only the board itself can offer, for each filter that has such values."""
    return {name: found.offers(board) for name, found in FILTERS.items() if found.offers}


def register_ordering(found: CardOrdering) -> None:
    ORDERINGS[found.name] = found
