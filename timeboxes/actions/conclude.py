"""The answer and the decision in one go, as people give them at the gate; they stay two facts."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from boards.events import Cause
from hypotheses.actions import record_verdict
from timeboxes.actions.boxes import lock_box
from timeboxes.actions.decide import decide
from timeboxes.actions.sweep import expire_locked
from timeboxes.actions.two_boards import lock_in_order
from timeboxes.models import Decision, TimeBox


def conclude_and_decide(
    *, cause: Cause, box: TimeBox, verdict: dict[str, str] | None = None, **decision: Any
) -> Decision:
    """Record the verdict, if one is given, and decide. Both hold, or neither.

    The verdict comes first: going on to done asks for it. A box that is over is expired before that, because a
    verdict closes a box that still runs, and a closed box opens no gate.
    """
    with transaction.atomic():
        if decision.get("outcome") == Decision.Outcome.CONTINUE:
            lock_in_order(box.board_id, cause)
        if verdict is not None:
            expire_if_over(cause, box)
            record_verdict(cause=cause, card=box.card, **verdict)
        return decide(cause=cause, box=box, **decision)


def expire_if_over(cause: Cause, box: TimeBox) -> None:
    """What the sweep would do, for a box whose time is up while no worker has noticed."""
    board, _, box = lock_box(box, cause)
    if box.is_unflagged(cause.at):
        expire_locked({board.pk: board}, [box], cause.at)
