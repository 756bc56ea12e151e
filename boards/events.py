"""The vocabulary of facts, and `record`: the only code that writes an event.

A kind is never renamed. Each dataclass is one kind; its fields are the event's `data`. What an undo or a
reader needs to know of the time before goes into `previous`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from accounts.models import Person
from boards.models import Board, Card, Event
from boards.store import add_many, store_many

KINDS: dict[str, type[Fact]] = {}
_wakers: list[Callable[[int, int], None]] = []
_takers: list[Callable[[Sequence[Event]], None]] = []


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened. Subclasses name their `kind`; their docstring is its meaning in the docs."""

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 1
    previous: dict[str, Any] = field(default_factory=dict)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.kind in KINDS:
            raise TypeError(f"Two facts are called {cls.kind}")
        KINDS[cls.kind] = cls

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "previous"}


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Who does something, when, and through which door; passed from the door to every action.

    `origin` marks a client's own writes, `op` one act of a browser; both come back on the event.
    """

    actor: Person
    at: datetime
    origin: str = "web"
    op: str = ""
    notify: bool = True


def on_record(waker: Callable[[int, int], None]) -> None:
    """Register what is called with (board id, seq) after a commit. It carries no data and may be lost."""
    _wakers.append(waker)


def on_fact(taker: Callable[[Sequence[Event]], None]) -> None:
    """Register what is told of new events inside their transaction, under the board lock: it must be quick."""
    _takers.append(taker)


def clock_cause(at: datetime) -> Cause:
    """What the clock does by itself: no person, origin `clock`."""
    return Cause(actor=Person(username=""), at=at, origin="clock")


def record(
    board: Board, fact: Fact, cause: Cause, *, card: Card | None = None, at: datetime | None = None
) -> Event:
    """Append the fact to the board's log; the caller holds the board lock and its transaction.

    1. the next `seq` of the locked board  2. the event row  3. after the commit, wake the readers.
    `at` is given when the fact became true earlier than it is recorded.
    """
    event = _event(board, fact, cause, card, at)
    Board.objects.filter(pk=board.pk).update(seq=board.seq)
    event.save(force_insert=True)
    _tell([event])
    _wake(board)
    return event


def record_many(facts: Sequence[tuple[Board, Fact, Card, datetime]], cause: Cause) -> None:
    """Append facts of many cards and boards at once, as a sweep does; every board is locked by the caller."""
    events = [_event(board, fact, cause, card, at) for board, fact, card, at in facts]
    boards = {board.pk: board for board, _, _, _ in facts}
    add_many(events)
    store_many(boards.values(), "seq")
    _tell(events)
    for board in boards.values():
        _wake(board)


def _event(board: Board, fact: Fact, cause: Cause, card: Card | None, at: datetime | None) -> Event:
    board.seq += 1
    data = fact.data()
    if card and card.pending_set:
        data["set"], card.pending_set = dict(card.pending_set), {}
    if not cause.notify:
        data["silent"] = True
    return Event(
        board=board,
        seq=board.seq,
        kind=fact.kind,
        v=fact.version,
        at=at or cause.at,
        actor=cause.actor if cause.actor.pk else None,
        actor_name=cause.actor.username,
        origin=cause.origin,
        op=cause.op,
        card=card,
        card_ref=card.ref if card else "",
        card_version=card.version if card else None,
        data=data,
        previous=fact.previous,
    )


def _tell(events: Sequence[Event]) -> None:
    for taker in _takers:
        taker(events)


def _wake(board: Board) -> None:
    for waker in _wakers:
        transaction.on_commit(_later(waker, board.pk, board.seq), robust=True)


def _later(waker: Callable[[int, int], None], board_id: int, seq: int) -> Callable[[], None]:
    """A function proper: Django logs the name of one that fails, and a partial has none."""

    def wake() -> None:
        waker(board_id, seq)

    return wake


@dataclass(frozen=True, kw_only=True)
class BoardCreated(Fact):
    """A board was made from a preset or an import."""

    kind = "board.created"
    name: str
    preset: str


@dataclass(frozen=True, kw_only=True)
class BoardChanged(Fact):
    """The board's name, settings or calendar changed; `changes` holds the new values."""

    kind = "board.changed"
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LaneAdded(Fact):
    """A lane was added."""

    kind = "lane.added"
    lane: int
    name: str
    role: str
    position: int
    set: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LaneChanged(Fact):
    """A lane's name, role, limit, policy or rules changed."""

    kind = "lane.changed"
    lane: int
    name: str
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LaneMoved(Fact):
    """A lane has another place among the lanes."""

    kind = "lane.moved"
    lane: int
    name: str
    position: int


