"""What the streams read from the database: once per board and batch, whatever the number of viewers."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.db.models import BigIntegerField, CharField, QuerySet
from django.utils.translation import override

from accounts.models import ApiToken, Membership, Person
from accounts.prepared import Param, Prepared
from boards.fragments import card_html, heads, place_of
from boards.live.frames import event_message, message
from boards.models import Board, Card, Event
from boards.readers.moment import one_moment

log = logging.getLogger(__name__)
MOST_EVENTS = 500
MOST_CARDS = 50
# Where an event names a lane whose head changes with it.
LANES = (("data", "lane_id"), ("data", "to_id"), ("previous", "lane_id"))

# What a page follows that shows no board: nothing is ever written in its log.
NO_BOARD = Board(pk=0)
NEWEST = BigIntegerField.MAX_BIGINT
SEQ = BigIntegerField()
EVENTS = Prepared(
    lambda: Event.objects.filter(
        board_id=Param("board", SEQ), seq__gt=Param("after", SEQ), seq__lte=Param("upto", SEQ)
    ).order_by("seq")[:MOST_EVENTS]
)
CARD = Prepared(lambda: _open_cards(board=Param("board", SEQ), ref=Param("ref", CharField())))
MEMBERS: Prepared[tuple[int, int, int]] = Prepared(lambda: _members(team__boards=Param("board", SEQ)))


@dataclass(frozen=True)
class Credential:
    """By what right a stream is open, and for a page in which language.

    The stream ends when any part of the right no longer holds.
    """

    board_id: int
    person_id: int
    epoch: int
    token_id: int | None = None
    session_key: str | None = None
    language: str = ""


@dataclass(frozen=True)
class Batch:
    """The events after `after` up to `seq`, ready to be sent: to programs as they are, to pages with their markup
    in each language that was asked for.

    `allowed` are the credentials that still held after the events had been read.
    """

    after: int
    seq: int
    events: bytes
    pages: Mapping[str, bytes]
    allowed: frozenset[Credential]

    @property
    def size(self) -> int:
        return len(self.events) + sum(map(len, self.pages.values()))


def newest_seqs(board_ids: Collection[int]) -> dict[int, int]:
    return dict(Board.objects.filter(pk__in=board_ids).values_list("pk", "seq"))


def read_batch(
    board: Board,
    after: int,
    upto: int | None,
    credentials: Collection[Credential],
    languages: Collection[str],
    at: datetime,
) -> Batch | None:
    """The next events of a board, or nothing. Rights are read after the events, so that whoever was removed
    before one of them was written is seen to be removed."""
    with one_moment():
        events = EVENTS.rows(board=board.pk, after=after, upto=NEWEST if upto is None else upto)
        if not events:
            return None
        markup = {language: _markup_or_resync(board, events, language) for language in languages}
    plain = b"".join(event_message(event, board.key) for event in events)
    allowed = frozenset(still_allowed(credentials, at))
    pages = {language: drawn + plain for language, drawn in markup.items()}
    return Batch(after=after, seq=events[-1].seq, events=plain, pages=pages, allowed=allowed)


def _markup_or_resync(board: Board, events: list[Event], language: str) -> bytes:
    """A card that cannot be drawn must not keep the events from anybody; its page is asked to read the board."""
    try:
        with override(language):
            return _markup(board, events)
    except DatabaseError:
        raise
    except Exception:
        log.exception("What happened on %s cannot be drawn", board)
        return message("resync", {"seq": events[-1].seq})


def _markup(board: Board, events: list[Event]) -> bytes:
    """The touched cards as they are now. They come before the events: a cut between the two then loses nothing."""
    acts = {event.card_ref: event.op for event in events if event.card_ref}
    seq = events[-1].seq
    if len(acts) > MOST_CARDS:
        return message("resync", {"seq": seq})
    parts = [
        {"html": {f"card-{card.ref}": card_html(card)}, "place": place_of(card), "op": acts.pop(card.ref)}
        for card in _touched_cards(board, list(acts))
    ]
    if acts:
        parts.append({"gone": sorted(acts), "op": next(iter(acts.values()))})
    empty: dict[str, Any] = {"seq": seq, "html": {}, "place": None, "heads": {}, "gone": []}
    if parts:
        parts[-1]["heads"] = heads(board, _touched_lanes(events))
    return b"".join(message("fragment", empty | part) for part in parts)


def _touched_cards(board: Board, refs: list[str]) -> list[Card]:
    """Mostly it is one, whose query is built already."""
    if len(refs) == 1:
        return CARD.rows(board=board.pk, ref=refs[0])
    return list(_open_cards(board=board, ref__in=refs))


def _open_cards(**where: Any) -> QuerySet[Card]:
    """From the bottom of a lane upwards: the card that another one is placed before has its own place already."""
    return Card.objects.open().filter(**where).select_related("lane").order_by("lane_id", "-rank")


def _touched_lanes(events: Iterable[Event]) -> set[int]:
    found = (getattr(event, where).get(name) for event in events for where, name in LANES)
    return {lane_id for lane_id in found if lane_id}


def still_allowed(credentials: Collection[Credential], at: datetime) -> set[Credential]:
    """Those that still hold: one query for the members, and one for tokens if there are any."""
    boards = {credential.board_id for credential in credentials}
    members = set(_who_sees(boards))
    if NO_BOARD.pk in boards:
        people = {credential.person_id for credential in credentials}
        active = Person.objects.filter(pk__in=people, is_active=True)
        members |= {(NO_BOARD.pk, *row) for row in active.values_list("pk", "auth_epoch")}
    token_ids = [each.token_id for each in credentials if each.token_id]
    tokens: set[int | None] = {None}
    if token_ids:
        tokens.update(ApiToken.objects.usable(at).filter(pk__in=token_ids).values_list("pk", flat=True))
    return {
        each
        for each in credentials
        if (each.board_id, each.person_id, each.epoch) in members and each.token_id in tokens
    }


def _who_sees(boards: Collection[int]) -> Iterable[tuple[int, int, int]]:
    """A batch is of one board, whose query is built already; the look of every second is at all of them."""
    return MEMBERS.rows(board=next(iter(boards))) if len(boards) == 1 else _members(team__boards__in=boards)


def _members(**where: Any) -> QuerySet[Membership, tuple[int, int, int]]:
    """Who sees these boards now: board, person, and the person's epoch."""
    visible = Membership.objects.filter(**where, team__boards__deleted_at=None, person__is_active=True)
    return visible.values_list("team__boards", "person_id", "person__auth_epoch")


def still_signed_in(credentials: Collection[Credential], at: datetime) -> set[Credential]:
    """Those whose session has neither ended nor been signed out of."""
    keys = [each.session_key for each in credentials if each.session_key]
    running = Session.objects.filter(session_key__in=keys, expire_date__gt=at)
    sessions = {None, *running.values_list("session_key", flat=True)}
    return {each for each in credentials if each.session_key in sessions}


def still_open(credentials: Collection[Credential], at: datetime) -> set[Credential]:
    """Those by whose right a stream may go on."""
    return still_allowed(credentials, at) & still_signed_in(credentials, at)
