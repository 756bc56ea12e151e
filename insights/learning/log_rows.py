"""What the research logs of a board say of help and silence. What lies in the trash is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max

from boards.models import Board, Card, Lane
from hypotheses.models import LogEntry
from insights.figure import Span
from insights.learning.help import Request, Silence


def silences(board: Board, at: datetime) -> Iterator[Silence]:
    """Open cards in active lanes, and the working days since somebody wrote or the card came there."""
    hours = board.calendar().hours()
    cards = Card.objects.open().filter(board=board, lane__role=Lane.Role.ACTIVE).order_by("pk")
    rows = list(cards.values_list("pk", "ref", "title", "lane__name", "entered_lane_at"))
    entries = LogEntry.objects.filter(card__in=[row[0] for row in rows], removed_at=None)
    written = dict(entries.order_by().values_list("card").annotate(last=Max("created_at")))
    for pk, card, title, lane, entered in rows:
        since = max(entered, written.get(pk, entered))
        yield Silence(card, title, lane, since, hours.elapsed(since, at) / hours.minutes_per_day)


def requests(board: Board, span: Span, at: datetime) -> list[Request]:
    """Calls for help made in the span, and older ones nobody has answered or closed."""
    asked = LogEntry.objects.filter(
        card__board=board, card__trashed_at=None, kind=LogEntry.Kind.HELP, removed_at=None, created_at__lt=span.end
    )
    names = ("card__ref", "card__title", "created_at", "answered_at", "card__archived_at", "card__closed_at")
    rows, hours = asked.order_by("created_at", "pk").values_list(*names), board.calendar().hours()
    return [
        Request(
            card=card,
            title=title,
            asked_at=asked_at,
            answered_at=answered,
            minutes=int(hours.elapsed(asked_at, answered or at)),
            on_board=archived is None and closed is None,
        )
        for card, title, asked_at, answered, archived, closed in rows
        if answered is None or asked_at in span
    ]
