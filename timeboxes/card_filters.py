"""Finding cards by how their time-box stands: the filter `box`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from boards.filters import CardFilter, Offers
from boards.models import Board, Card
from timeboxes.models import Initiative, TimeBox

NONE, LARGEST = "none", 2**63 - 1
LAST_MARK = TimeBox.MARKS[-1]


def _narrow(cards: QuerySet[Card], word: str, at: datetime) -> QuerySet[Card]:
    if word.lower() == NONE:
        return cards.filter(face__timebox=None)
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
        "paused": Q(state=TimeBox.State.PAUSED) & ~over,
        "closed": Q(state=TimeBox.State.CLOSED),
        "planned": Q(state=TimeBox.State.PLANNED),
        "running": running,
        "expiring": running & past_mark,
        "expired": Q(state=TimeBox.State.EXPIRED) | over,
    }[word.lower()]


def _waiting(cards: QuerySet[Card], word: str, at: datetime) -> QuerySet[Card]:
    """Cards that wait for a decision, by an open gate or by the clock; `none` keeps the others."""
    over = Exists(TimeBox.objects.filter(over_by(at) | Q(state=TimeBox.State.EXPIRED), card=OuterRef("pk")))
    waits = Card.objects.filter(Q(over) | Q(face__timebox__gate_open=True)).values("pk")
    return cards.exclude(pk__in=waits) if word.lower() == NONE else cards.filter(pk__in=waits)


BOX_WORDS = ("planned", "running", "expiring", "expired", "paused", "closed", NONE)
BOX = CardFilter("box", BOX_WORDS, _narrow)
GATE = CardFilter("gate", ("open", NONE), _waiting)


def _in_initiative(cards: QuerySet[Card], wanted: str, at: datetime) -> QuerySet[Card]:
    """Of the initiative with this id, or with this name in any case; `none` keeps the cards of no initiative."""
    if wanted.lower() == NONE:
        return cards.filter(belonging=None)
    if wanted.isascii() and wanted.isdigit():
        return cards.filter(belonging__initiative=min(int(wanted), LARGEST))
    named = Q(belonging__initiative__name__iexact=wanted)
    return cards.filter(named | Q(belonging__initiative__name__iexact=wanted.replace("-", " ")))


def _initiatives(board: Board) -> Offers:
    named = Initiative.objects.filter(board=board).order_by("name", "pk").values_list("pk", "name")
    return [(str(pk), name) for pk, name in named]


INITIATIVE_HELP = "The id or the name of an initiative, or none."
INITIATIVE = CardFilter("initiative", (), _in_initiative, INITIATIVE_HELP, offers=_initiatives)
