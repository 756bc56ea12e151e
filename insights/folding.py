"""What the reader of flow has not read yet, folded in memory: a page is right while no worker runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from boards.models import Board, Event, ReaderCursor, Stay
from boards.readers.flow import AWAY, FLOW, KINDS
from insights.lives import Visit

Visits = dict[int, list[Visit]]
BEGAN = {"card.created": Stay.Began.CREATED, "card.restored": Stay.Began.RESTORED}


class Blocked(NamedTuple):
    seq: int
    reason: str
    began: datetime
    ended: datetime | None


Blocks = dict[int, list[Blocked]]


class News(NamedTuple):
    """An event as this reads it."""

    card: int
    kind: str
    seq: int
    at: datetime
    data: dict[str, Any]
    previous: dict[str, Any]


def unread(board: Board) -> Iterator[News]:
    """The events of flow after the cursor of its reader."""
    read = ReaderCursor.objects.filter(reader=FLOW.name, board=board).values_list("seq", flat=True).first() or 0
    if read < board.seq:
        found = Event.objects.after(board.pk, read).filter(kind__in=KINDS, card__isnull=False)
        columns = ("card_id", "kind", "seq", "at", "data", "previous")
        yield from map(News._make, found.values_list(*columns).iterator(2_000))


def fold(news: Iterable[News], visits: Visits, blocks: Blocks) -> None:
    """Take events as the reader does; one that it has read meanwhile changes nothing."""
    for event in news:
        if event.kind in ("card.blocked", "card.unblocked"):
            _block(event, blocks.setdefault(event.card, []))
        elif event.kind in AWAY:
            _leave(event, visits.setdefault(event.card, []))
        elif event.kind == "card.moved":
            if event.previous["lane_id"] != event.data["to_id"]:
                _leave(event, visits.setdefault(event.card, []))
                _enter(event, visits[event.card], Stay.Began.MOVED, "to_id", "to", "to_role")
        else:
            own = visits.setdefault(event.card, [])
            _enter(event, own, BEGAN[event.kind], "lane_id", "lane", "lane_role")


def _enter(event: News, own: list[Visit], began: str, lane: str, name: str, role: str) -> None:
    if any(visit.seq == event.seq for visit in own):
        return
    data = event.data
    back, early = bool(data.get("back")), bool(data.get("early_exit"))
    own.append(Visit(event.seq, data[lane], data[name], data[role], event.at, None, began, back, early))


def _leave(event: News, own: list[Visit]) -> None:
    for index, visit in enumerate(own):
        if visit.left is None and visit.seq < event.seq:
            own[index] = visit._replace(left=event.at)


def _block(event: News, own: list[Blocked]) -> None:
    if event.kind == "card.unblocked":
        for index, block in enumerate(own):
            if block.ended is None and block.seq < event.seq:
                own[index] = block._replace(ended=event.at)
    elif event.previous.get("reason"):
        before = [index for index, block in enumerate(own) if block.seq < event.seq]
        if before:
            own[before[-1]] = own[before[-1]]._replace(reason=event.data["reason"])
    elif all(block.seq != event.seq for block in own):
        own.append(Blocked(event.seq, event.data["reason"], event.at, None))