@dataclass(frozen=True, kw_only=True)
class LaneRemoved(Fact):
    """A lane was removed; its cards had been moved to another one before."""

    kind = "lane.removed"
    lane: int
    name: str
    moved_to: str | None


@dataclass(frozen=True, kw_only=True)
class ViewShared(Fact):
    """Somebody shared a saved view with the team."""

    kind = "view.shared"
    view: int
    name: str
    filter: str
    grouping: str
    density: str


@dataclass(frozen=True, kw_only=True)
class ViewChanged(Fact):
    """A shared view got another name, filter, grouping or density; `changes` holds the new values."""

    kind = "view.changed"
    view: int
    name: str
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ViewRemoved(Fact):
    """A shared view was removed, or its author keeps it to themselves again."""

    kind = "view.removed"
    view: int
    name: str


@dataclass(frozen=True, kw_only=True)
class CardCreated(Fact):
    """A card was made."""

    kind = "card.created"
    title: str
    card_kind: str
    lane: str
    lane_id: int
    lane_role: str
    after: str | None


@dataclass(frozen=True, kw_only=True)
class CardEdited(Fact):
    """Fields of a card changed; `changes` holds the new values, `previous` the old ones."""

    kind = "card.edited"
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CardMoved(Fact):
    """A card has another lane or another place in its lane."""

    kind = "card.moved"
    source: str
    to: str
    to_id: int
    to_role: str
    after: str | None
    before: str | None
    back: bool = False
    early_exit: bool = False
    wip_override: str = ""

    def data(self) -> dict[str, Any]:
        plain = super().data()
        return {"from": plain.pop("source"), **plain}


@dataclass(frozen=True, kw_only=True)
class CardArchived(Fact):
    """A card was put away; it keeps its lane and its place."""

    kind = "card.archived"


@dataclass(frozen=True, kw_only=True)
class CardRestored(Fact):
    """A card came back from the archive or the trash."""

    kind = "card.restored"
    lane: str
    lane_id: int
    lane_role: str
    after: str | None


@dataclass(frozen=True, kw_only=True)
class CardTrashed(Fact):
    """A card was put into the trash, where it stays 30 days."""

    kind = "card.trashed"


@dataclass(frozen=True, kw_only=True)
class CardBlocked(Fact):
    """A card cannot go on; the reason is compulsory."""

    kind = "card.blocked"
    reason: str


@dataclass(frozen=True, kw_only=True)
class CardUnblocked(Fact):
    """A card can go on again."""

    kind = "card.unblocked"
    blocked_seconds: int


@dataclass(frozen=True, kw_only=True)
class CardDiscussed(Fact):
    """A card of the backlog was talked over, or the mark was taken away."""

    kind = "card.discussed"
    discussed: bool


@dataclass(frozen=True, kw_only=True)
class ConcernRaised(Fact):
    """Somebody said what speaks against a card."""

    kind = "card.concern_raised"
    text: str


@dataclass(frozen=True, kw_only=True)
class ConcernSettled(Fact):
    """A concern about a card was dealt with."""

    kind = "card.concern_settled"
    text: str


@dataclass(frozen=True, kw_only=True)
class CardLinked(Fact):
    """A card was linked to another one, or the link was taken away (`removed`)."""

    kind = "card.linked"
    target: str
    link: str
    removed: bool = False


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Fact):
    """Somebody joined the team of this board."""

    kind = "member.added"
    person: str
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Fact):
    """Somebody left the team of this board and no longer sees it."""

    kind = "member.removed"
    person: str


@dataclass(frozen=True, kw_only=True)
class MemberRoleChanged(Fact):
    """Somebody has another role in the team of this board."""

    kind = "member.role_changed"
    person: str
    role: str


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Fact):
    """A file was attached to a card; its type is told by its content."""

    kind = "attachment.added"
    attachment: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(Fact):
    """A file was removed from a card; that it was there stays."""

    kind = "attachment.removed"
    attachment: str
    name: str
