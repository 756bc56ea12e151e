"""The text of a card: its title, its description, the story of a task, and its ref."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from boards.models import Board, Card, Event, SearchDocument
from boards.search.sources import Key, Source, Text

FIELDS = ("pk", "ref", "title", "description", "story", "created_at")


def _keys(event: Event) -> list[Key]:
    return [Key(event.card_id, 0)] if event.card_id else []


def _texts(keys: Collection[Key]) -> Iterator[Text]:
    for card in Card.objects.filter(pk__in={key.card_id for key in keys}).only(*FIELDS):
        body = "\n".join(filter(None, (card.description, *map(str, card.story.values()))))
        yield Text(Key(card.pk, 0), card.title, body, card.created_at, card.ref)


def _of_board(board: Board) -> list[Key]:
    return [Key(pk, 0) for pk in Card.objects.filter(board=board).values_list("pk", flat=True)]


CARDS = Source(
    kind=SearchDocument.Kind.CARD,
    facts=frozenset({"card.created", "card.edited"}),
    keys=_keys,
    texts=_texts,
    of_board=_of_board,
)
