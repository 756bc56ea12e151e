"""The travelling clock of the demo: working days counted back from today, and what falls due on the way."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField

from accounts.prepared import Param, Prepared
from boards.models import Board
from timeboxes.actions import expire_due, mark_due, park_due, sweep_stages
from timeboxes.models import Stage, TimeBox

SATURDAY = 5
AT: Any = Param("at", DateTimeField())  # stands where the querysets take a time
BOXES = Prepared(
    lambda: TimeBox.objects.marks_by(AT) | TimeBox.objects.due_by(AT) | TimeBox.objects.stopped_by(AT)
)
STAGES = Prepared(lambda: Stage.objects.marks_by(AT) | Stage.objects.due_by(AT))


def moment(day: int, clock: str, now: datetime) -> datetime:
    """The time of day on a working day; -1 is the last one before today."""
    date = now.astimezone(UTC).date()
    while day < 0:
        date -= timedelta(days=1)
        day += date.weekday() < SATURDAY
    return datetime.combine(date, time.fromisoformat(clock), UTC)


def let_time_pass(board: Board, at: datetime) -> None:
    """What beat does every few seconds; here only when something is due."""
    if BOXES.rows(at=at):
        mark_due(at)
        expire_due(at)
    if STAGES.rows(at=at):
        sweep_stages(at)
    if board.expiry == Board.Expiry.PARK:
        park_due(at)
