"""The clock's own writes: boxes that are over, marks that have been reached.

A sweep looks at a level, not an edge: whatever is due and still running. So a missed minute is caught up, and
two sweeps, two beats or a killed worker change nothing: the board lock and the state decide who writes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from boards.actions.lock import lock_boards_for_clock
from boards.events import Fact, clock_cause, record_many
from boards.models import Board, Card
from boards.store import store_many
from hypotheses.face import round_face, stamp
from hypotheses.models import Round
from timeboxes.clock import CLOCK_FIELDS, plan_mark, used_seconds
from timeboxes.events import GateOpened, RoundGated, TimeBoxExpired, TimeBoxWarned
from timeboxes.models import Gate, Pause, TimeBox, TimeBoxQuerySet

log = logging.getLogger(__name__)
BATCH = 1_000

Act = Callable[[dict[int, Board], Sequence[TimeBox], datetime], None]
Due = Callable[[TimeBoxQuerySet, datetime], TimeBoxQuerySet]


def expire_due(at: datetime) -> int:
    """Expire every box that is over at `at`; returns how many."""
    stopped = _sweep(TimeBoxQuerySet.stopped_by, expire_locked, at)
    return stopped + _sweep(TimeBoxQuerySet.due_by, expire_locked, at)


def mark_due(at: datetime) -> int:
    """Tell of every mark reached at `at`; returns how many."""
    return _sweep(TimeBoxQuerySet.marks_by, mark_locked, at)


def _sweep(due: Due, act: Act, at: datetime) -> int:
    """Batch after batch until nothing is due. A batch that fails is tried box by box, a bad box passed over."""
    done, bad = 0, set[int]()
    while True:
        found = due(TimeBox.objects.exclude(pk__in=bad), at).order_by(
            "board_id"
        )  # few boards are locked at a time
        batch = list(found.values_list("pk", "board_id")[:BATCH])
        if not batch:
            return done
        try:
            done += _act(due, act, batch, at)
        except Exception:
            log.exception("%d time-boxes could not be swept together; trying them one by one", len(batch))
            done += _one_by_one(due, act, batch, at, bad)


def _one_by_one(due: Due, act: Act, batch: list[tuple[int, int]], at: datetime, bad: set[int]) -> int:
    done = 0
    for pk, board_id in batch:
        try:
            done += _act(due, act, [(pk, board_id)], at)
        except Exception:
            bad.add(pk)
            log.exception("Time-box %d could not be swept", pk)
    return done


def _act(due: Due, act: Act, batch: list[tuple[int, int]], at: datetime) -> int:
    """One transaction: lock the boards, read again what is still due, act on it."""
    with transaction.atomic():
        boards = lock_boards_for_clock(board_id for _, board_id in batch)
        chosen = TimeBox.objects.filter(pk__in=[pk for pk, _ in batch], board_id__in=boards)
        boxes = list(due(chosen, at).select_related("card", "round"))
        if boxes:
            act(boards, boxes, at)
    return len(boxes)


def expire_locked(boards: dict[int, Board], boxes: Sequence[TimeBox], at: datetime) -> None:
    """Flag the boxes and open their gates; nothing moves. The facts are dated when each box was over."""
    ends = {box.pk: box.ends_at or at for box in boxes}
    stopped = {box.pk for box in boxes if box.ends_hard}
    spent = TimeBox.objects.filter(pk__in=ends.keys() - stopped)
    spent.update(
        state=TimeBox.State.EXPIRED,
        accrued_seconds=F("budget_minutes") * 60,
        running_since=None,
        next_mark=None,
        next_mark_at=None,
        expired_at=F("due_at"),
    )
    for box in boxes:
        box.accrued_seconds = used_seconds(box, at)
    _stop_hard([box for box in boxes if box.pk in stopped], ends)
    rounds = [box.round for box in boxes if box.round and box.round.state != Round.State.CONCLUDED]
    Round.objects.filter(pk__in=[round_.pk for round_ in rounds]).update(state=Round.State.GATED)
    fresh = _open_gates(boxes, ends, stopped, at)
    facts: list[tuple[Board, Fact, Card, datetime]] = []
    for box in boxes:
        _show_expired(box, at)
        facts += [
            (boards[box.board_id], fact, box.card, ends[box.pk])
            for fact in _facts(box, fresh, hard_stop=box.pk in stopped)
        ]
    store_many([box.card for box in boxes], "version", "updated_at", "face")
    record_many(facts, clock_cause(at))


def _stop_hard(boxes: Sequence[TimeBox], ends: dict[int, datetime]) -> None:
    """The last date ends a box that still has budget; what it did not use stays unused. A pause ends with it."""
    for box in boxes:
        box.state, box.expired_at = TimeBox.State.EXPIRED, ends[box.pk]
        box.running_since = box.due_at = box.next_mark = box.next_mark_at = None
        Pause.objects.filter(box=box, ended_at=None).update(ended_at=ends[box.pk])
    TimeBox.objects.bulk_update(boxes, [*CLOCK_FIELDS, "expired_at"])


def _open_gates(
    boxes: Sequence[TimeBox], ends: dict[int, datetime], stopped: set[int], at: datetime
) -> dict[int, Gate]:
    """New gates by box; a gate that was open already stays the only one."""
    held = set(Gate.objects.filter(box__in=boxes, closed_at=None).values_list("box_id", flat=True))
    reasons = {True: Gate.Reason.HARD_STOP, False: Gate.Reason.EXPIRY}
    gates = [
        Gate(box=box, reason=reasons[box.pk in stopped], opened_at=ends[box.pk], noticed_at=at)
        for box in boxes
        if box.pk not in held
    ]
    return {gate.box_id: gate for gate in Gate.objects.bulk_create(gates)}


def _show_expired(box: TimeBox, at: datetime) -> None:
    card = box.card
    shown = {
        "state": TimeBox.State.EXPIRED,
        "accrued_seconds": box.accrued_seconds,
        "running_since": None,
        "due_at": stamp(box.due_at),
        "gate_open": True,
    }
    changed = {"timebox": {**card.face["timebox"], **shown}}
    if box.round and box.round.state != Round.State.CONCLUDED:
        box.round.state = Round.State.GATED
        changed["round"] = round_face(box.round)
    card.face = {**card.face, **changed}
    card.pending_set = changed
    card.version += 1
    card.updated_at = at


def _facts(box: TimeBox, gates: dict[int, Gate], *, hard_stop: bool) -> list[Fact]:
    facts: list[Fact] = [TimeBoxExpired(box=box.pk, budget_minutes=box.budget_minutes, hard_stop=hard_stop)]
    if box.pk in gates:
        gate = gates[box.pk]
        facts.append(GateOpened(box=box.pk, gate=gate.pk, reason=gate.reason))
        if box.round:
            facts.append(RoundGated(n=box.round.n))
    return facts


def mark_locked(boards: dict[int, Board], boxes: Sequence[TimeBox], at: datetime) -> None:
    """Tell of the mark and plan the next one. The card itself does not change."""
    facts: list[tuple[Board, Fact, Card, datetime]] = []
    for box in boxes:
        percent, reached = box.next_mark or 0, box.next_mark_at or at
        fact = TimeBoxWarned(box=box.pk, percent=percent, due_at=stamp(box.due_at) or "")
        facts.append((boards[box.board_id], fact, box.card, reached))
        plan_mark(box, percent)
    store_many(boxes, "next_mark", "next_mark_at")
    record_many(facts, clock_cause(at))
