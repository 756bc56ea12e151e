"""The clock's writes to stages: marks that have been reached, boxes that are over. A level, not an edge."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from boards.actions.lock import lock_boards_for_clock
from boards.events import Cause, clock_cause, record
from boards.models import Board
from timeboxes.actions.stages import GATE_FIELDS, of
from timeboxes.clock import CLOCK_FIELDS, plan_mark, used_seconds
from timeboxes.events import StageExpired, StageWarned
from timeboxes.models import Clocked, Gate, Stage

log = logging.getLogger(__name__)


def sweep_stages(at: datetime) -> int:
    """Marks and expiries of stages that are due at `at`, each once; returns how many."""
    marked = _sweep(Stage.objects.marks_by(at), _mark, at)
    return marked + _sweep(Stage.objects.due_by(at), expire_stage, at)


def _sweep(due: QuerySet[Stage], act: Callable[[Board, Stage, Cause], None], at: datetime) -> int:
    """One transaction a stage: lock its board, read again whether it is due. A bad one holds up nobody."""
    done = 0
    for pk, board_id in list(due.values_list("pk", "initiative__board_id")):
        try:
            with transaction.atomic():
                board = lock_boards_for_clock([board_id]).get(board_id)
                stage = due.select_related("initiative", "calendar").filter(pk=pk).first()
                if board is not None and stage is not None:
                    act(board, stage, clock_cause(at))
                    done += 1
        except Exception:
            log.exception("Stage %d could not be swept", pk)
    return done


def expire_stage(board: Board, stage: Stage, cause: Cause) -> None:
    """Flag it and open its gate, dated when it was over. A gate that was open stays the only one."""
    ended = stage.ends_at or cause.at
    stage.accrued_seconds = used_seconds(stage, cause.at)
    stage.state, stage.expired_at = Clocked.State.EXPIRED, ended
    stage.running_since = stage.due_at = stage.next_mark = stage.next_mark_at = None
    if stage.gate_opened_at is None:
        stage.gate_reason, stage.gate_opened_at = Gate.Reason.EXPIRY, ended
    stage.save(update_fields=[*CLOCK_FIELDS, "expired_at", *GATE_FIELDS])
    record(board, StageExpired(**of(stage)), cause, at=ended)


def _mark(board: Board, stage: Stage, cause: Cause) -> None:
    percent, reached = stage.next_mark or 0, stage.next_mark_at
    plan_mark(stage, percent)
    stage.save(update_fields=["next_mark", "next_mark_at"])
    record(board, StageWarned(**of(stage), percent=percent), cause, at=reached)
