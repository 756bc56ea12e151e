"""What a board that parks does by itself: after its grace a gate nobody decided at sends the card to the backlog.

It looks at a level, as the sweep does: whatever has waited too long and still waits. The board lock and the gate's
own row decide, so that two workers, or one that was killed, park a card once.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from boards.actions.lock import lock_boards_for_clock
from boards.actions.move import move_by_clock
from boards.events import clock_cause
from boards.models import Board, Lane
from hypotheses.actions.verdict import park_round
from hypotheses.models import Round
from timeboxes.actions.decide import Gated, carry_out
from timeboxes.clock import hours_of
from timeboxes.models import Decision, Gate, TimeBox

log = logging.getLogger(__name__)
GRACE_DAYS = 2
REASONS = (Gate.Reason.EXPIRY, Gate.Reason.HARD_STOP)
LEARNED = (
    f"Nobody decided within {GRACE_DAYS} working days after the time-box was over: parked by the board's rule."
)
READ = ("box__card__lane", "box__card__author", "box__card__board", "box__round", "box__calendar", "box__board")


def park_due(at: datetime) -> int:
    """Park every card whose gate has waited through its grace; returns how many. A bad one holds up nobody."""
    return sum(_try(pk, board_id, at) for pk, board_id in _waiting(at))


def grace_ends(gate: Gate) -> datetime:
    """Two working days after people could know of it, on the calendar of the box."""
    hours = hours_of(gate.box)
    return hours.due(gate.noticed_at or gate.opened_at, GRACE_DAYS * hours.minutes_per_day)


def _waiting(at: datetime) -> list[tuple[int, int]]:
    gates = Gate.objects.filter(
        closed_at=None,
        opened_at__lt=at,
        reason__in=REASONS,
        box__state=TimeBox.State.EXPIRED,
        box__board__expiry=Board.Expiry.PARK,
        box__board__deleted_at=None,
        box__card__archived_at=None,
        box__card__trashed_at=None,
    )
    found = gates.select_related("box__calendar").order_by("opened_at")
    return [(gate.pk, gate.box.board_id) for gate in found if grace_ends(gate) <= at]


def _try(pk: int, board_id: int, at: datetime) -> bool:
    try:
        return _park(pk, board_id, at)
    except Exception:
        log.exception("The card at gate %d could not be parked", pk)
        return False


def _park(pk: int, board_id: int, at: datetime) -> bool:
    """One transaction: lock the board, read the gate again, conclude, decide, move."""
    with transaction.atomic():
        board = lock_boards_for_clock([board_id]).get(board_id)
        gate = Gate.objects.select_related(*READ).filter(pk=pk, closed_at=None).first()
        if board is None or gate is None or board.expiry != Board.Expiry.PARK or not gate.box.card.is_open:
            return False
        box, card, cause = gate.box, gate.box.card, clock_cause(at)
        if box.round is not None and box.round.state != Round.State.CONCLUDED:
            park_round(board, card, box.round, LEARNED, cause)
        decision = Decision(gate=gate, outcome=Decision.Outcome.PARK, rationale=LEARNED, at=at)
        carry_out(Gated(board, card, box, cause), decision)
        backlog = _backlog(list(board.lanes.all()))
        if backlog is not None and not (card.lane.is_backlog or card.lane.is_done):
            move_by_clock(board, card, backlog, cause)
    return True


def _backlog(lanes: Sequence[Lane]) -> Lane | None:
    return next((lane for lane in lanes if lane.is_backlog), None)
