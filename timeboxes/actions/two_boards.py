"""The locks of a decision that writes to two boards."""

from __future__ import annotations

from django.db import transaction

from accounts.access import Verb
from boards.actions.lock import lock_boards
from boards.events import Cause
from boards.models import Board


def lock_in_order(board_id: int, cause: Cause) -> None:
    """The task goes to another board; whoever needs two takes them in the same order as everybody else.

    The setting may change while one waits for the lock; then the locks are given back and taken anew.
    """
    wanted = written_to(board_id)
    while True:
        point = transaction.savepoint()
        lock_boards(wanted, cause.actor, Verb.WRITE_CARD)
        before, wanted = wanted, written_to(board_id)
        if wanted == before:
            return transaction.savepoint_commit(point)
        transaction.savepoint_rollback(point)


def written_to(board_id: int) -> set[int]:
    """The board and, by its setting, the development board to which its tasks go."""
    spawning = Board.objects.filter(pk=board_id, on_continue=Board.OnContinue.SPAWN_TASK)
    target = spawning.values_list("development_board", flat=True).first()
    return {board_id} if target is None else {board_id, target}
