"""The flow of a board, read once for all its figures: lives of cards, lanes, blocks and the working calendar."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import CharField
from django.db.models.functions import Cast

from accounts.working_time import WorkingCalendar
from boards.models import Block, Board, Card, Stay
from insights.figure import Span
from insights.folding import Blocked, Blocks, Visits, fold, unread
from insights.lives import Life, Visit
from insights.workdays import Workdays

# As texts and numbers: for tens of thousands of rows Django's conversions take longer than the database.
STAYS = Stay.objects.order_by("pk").values_list(
    "pk",
    "card_id",
    "entered_seq",
    "lane_id_at_entry",
    "lane_name",
    "lane_role",
    Cast("entered_at", CharField()),
    Cast("left_at", CharField()),
    "began",
)
FLAGS = ("back", "early_exit")
ZONE = re.compile(r"[+-]\d\d(:\d\d)?$")


class LaneNow(NamedTuple):
    pk: int
    name: str
    role: str
    wip_limit: int | None
    wip_mode: str


@dataclass(frozen=True)
class Flow:
    """Everything up to `at`. Cards in the trash or on another board by now count nowhere."""

    at: datetime
    lives: list[Life]
    lanes: list[LaneNow]
    blocks: Blocks
    calendar: WorkingCalendar
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)  # what several figures ask for

    @property
    def zone(self) -> ZoneInfo:
        return self.calendar.zone

    @cached_property
    def began(self) -> datetime:
        """When the first of its cards came."""
        return min((life.visits[0].entered for life in self.lives), default=self.at)

    @cached_property
    def workdays(self) -> Workdays:
        return Workdays(self.calendar, self.began - timedelta(days=1), self.at)

    @cached_property
    def finished(self) -> list[tuple[datetime, Life]]:
        """Every card that is finished, by the time when it was."""
        found = [(life.finished, life) for life in self.lives]
        return sorted(((at, life) for at, life in found if at), key=lambda pair: (pair[0], pair[1].pk))

    def finished_in(self, span: Span) -> list[tuple[datetime, Life]]:
        first, last = (bisect_left(self.finished, at, key=itemgetter(0)) for at in (span.start, span.end))
        return self.finished[first:last]

    @cached_property
    def open(self) -> list[tuple[Life, Visit]]:
        """The cards on the board, with where they are."""
        return [(life, life.place) for life in self.lives if life.place]

    def lane_order(self) -> dict[int, int]:
        return {lane.pk: index for index, lane in enumerate(self.lanes)}


def flow_of(board: Board, at: datetime) -> Flow:
    """The flow of this board, kept with the object so that the figures of one page share it."""
    kept: Flow | None = vars(board).get("_flow")
    if kept is None or kept.at != at:
        kept = vars(board)["_flow"] = _read(board, at)
    return kept


def _read(board: Board, at: datetime) -> Flow:
    visits, blocks = _visits(board), _blocks(board)
    fold(unread(board), visits, blocks)
    cards = Card.objects.filter(board=board, trashed_at=None).order_by("number")
    lives = [
        Life(pk, ref, title, kind, visits[pk])
        for pk, ref, title, kind in cards.values_list("pk", "ref", "title", "kind")
        if pk in visits
    ]
    lanes = board.lanes.order_by("position").values_list("pk", "name", "role", "wip_limit", "wip_mode")
    return Flow(at, lives, [LaneNow._make(lane) for lane in lanes], blocks, board.calendar().hours())


def _visits(board: Board) -> Visits:
    """The stays by card, in their order. PostgreSQL writes a time with its offset, SQLite in UTC without one."""
    back, early = (set(board.stays.filter(**{flag: True}).values_list("pk", flat=True)) for flag in FLAGS)
    found: Visits = {}
    rows = list(STAYS.filter(board=board))
    zone = "" if not rows or ZONE.search(rows[0][6]) else "+00:00"
    at = datetime.fromisoformat
    for pk, card, seq, lane, name, role, entered, left, began in rows:
        ended = at(left + zone) if left else None
        visit = Visit(seq, lane, name, role, at(entered + zone), ended, began, pk in back, pk in early)
        found.setdefault(card, []).append(visit)
    for own in found.values():
        own.sort()
    return found


def _blocks(board: Board) -> Blocks:
    found: Blocks = {}
    rows = Block.objects.filter(board=board).order_by("began_seq")
    for card, *columns in rows.values_list("card_id", "began_seq", "reason", "began_at", "ended_at"):
        found.setdefault(card, []).append(Blocked._make(columns))
    return found
