"""Cards as JSON, kept in memory: the same version at the same place is the same text, unless it follows the clock.

So a client that reads a long list again costs the rows that tell what to send, and the cards that changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

from orjson import Fragment

from api.rendering import json_bytes
from boards.card_json import COLUMNS, CardRow, Place, card_as_dict, with_texts
from boards.models import Card

KEPT_BYTES = 16_000_000
# A box in one of these states looks the same at any time.
STILL = ("planned", "closed")


class Wanted(NamedTuple):
    """A card of a list, by its id and its version."""

    pk: int
    version: int


class CardMemory:
    """What was last used stays; a card is forgotten with its next version, or when the room is needed."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self.most = most
        self.size = 0
        self._lock = Lock()
        self._kept: OrderedDict[int, tuple[int, Place, bytes]] = OrderedDict()

    def find(self, wanted: Iterable[tuple[Wanted, Place]]) -> dict[int, bytes]:
        """The texts that are known of these cards, by id."""
        found = {}
        with self._lock:
            for card, place in wanted:
                kept = self._kept.get(card.pk)
                if kept is not None and kept[0] == card.version and kept[1] == place:
                    self._kept.move_to_end(card.pk)
                    found[card.pk] = kept[2]
        return found

    def keep(self, card: Wanted, place: Place, text: bytes) -> None:
        with self._lock:
            self._drop(self._kept.pop(card.pk, None))
            self._kept[card.pk] = (card.version, place, text)
            self.size += len(text)
            while self.size > self.most:
                self._drop(self._kept.popitem(last=False)[1])

    def forget(self) -> None:
        """Drop everything, as when the database was replaced by another one."""
        with self._lock:
            self._kept.clear()
            self.size = 0

    def _drop(self, kept: tuple[int, Place, bytes] | None) -> None:
        self.size -= len(kept[2]) if kept else 0


MEMORY = CardMemory()


def card_fragments(
    wanted: Iterable[tuple[Wanted, int]], places: Mapping[int, Place], at: datetime
) -> list[Fragment]:
    """The cards at the time `at`, each given with its lane; only those that are not in memory are read.

    One that has meanwhile left the places is left out: it may have gone where the reader sees nothing.
    """
    known = [(card, places[lane]) for card, lane in wanted if lane in places]
    texts = MEMORY.find(known)
    missing = [card.pk for card, _ in known if card.pk not in texts]
    for pk, *columns in _rows(missing):
        row = CardRow._make(columns)
        if row.lane_id in places:
            texts[pk] = _written(pk, row, places[row.lane_id], at)
    return [Fragment(texts[card.pk]) for card, _ in known if card.pk in texts]


def _rows(pks: list[int]) -> Iterable[Any]:
    return with_texts(Card.objects.open().filter(pk__in=pks)).values_list("pk", *COLUMNS) if pks else ()


def _written(pk: int, row: CardRow, place: Place, at: datetime) -> bytes:
    card = card_as_dict(row, at, place)
    text = json_bytes(card)
    if card["timebox"] is None or card["timebox"]["state"] in STILL:
        MEMORY.keep(Wanted(pk, row.version), place, text)
    return text
