"""What is searched: each room registers the texts it has in `AppConfig.ready`, and which facts change them.

The index is written in the transaction of the fact itself: what somebody has just written is found at once, and
what was taken out is gone with the commit. A reader of the log (`boards/readers/search.py`) catches up with what
came without a fact of its own: boards that were read in from a file, and those older than the index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from boards.models import Board, Event, SearchDocument
from boards.search.words import index_words, plain

BATCH = 500


class Key(NamedTuple):
    card_id: int
    part: int


@dataclass(frozen=True)
class Text:
    """A text to be found; the words of its title count for more than those of its body."""

    key: Key
    title: str
    body: str
    at: datetime
    ref: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of text: `keys` are those a fact has changed, `texts` reads them (what is gone is left out)."""

    kind: str
    facts: frozenset[str]
    keys: Callable[[Event], Iterable[Key]]
    texts: Callable[[Collection[Key]], Iterable[Text]]
    of_board: Callable[[Board], Iterable[Key]]


SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    SOURCES[source.kind] = source


class _Facts:
    """The kinds of facts that change a text, whichever rooms have registered by now."""

    def __contains__(self, kind: object) -> bool:
        return any(kind in source.facts for source in SOURCES.values())


FACTS = _Facts()


def take(events: Sequence[Event]) -> None:
    """Bring the index up to these facts; the caller holds the lock of their boards."""
    changed: dict[str, set[Key]] = defaultdict(set)
    for event in events:
        for source in SOURCES.values():
            if event.card_id and event.kind in source.facts:
                changed[source.kind].update(source.keys(event))
    for kind, keys in changed.items():
        ordered = sorted(keys)
        for start in range(0, len(ordered), BATCH):
            _write(*_differences(SOURCES[kind], ordered[start : start + BATCH]))


def is_behind(event: Event) -> bool:
    """Whether the index lacks what this fact has changed; asked without a lock."""
    sources = [source for source in SOURCES.values() if event.kind in source.facts]
    return any(any(_differences(source, list(source.keys(event)))) for source in sources)


def reindex(board: Board) -> int:
    """Forget what is known of the board's texts and read them all again; how many there are."""
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        SearchDocument.objects.filter(card__board=board).delete()
        total = 0
        for source in SOURCES.values():
            keys = sorted(source.of_board(board))
            for start in range(0, len(keys), BATCH):
                made = [_document(source.kind, text) for text in source.texts(keys[start : start + BATCH])]
                total += len(SearchDocument.objects.bulk_create(made))
    return total


Differences = tuple[list[SearchDocument], list[SearchDocument], list[int]]


def _differences(source: Source, keys: Collection[Key]) -> Differences:
    """The documents to add, to change, and the ids of those to remove."""
    wanted = {text.key: _document(source.kind, text) for text in source.texts(keys)}
    cards = {key.card_id for key in keys}
    parts = {key.part for key in keys}
    known = SearchDocument.objects.filter(kind=source.kind, card__in=cards, part__in=parts)
    have = {Key(each.card_id, each.part): each for each in known}
    changed = []
    for key, text in wanted.items():
        if key in have and (text.title, text.body) != (have[key].title, have[key].body):
            text.pk = have[key].pk
            changed.append(text)
    gone = [have[key].pk for key in keys if key in have and key not in wanted]
    return [text for key, text in wanted.items() if key not in have], changed, gone


def _write(added: list[SearchDocument], changed: list[SearchDocument], gone: list[int]) -> None:
    if added:
        SearchDocument.objects.bulk_create(added)
    for document in changed:
        document.save(force_update=True)
    if gone:
        SearchDocument.objects.filter(pk__in=gone).delete()


def _document(kind: str, text: Text) -> SearchDocument:
    title, body = plain(text.title), plain(text.body)
    return SearchDocument(
        card_id=text.key.card_id,
        kind=kind,
        part=text.key.part,
        title=title,
        body=body,
        title_words=index_words(title, text.ref),
        body_words=index_words(body),
        at=text.at,
    )
