"""What the backlog shows: its cards in rank order, what each is worth a day, and where a score would put it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from django.db.models import QuerySet

from accounts.models import Person
from boards.backlog_score import Estimate
from boards.filter_query import filtered
from boards.models import Board, Card, Lane

PAGE = 100


@dataclass(frozen=True)
class Filter:
    """Which rows the address asks for: a text in the filter language, and what the selects add to it."""

    q: str = ""
    who: str = ""
    kind: str = ""
    label: str = ""

    def __bool__(self) -> bool:
        return bool(self.q or self.who or self.kind or self.label)

    def shown(self, cards: QuerySet[Card], person: Person, at: datetime) -> set[int]:
        """The ids of the cards it lets through; a filter that nobody can read is refused."""
        if self.who:
            cards = cards.filter(assignees__username=self.who)
        if self.kind:
            cards = cards.filter(kind=self.kind)
        if self.label:
            cards = cards.filter(labels__name=self.label)
        return set(filtered(cards, self.q, person, at).values_list("pk", flat=True))


@dataclass
class Row:
    """One card of the backlog."""

    card: Card
    rank: int
    estimate: Estimate
    suggested: int = 0
    share: int = 0  # of the best score, in percent, for the bar

    @property
    def is_draft(self) -> bool:
        """Belief and days can still be set: a hypothesis before its lock."""
        return self.card.kind == Card.Kind.HYPOTHESIS and not (self.card.face.get("round") or {}).get("locked_at")

    @property
    def jump(self) -> int:
        """How many places the score would lift it; negative when it would sink."""
        return self.rank - self.suggested if self.suggested else 0


@dataclass(frozen=True)
class Cut:
    """The line below what the next two weeks hold: after how many rows, and how many days that is."""

    place: int
    filled: float
    capacity: int
    by_hand: bool

    @property
    def is_over(self) -> bool:
        return self.filled > self.capacity


@dataclass
class BacklogPage:
    lane: Lane
    rows: list[Row]
    total: int
    shown: list[Row]
    days: float
    cut: Cut | None = None

    @property
    def rest(self) -> int:
        return len(self.rows) - len(self.shown)

    @property
    def refs(self) -> list[str]:
        return [row.card.ref for row in self.rows]


def backlog_page(
    board: Board, lane: Lane, shows: set[int] | None, *, by_score: bool = False, shown: int = PAGE
) -> BacklogPage:
    """The rows that a filter shows (all of them without one), in rank order or as the scores would have them."""
    everything = rows_of(board, lane)
    suggest(everything)
    rows = everything if shows is None else [row for row in everything if row.card.pk in shows]
    if by_score:
        rows.sort(key=lambda row: row.suggested)
    days = sum(row.estimate.days or 0 for row in rows)
    cut = cut_of(board, everything) if shows is None and not by_score else None
    return BacklogPage(lane=lane, rows=rows, total=len(everything), shown=rows[:shown], days=days, cut=cut)


def cut_of(board: Board, rows: list[Row]) -> Cut:
    """Where somebody put it, while that card is here; else after as many rows as the team's days hold."""
    sums = list(accumulate(row.estimate.days or 0 for row in rows))
    named = next((row.rank for row in rows if row.card.ref == board.cut_after), 0)
    place = named or sum(total <= board.capacity_days for total in sums)
    return Cut(place, round(sums[place - 1], 2) if place else 0, board.capacity_days, bool(named))


def rows_of(board: Board, lane: Lane) -> list[Row]:
    per_day = board.calendar().hours().minutes_per_day
    cards = lane.cards.open().in_order().defer("description", "story")
    return [Row(card, rank, estimate_of(card, per_day)) for rank, card in enumerate(cards, start=1)]


def estimate_of(card: Card, minutes_per_day: int) -> Estimate:
    face: dict[str, Any] = card.face.get("round") or {}
    budget = face.get("budget_minutes")
    days = round(budget / minutes_per_day, 2) if budget else None
    return Estimate(weight=card.weight, belief=face.get("forecast"), days=days)


def suggest(rows: Iterable[Row]) -> None:
    """Number the rows by score; what has none keeps its order, behind those that have one."""
    scored = sorted(rows, key=lambda row: -(row.estimate.score or 0))
    best = max((row.estimate.score or 0 for row in scored), default=0)
    for place, row in enumerate(scored, start=1):
        row.suggested = place
        row.share = round(100 * (row.estimate.score or 0) / best) if best else 0
