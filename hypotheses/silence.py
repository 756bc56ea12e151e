"""Cards at work, and since when nobody has written about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from boards.models import Board, Card, Lane

QUIET_DAYS = 2
SILENT_DAYS = 4


@dataclass(frozen=True, slots=True)
class Silence:
    """A card at work without a word since then; `days` are usual working days of its board, in parts too."""

    card: Card
    since: datetime
    days: float

    @property
    def level(self) -> str:
        """`silent` from four working days on, `quiet` from two, otherwise `fresh`."""
        if self.days >= SILENT_DAYS:
            return "silent"
        return "quiet" if self.days >= QUIET_DAYS else "fresh"


def silences(boards: Iterable[Board], at: datetime) -> list[Silence]:
    """Open cards of active lanes, the longest without a word first; it counts from the last entry in the research
    log, or from the card's arrival in its lane."""
    hours = {board.pk: board.calendar().hours() for board in boards}
    spoken = Max("log_entries__created_at", filter=Q(log_entries__removed_at=None))
    at_work = Card.objects.open().filter(board__in=hours, lane__role=Lane.Role.ACTIVE).select_related("lane")
    found = []
    for card in at_work.annotate(spoken=spoken):
        said: datetime | None = card.spoken  # type: ignore[attr-defined]  # annotated
        since = max(filter(None, (said, card.entered_lane_at)))
        days = hours[card.board_id].elapsed(since, at) / hours[card.board_id].minutes_per_day
        found.append(Silence(card, since, days))
    return sorted(found, key=lambda each: (-each.days, each.card.pk))


def quiet_cards(boards: Iterable[Board], at: datetime) -> list[tuple[Card, int]]:
    """The cards nobody has written about for two working days, with how many whole ones, the longest first."""
    return [(each.card, int(each.days)) for each in silences(boards, at) if each.days >= QUIET_DAYS]
