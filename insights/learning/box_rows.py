"""The boxes and gates of a board that the learning figures count. What lies in the trash is left out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from boards.card_json import hours_of
from boards.models import Board
from insights.figure import Span
from insights.learning.boxes import Box, Decided
from insights.learning.reading import within
from timeboxes.clock import used_seconds
from timeboxes.models import Decision, Gate, TimeBox

RAN_OUT = (Gate.Reason.EXPIRY, Gate.Reason.HARD_STOP)


def boxes(board: Board, span: Span, at: datetime) -> list[Box]:
    """Boxes that ran and ended in the span, and those that wait for their end now."""
    ran = TimeBox.objects.filter(board=board, card__trashed_at=None, started_at__isnull=False, round__isnull=False)
    ran_out = set(Gate.objects.filter(box__board=board, reason__in=RAN_OUT).values_list("box_id", flat=True))
    ended = ran.filter(within("closed_at", span)).order_by("pk")
    names = ("pk", "card__ref", "card__title", "round__n", "original_budget_minutes", "budget_minutes")
    more = ("accrued_seconds", "extensions", "expired_at", "hard_stop_at", "closed_at")
    closed = [_closed(row, ran_out) for row in ended.values_list(*names, *more)]
    waiting = ran.filter(closed_at=None, card__archived_at=None).order_by("pk")
    return [*closed, *(_open(box, at) for box in waiting.select_related("card", "round", "calendar"))]


def _closed(row: tuple[Any, ...], ran_out: set[int]) -> Box:
    pk, card, title, n, planned, budget, seconds, extensions, expired_at, hard_stop_at, closed_at = row
    cut_off = hard_stop_at is not None and hard_stop_at <= closed_at
    over = pk in ran_out or cut_off or expired_at is not None
    return Box(card, title, n, planned, budget, seconds // 60, extensions, over, closed_at)


def _open(box: TimeBox, at: datetime) -> Box:
    """A box nobody has ended: over by the clock, or not yet."""
    is_over = box.is_over(at)
    return Box(
        card=box.card.ref,
        title=box.card.title,
        n=box.round.n if box.round else 1,
        planned=box.original_budget_minutes,
        budget=box.budget_minutes,
        used=used_seconds(box, at) // 60,
        extensions=box.extensions,
        was_over=is_over,
        ended_at=None,
        over_since=(box.expired_at or box.ends_at) if is_over else None,
    )


def decisions(board: Board, span: Span) -> list[Decided]:
    """Decisions at the gates of the board's boxes in the span; the working time is the box's own calendar's."""
    taken = Decision.objects.filter(within("at", span), gate__box__board=board, gate__box__card__trashed_at=None)
    rows = taken.order_by("at", "pk").values_list(
        "gate__box__card__ref",
        "gate__box__card__title",
        "outcome",
        "at",
        "gate__opened_at",
        "gate__box__calendar_id",
    )
    return [
        Decided(
            card=card,
            title=title,
            outcome=outcome,
            at=at,
            late_minutes=max(0, int((at - opened).total_seconds() // 60)),
            working_minutes=int(hours_of(calendar).elapsed(opened, at)),
        )
        for card, title, outcome, at, opened, calendar in rows
    ]
