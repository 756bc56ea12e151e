"""Cards at work that nobody writes about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Q

from boards.models import Board, Card, Lane

QUIET_DAYS = 2


def quiet_cards(boards: Iterable[Board], at: datetime) -> list[tuple[Card, int]]:
    """Open cards of active lanes without a log entry for two working days of their board, the longest first.

    A card that has just come into its lane is not quiet yet. The days are whole ones.
    """
    hours = {board.pk: board.calendar().hours() for board in boards}
    spoken = Max("log_entries__created_at", filter=Q(log_entries__removed_at=None))
    at_work = Card.objects.open().filter(board__in=hours, lane__role=Lane.Role.ACTIVE).select_related("lane")
    found = []
    for card in at_work.annotate(spoken=spoken):
        said: datetime | None = card.spoken  # type: ignore[attr-defined]  # annotated
        since = max(filter(None, (said, card.entered_lane_at)))
        days = hours[card.board_id].working_days_between(since, at)
        if days >= QUIET_DAYS:
            found.append((card, days))
    return sorted(found, key=lambda each: (-each[1], each[0].pk))
