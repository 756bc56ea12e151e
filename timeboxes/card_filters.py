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


def over_by(at: datetime) -> Q:
    """Boxes that are over by the clock and that no sweep has flagged yet."""
    stopped = Q(state__in=(TimeBox.State.RUNNING, TimeBox.State.PAUSED), hard_stop_at__lte=at)
    return stopped | Q(state=TimeBox.State.RUNNING, due_at__lte=at)


def _stands(word: str, at: datetime) -> Q:
    """By the clock: `expiring` is past its last mark, `expired` past its due time, whatever a sweep has done."""
    over = over_by(at)
    running = Q(state=TimeBox.State.RUNNING) & ~over
    past_mark = Q(next_mark=None) | Q(next_mark=LAST_MARK, next_mark_at__lte=at)
    return {
        "planned": Q(state=TimeBox.State.PLANNED),
        "running": running,
        "expiring": running & past_mark,
        "expired": Q(state=TimeBox.State.EXPIRED) | over,
    }[word]


BOX = CardFilter("box", ("planned", "running", "expiring", "expired"), _narrow)


def _in_initiative(cards: QuerySet[Card], wanted: str, at: datetime) -> QuerySet[Card]:
    """Of the initiative with this id, or with this name in any case; `none` keeps the cards of no initiative."""
    if wanted.lower() == NONE:
        return cards.filter(belonging=None)
    if wanted.isascii() and wanted.isdigit():
        return cards.filter(belonging__initiative=min(int(wanted), LARGEST))
    return cards.filter(belonging__initiative__name__iexact=wanted)


NONE, LARGEST = "none", 2**63 - 1
INITIATIVE = CardFilter("initiative", (), _in_initiative, "The id or the name of an initiative, or none.")
