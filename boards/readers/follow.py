"""How a reader follows the log: in order, from its own cursor, each event once.

The rows a reader writes and its cursor are one transaction, so a killed worker leaves no event half read. An event
that a reader cannot digest is logged, marked and passed over: it must not keep the reader from all later ones.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Container
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from boards.models import Board, Event, ReaderCursor, SkippedEvent

log = logging.getLogger(__name__)
BATCH = 200
TRIES = 2


@dataclass(frozen=True)
class Reader:
    """`take` is called with each event whose kind is among `kinds`; taking one twice must be harmless.

    `afterwards` is called when something was read and is committed. It is a hint and may be lost.
    """

    name: str
    kinds: Container[str]
    take: Callable[[Event], None]
    afterwards: Callable[[], None] | None = None


class _EveryKind:
    def __contains__(self, kind: object) -> bool:
        return True


EVERY_KIND = _EveryKind()
_readers: dict[str, Reader] = {}


def register(*readers: Reader) -> None:
    """Each room brings its own, from its `AppConfig.ready`."""
    _readers.update((reader.name, reader) for reader in readers)


def all_readers() -> tuple[Reader, ...]:
    return tuple(_readers.values())


def follow(reader: Reader, board_id: int) -> int:
    """Read everything up to the newest event; returns how many were read."""
    total = 0
    while read := _batch(reader, board_id):
        total += read
    if total and reader.afterwards is not None:
        reader.afterwards()
    return total


def skip(reader: Reader, board_id: int, seq: int) -> None:
    """Pass over what is older: a reader that has read further stays where it is."""
    with transaction.atomic():
        cursor = _locked_cursor(reader, board_id)
        if cursor.seq < seq:
            cursor.seq = seq
            cursor.save(update_fields=["seq"])


def behind(reader: Reader) -> list[int]:
    """The boards with events the reader has not read yet."""
    return list(_lagging(reader).order_by("pk").values_list("pk", flat=True))


def _lagging(reader: Reader) -> QuerySet[Board]:
    done = ReaderCursor.objects.filter(reader=reader.name, board=OuterRef("pk"), seq__gte=OuterRef("seq"))
    return Board.objects.filter(~Exists(done), seq__gt=0, deleted_at=None)


def _batch(reader: Reader, board_id: int) -> int:
    if not _lagging(reader).filter(pk=board_id).exists():  # asked without a lock: on SQLite all writers share one
        return 0
    with transaction.atomic():
        cursor = _locked_cursor(reader, board_id)
        events = list(Event.objects.after(board_id, cursor.seq).select_related("actor", "card", "board")[:BATCH])
        for event in events:
            if event.kind in reader.kinds:
                _take(reader, event)
        if events:
            cursor.seq = events[-1].seq
            cursor.save(update_fields=["seq"])
    return len(events)


def _locked_cursor(reader: Reader, board_id: int) -> ReaderCursor:
    """Two workers on the same board take turns."""
    ReaderCursor.objects.get_or_create(reader=reader.name, board_id=board_id)
    return ReaderCursor.objects.select_for_update().get(reader=reader.name, board_id=board_id)


def _take(reader: Reader, event: Event) -> None:
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                reader.take(event)
            return
        except (OperationalError, InterfaceError):  # the database, not the event
            raise
        except Exception as error:
            log.exception("%s could not read %s (attempt %d)", reader.name, event, attempt)
            reason = f"{type(error).__name__}: {error}"[:300]
    SkippedEvent.objects.get_or_create(reader=reader.name, event=event, defaults={"reason": reason})
