"""The decision at a gate: stop, continue, extend or split. Exactly one; whoever comes second is told so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.access import Verb, may
from accounts.errors import Conflict, Forbidden, Invalid
from boards.actions.face import save_card
from boards.actions.lock import lock_boards
from boards.events import Cause, record
from boards.models import Board, Card
from hypotheses.actions.draft import clean_budget, clean_forecast
from timeboxes.actions.boxes import close_for, lock_box
from timeboxes.actions.extend import extend_for
from timeboxes.actions.follow_up import continue_for, split_for
from timeboxes.actions.sweep import expire_locked
from timeboxes.events import GateDecided
from timeboxes.face import box_face
from timeboxes.models import Decision, Gate, TimeBox

TEXT_LENGTH = 10_000


class AlreadyDecided(Conflict):
    code = "already_decided"
    title = "Already decided"


class GateClosed(Conflict):
    code = "gate_closed"
    title = "No gate is open"
    sentence = "The box still runs; there is nothing to decide yet."


@dataclass(frozen=True)
class Gated:
    """A locked board and its card at the gate."""

    board: Board
    card: Card
    box: TimeBox
    cause: Cause


def decide(
    *,
    cause: Cause,
    box: TimeBox,
    outcome: str,
    rationale: str = "",
    extend_minutes: Any = None,
    forecast: Any = None,
    expects: str = "",
    children: list[str] | None = None,
) -> Decision:
    """Decide at the box's open gate.

    1. lock  2. a box that is over by the clock is expired first, even while no worker runs
    3. is a gate open, and may the person?  4. the decision's row and fact  5. what it means for box and card.
    """
    if outcome not in Decision.Outcome.values:
        raise Invalid.field(
            "outcome", f"A decision is one of {', '.join(Decision.Outcome.values)}.", "invalid_choice"
        )
    with transaction.atomic():
        if outcome == Decision.Outcome.CONTINUE:
            _lock_in_order(box.board_id, cause)
        board, card, box = lock_box(box, cause)
        if box.state == TimeBox.State.RUNNING and box.is_over(cause.at):
            expire_locked({board.pk: board}, [box], cause.at)
            board, card, box = lock_box(box, cause)
        gate = _open_gate(box)
        _may_decide(board, card, outcome, cause)
        decision = Decision(
            gate=gate,
            outcome=outcome,
            rationale=_text("rationale", rationale),
            author=cause.actor,
            at=cause.at,
            extend_minutes=clean_budget(board, extend_minutes),
            forecast=clean_forecast(forecast),
            expects=_text("expects", expects),
        )
        _carry_out(Gated(board, card, box, cause), decision, children or [])
    return decision


def _lock_in_order(board_id: int, cause: Cause) -> None:
    """The task goes to another board; whoever needs two takes them in the same order as everybody else."""
    spawning = Board.objects.filter(pk=board_id, on_continue=Board.OnContinue.SPAWN_TASK)
    target = spawning.values_list("development_board", flat=True).first()
    if target is not None:
        lock_boards((board_id, target), cause.actor, Verb.WRITE_CARD)


def _carry_out(gated: Gated, decision: Decision, children: list[str]) -> None:
    board, card, box, cause = gated.board, gated.card, gated.box, gated.cause
    decision.save(force_insert=True)
    gate = decision.gate
    gate.closed_at = cause.at
    gate.save(update_fields=["closed_at"])
    save_card(card, cause, face={"timebox": box_face(box, decided_at=cause.at)})
    late = max(0, int((cause.at - gate.opened_at).total_seconds() // 60))
    fact = GateDecided(
        box=box.pk, gate=gate.pk, outcome=decision.outcome, rationale=decision.rationale, late_minutes=late
    )
    record(board, fact, cause, card=card)
    OUTCOMES[decision.outcome](gated, decision, children)


def _stop(gated: Gated, decision: Decision, children: list[str]) -> None:
    if gated.box.state != TimeBox.State.CLOSED:
        close_for(gated.board, gated.card, gated.box, gated.cause)


def _extend(gated: Gated, decision: Decision, children: list[str]) -> None:
    extend_for(gated.board, gated.card, gated.box, decision, gated.cause)


def _continue(gated: Gated, decision: Decision, children: list[str]) -> None:
    _stop(gated, decision, children)
    continue_for(gated.board, gated.card, gated.cause)


def _split(gated: Gated, decision: Decision, children: list[str]) -> None:
    _stop(gated, decision, children)
    split_for(gated.board, gated.card, children, gated.cause)


OUTCOMES: dict[str, Callable[[Gated, Decision, list[str]], None]] = {
    Decision.Outcome.STOP: _stop,
    Decision.Outcome.EXTEND: _extend,
    Decision.Outcome.CONTINUE: _continue,
    Decision.Outcome.SPLIT: _split,
}


def _open_gate(box: TimeBox) -> Gate:
    gates = Gate.objects.select_for_update().filter(box=box).order_by("-opened_at", "-pk")
    newest = gates.first()
    if newest is not None and newest.closed_at is None:
        return newest
    decided = Decision.objects.select_related("author").filter(gate=newest).first() if newest else None
    if decided is not None and box.state in (TimeBox.State.CLOSED, TimeBox.State.EXPIRED):
        raise AlreadyDecided(f"{decided.author.name} has decided already: {decided.outcome}.")
    if decided is not None and decided.outcome == Decision.Outcome.EXTEND:
        raise AlreadyDecided(f"{decided.author.name} has extended the box; the next gate opens when it is over.")
    raise GateClosed


def _may_decide(board: Board, card: Card, outcome: str, cause: Cause) -> None:
    stops_own = outcome == Decision.Outcome.STOP and card.author_id == cause.actor.pk
    if not stops_own and not may(cause.actor, Verb.DECIDE, board.team_id):
        raise Forbidden("The product owner decides at the gate; the author may stop.")


def _text(field: str, text: str) -> str:
    clean = (text or "").replace("\x00", "").strip()
    if len(clean) > TEXT_LENGTH:
        raise Invalid.field(field, f"Keep it to {TEXT_LENGTH:,} characters.")
    return clean
