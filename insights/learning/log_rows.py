"""What the research logs of a board say of calls for help. What lies in the trash is left out."""

from __future__ import annotations

from datetime import datetime

from boards.models import Board
from hypotheses.models import LogEntry
from insights.figure import Span
from insights.learning.help import Request


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
