"""What a time-box does when its card changes lane, is locked, gets results or its verdict."""

from __future__ import annotations

from accounts.errors import FieldError
from boards.events import Cause
from boards.models import Board, Card
from boards.rules import Entry
from hypotheses.actions.rounds import latest_round
from hypotheses.models import Round, Verdict
from timeboxes.actions.boxes import close_for, pause_in_lane, plan_for, resume_for, start_for
from timeboxes.actions.gate import open_gate
from timeboxes.actions.stages import gate_on_proof
from timeboxes.models import Gate, Pause, TimeBox

State = TimeBox.State
PROVED = {Verdict.Value.SUPPORTED: Gate.Reason.EARLY_PASS, Verdict.Value.REFUTED: Gate.Reason.KILL}
GATE_FOR = {"kill_criterion_met": Gate.Reason.KILL, "all_met": Gate.Reason.EARLY_PASS}


class BoxRule:
    """The clock runs in lanes that run boxes, stands still everywhere else, and ends in done."""

    def begin(self, entry: Entry) -> None:
        """A new card has no box yet."""

    def missing(self, entry: Entry) -> list[FieldError]:
        return []

    def entered(self, entry: Entry) -> None:
        box = _box_of(entry)
        if box is None:
            return
        board, card, cause = entry.board, entry.card, entry.cause
        if entry.target.runs_box:
            _run(board, card, box, cause)
        elif entry.target.is_done:
            if box.state in (State.PLANNED, State.RUNNING, State.PAUSED):
                close_for(board, card, box, cause)
        elif box.state == State.RUNNING and not box.is_over(cause.at):
            pause_in_lane(board, card, box, cause)


def _box_of(entry: Entry) -> TimeBox | None:
    """The box of the card's newest round; an exploration's is planned when it first needs one."""
    round_ = latest_round(entry.card) if entry.card.is_circular else None
    if round_ is None or round_.state == Round.State.CONCLUDED:
        return None
    box = TimeBox.objects.select_related("round", "calendar").filter(round=round_).first()
    if box is None and entry.target.runs_box:
        return plan_for(entry.board, entry.card, round_, entry.cause)
    return box


def _run(board: Board, card: Card, box: TimeBox, cause: Cause) -> None:
    """Start it, or resume it after a pause that a lane made; a person's own pause is theirs to end."""
    if box.state == State.PLANNED:
        start_for(board, card, box, cause)
    elif box.state == State.PAUSED and not box.is_over(cause.at):
        held = Pause.objects.filter(box=box, ended_at=None, cause=Pause.Cause.PERSON).exists()
        if not held:
            resume_for(board, card, box, cause)


def plan_on_lock(board: Board, card: Card, round_: Round, cause: Cause) -> None:
    """A re-opened card may lie in a lane that runs boxes already: then the clock starts with the lock."""
    box = TimeBox.objects.filter(round=round_).first() or plan_for(board, card, round_, cause)
    if card.lane.runs_box and box.state == State.PLANNED:
        start_for(board, card, box, cause)


def gate_on_result(board: Board, card: Card, round_: Round, cause: Cause) -> None:
    """A kill criterion, or every criterion met, opens the gate before the time is up."""
    reason = GATE_FOR.get(round_.reason)
    box = TimeBox.objects.select_related("round", "calendar").filter(round=round_).first()
    if reason and box and box.state in (State.RUNNING, State.PAUSED):
        open_gate(board, card, box, reason, cause)


def close_on_verdict(board: Board, card: Card, round_: Round, cause: Cause) -> None:
    """An early verdict ends the clock; a gate that is open still waits for its decision."""
    box = TimeBox.objects.select_related("round", "calendar").filter(round=round_).first()
    if box and box.state in (State.PLANNED, State.RUNNING, State.PAUSED):
        close_for(board, card, box, cause)


def gate_on_verdict(board: Board, card: Card, round_: Round, cause: Cause) -> None:
    """The answer of the card that proves a stage opens the stage's gate."""
    reason = PROVED.get(Verdict.Value(round_.verdict.value))
    if reason is not None:
        gate_on_proof(board, card, reason, cause)
