"""Finding cards by how their time-box stands: the filter `box`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from boards.filters import CardFilter
from boards.models import Card
from timeboxes.models import TimeBox

LAST_MARK = TimeBox.MARKS[-1]


def _narrow(cards: QuerySet[Card], word: str, at: datetime) -> QuerySet[Card]:
    return cards.filter(Exists(TimeBox.objects.filter(_stands(word, at), card=OuterRef("pk"))))


def _stands(word: str, at: datetime) -> Q:
    """By the clock: `expiring` is past its last mark, `expired` past its due time, whatever a sweep has done."""
    over = Q(state=TimeBox.State.RUNNING, due_at__lte=at)
    running = Q(state=TimeBox.State.RUNNING) & ~over
    past_mark = Q(next_mark=None) | Q(next_mark=LAST_MARK, next_mark_at__lte=at)
    return {
        "planned": Q(state=TimeBox.State.PLANNED),
        "running": running,
        "expiring": running & past_mark,
        "expired": Q(state=TimeBox.State.EXPIRED) | over,
    }[word]


BOX = CardFilter("box", ("planned", "running", "expiring", "expired"), _narrow)
