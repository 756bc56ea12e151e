"""Iterations: planned, started when their items are broken down, ended when every item has its outcome."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import Conflict, FieldError, NotFound, Refusal
from boards.actions.lock import lock_board, lock_boards_for_clock
from boards.events import Cause, record
from boards.models import Board
from cadence.actions import clean
from cadence.events import IterationClosed, IterationHinted, IterationPlanned, IterationRemoved, IterationStarted
from cadence.guards import counting_items, missing_to_close, missing_to_start
from cadence.models import Iteration


class NotReady(Refusal):
    """The iteration cannot start or end yet; `errors` lists all that is missing."""

    status = 422
    code = "iteration_not_ready"
    title = noop("Something is missing")


def plan_iteration(*, cause: Cause, board: Board, goal: str = "") -> Iteration:
    """The board's next iteration; there is one at a time."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.STEER)
        last = board.iterations.first()
        if last is not None and last.closed_at is None:
            said = _("Iteration %(n)s has not ended yet; there is one at a time.")
            raise Conflict(said % {"n": last.number})
        iteration = Iteration.objects.create(
            board=board,
            number=last.number + 1 if last else 1,
            goal=clean.line("goal", goal),
            author=cause.actor,
            created_at=cause.at,
        )
        record(board, IterationPlanned(**of(iteration), goal=iteration.goal), cause)
    return iteration


def change_iteration(*, cause: Cause, iteration: Iteration, goal: str) -> Iteration:
    """Another goal; the same one records nothing."""
    with transaction.atomic():
        board, iteration = lock_iteration(iteration, cause, Verb.STEER)
        new, old = clean.line("goal", goal), iteration.goal
        if new != old:
            iteration.goal = new
            iteration.save(update_fields=["goal"])
            record(board, IterationPlanned(**of(iteration), goal=new, previous={"goal": old}), cause)
    return iteration


def start_iteration(*, cause: Cause, iteration: Iteration) -> Iteration:
    """Begin; every item has at least one task to create, to observe and to analyze."""
    with transaction.atomic():
        board, iteration = lock_iteration(iteration, cause, Verb.STEER)
        if iteration.started_at is not None:
            raise Conflict(_("Iteration %(n)s has begun already.") % {"n": iteration.number})
        items = counting_items(iteration)
        _refuse(_("Iteration %(n)s cannot start yet.") % {"n": iteration.number}, missing_to_start(items))
        iteration.started_at = cause.at
        iteration.save(update_fields=["started_at"])
        record(board, IterationStarted(**of(iteration), items=[item.card.ref for item in items]), cause)
    return iteration


def close_iteration(*, cause: Cause, iteration: Iteration) -> Iteration:
    """End it; every item has its outcome."""
    with transaction.atomic():
        board, iteration = lock_iteration(iteration, cause, Verb.STEER)
        if iteration.started_at is None:
            raise Conflict(_("Iteration %(n)s has not begun; remove it instead.") % {"n": iteration.number})
        said = _("Iteration %(n)s cannot end yet.") % {"n": iteration.number}
        _refuse(said, missing_to_close(counting_items(iteration)))
        iteration.closed_at = cause.at
        iteration.save(update_fields=["closed_at"])
        record(board, IterationClosed(**of(iteration), days=(cause.at - iteration.started_at).days), cause)
    return iteration


def remove_iteration(*, cause: Cause, iteration: Iteration) -> None:
    """Remove one that has not begun; its cards stay on the board."""
    with transaction.atomic():
        board, iteration = lock_iteration(iteration, cause, Verb.STEER)
        if iteration.started_at is not None:
            said = _("Iteration %(n)s has begun; it ends when every item has its outcome.")
            raise Conflict(said % {"n": iteration.number})
        record(board, IterationRemoved(**of(iteration)), cause)
        iteration.delete()


def hint_iteration(*, cause: Cause, iteration: Iteration) -> bool:
    """Tell once that it takes long; the row decides, so that a second worker tells nobody again."""
    with transaction.atomic():
        board = lock_boards_for_clock([iteration.board_id]).get(iteration.board_id)
        fresh = Iteration.objects.filter(pk=iteration.pk, hinted_at=None).first()
        if board is None or fresh is None or fresh.started_at is None or not fresh.takes_long(cause.at):
            return False
        fresh.hinted_at = cause.at
        fresh.save(update_fields=["hinted_at"])
        record(board, IterationHinted(**of(fresh), days=(cause.at - fresh.started_at).days), cause)
    return True


def of(iteration: Iteration) -> dict[str, Any]:
    return {"iteration": iteration.pk, "number": iteration.number}


def lock_iteration(iteration: Iteration, cause: Cause, verb: Verb) -> tuple[Board, Iteration]:
    """The iteration as it is now that its board is locked. One that has ended is not changed any more."""
    board = lock_board(iteration.board_id, cause.actor, verb)
    fresh = Iteration.objects.filter(pk=iteration.pk).first()
    if fresh is None:
        raise NotFound(_("That iteration has been removed."))
    if fresh.closed_at is not None:
        raise Conflict(_("Iteration %(n)s has ended.") % {"n": fresh.number})
    return board, fresh


def _refuse(sentence: str, missing: list[FieldError]) -> None:
    if missing:
        raise NotReady(sentence, errors=missing)
