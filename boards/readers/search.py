"""The index of texts, brought up to what was written without a fact of its own at the time."""

from __future__ import annotations

from boards.models import Board, Event
from boards.readers.follow import Reader
from boards.search import sources


def take(event: Event) -> None:
    """Mostly there is nothing to do: the fact's own transaction has done it. Otherwise under the board lock."""
    if event.card_id and sources.is_behind(event):
        Board.objects.select_for_update().get(pk=event.board_id)
        sources.take([event])


SEARCH = Reader("search", sources.FACTS, take)
