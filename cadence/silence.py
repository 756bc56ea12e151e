"""Cards that people work on without saying anything: no log entry by anybody for two working days."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q

from boards.models import Board, Card, Lane

SILENT_DAYS = 2


def silent_cards(board: Board, at: datetime) -> list[tuple[Card, int]]:
    """Open cards of active lanes and how many working days they have been silent, the longest first."""
    hours = board.calendar().hours()
    cards = board.cards.open().filter(lane__role=Lane.Role.ACTIVE).select_related("lane")
    found = []
    spoken = Max("log_entries__created_at", filter=Q(log_entries__removed_at=None))
    for card in cards.annotate(spoken=spoken):
        said: datetime | None = card.spoken  # type: ignore[attr-defined]  # annotated
        since = max(filter(None, (said, card.entered_lane_at)))
        days = hours.working_days_between(since, at)
        if days >= SILENT_DAYS:
            found.append((card, days))
    return sorted(found, key=lambda each: (-each[1], each[0].pk))
