"""The decision at the gate of a stage. To go on closes this time-box and opens the next one: one act, one fact."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Conflict, FieldError, Invalid
from boards.events import Cause, record
from boards.models import Board
from hypotheses.actions import record_verdict
from hypotheses.actions.draft import clean_budget
from hypotheses.models import Round
from timeboxes.actions.conclude import conclude_and_decide
from timeboxes.actions.decide import AlreadyDecided, GateClosed, already
from timeboxes.actions.extend import ExtensionIncomplete, ExtensionLimit
from timeboxes.actions.stages import GATE_FIELDS, lock_stage, of, start_for
from timeboxes.actions.sweep_stages import expire_stage
from timeboxes.actions.two_boards import lock_in_order
from timeboxes.clock import CLOCK_FIELDS, hours_of, plan_mark, push_hard_stop, set_running, used_seconds
from timeboxes.events import StageDecided
from timeboxes.models import Clocked, Decision, Gate, Stage, StageDecision, TimeBox

OUTCOMES = (Decision.Outcome.CONTINUE, Decision.Outcome.EXTEND, Decision.Outcome.STOP)
OPEN = (Clocked.State.RUNNING, Clocked.State.EXPIRED)
TEXT_LENGTH = 10_000


def decide_stage(
    *,
    cause: Cause,
    stage: Stage,
    outcome: str,
    rationale: str = "",
    extend_minutes: Any = None,
    expects: str = "",
    verdict: dict[str, str] | None = None,
) -> StageDecision:
    """Decide at the open gate of a stage.

    1. lock; a stage that is over by the clock is expired first  2. may the person?  3. with `continue`, the card
    that proves it gets its verdict, if one is given, and its own gate is passed: that may be what opens this one
    4. is the gate open? the decision's row and fact  5. the next time-box is opened, this one extended, or the
    initiative ends. All of it holds, or nothing.
    """
    if outcome not in OUTCOMES:
        raise Invalid.field("outcome", f"A stage is decided by {', '.join(OUTCOMES)}.", "invalid_choice")
    with transaction.atomic():
        if outcome == Decision.Outcome.CONTINUE:
            lock_in_order(stage.initiative.board_id, cause)
        board, stage = lock_stage(stage, cause, Verb.DECIDE)
        if stage.is_unflagged(cause.at):
            expire_stage(board, stage, cause)
        if outcome == Decision.Outcome.CONTINUE and stage.state in OPEN:
            _pass_proof(stage, verdict, rationale, cause)
            board, stage = lock_stage(stage, cause, Verb.DECIDE)
        if stage.gate_opened_at is None:
            raise _closed(stage)
        return _carry_out(board, stage, cause, outcome, _texts(rationale, expects), extend_minutes)


def _closed(stage: Stage) -> Conflict:
    last = stage.decisions.select_related("author").last()
    if last is not None:
        return AlreadyDecided(already(last.author.name, last.outcome))
    return GateClosed(_("The stage still runs; there is nothing to decide yet."))


def _pass_proof(stage: Stage, verdict: dict[str, str] | None, rationale: str, cause: Cause) -> None:
    """The proof's own gate, if it is open or its box is over, is passed in the same act."""
    boxes = TimeBox.objects.filter(card=stage.proof_id).select_related("card", "round")
    box = boxes.order_by("-pk").first()
    if box is None:
        return
    waits = Gate.objects.filter(box=box, closed_at=None).exists() or box.is_unflagged(cause.at)
    concluded = box.round is None or box.round.state == Round.State.CONCLUDED
    given = None if concluded else verdict
    if waits:
        conclude_and_decide(cause=cause, box=box, verdict=given, outcome="continue", rationale=rationale)
    elif given is not None:
        record_verdict(cause=cause, card=box.card, **given)


def _carry_out(
    board: Board, stage: Stage, cause: Cause, outcome: str, texts: dict[str, str], extend_minutes: Any
) -> StageDecision:
    opened = stage.gate_opened_at or cause.at
    decision = StageDecision.objects.create(
        stage=stage,
        reason=stage.gate_reason,
        opened_at=opened,
        outcome=outcome,
        author=cause.actor,
        at=cause.at,
        extend_minutes=clean_budget(board, extend_minutes),
        **texts,
    )
    following = stage.initiative.stages.filter(position__gt=stage.position).first()
    fact = StageDecided(
        **of(stage),
        outcome=outcome,
        rationale=decision.rationale,
        working_minutes=int(hours_of(stage).elapsed(opened, cause.at)),
        opens=following.name if following and outcome == Decision.Outcome.CONTINUE else "",
    )
    if outcome == Decision.Outcome.EXTEND:
        _extend(board, stage, decision, cause)
    else:
        _close(stage, cause)
    record(board, fact, cause)
    if outcome == Decision.Outcome.CONTINUE and following is not None:
        start_for(board, following, cause)
    elif outcome != Decision.Outcome.EXTEND:
        stage.initiative.closed_at = cause.at
        stage.initiative.save(update_fields=["closed_at"])
    return decision


def _close(stage: Stage, cause: Cause) -> None:
    stage.accrued_seconds = used_seconds(stage, cause.at)
    stage.state, stage.closed_at = Clocked.State.CLOSED, cause.at
    stage.running_since = stage.due_at = stage.next_mark = stage.next_mark_at = None
    stage.gate_reason, stage.gate_opened_at = "", None
    stage.save(update_fields=[*CLOCK_FIELDS, "closed_at", *GATE_FIELDS])


def _extend(board: Board, stage: Stage, decision: StageDecision, cause: Cause) -> None:
    """As a card's box: as often as the board allows, at most half the first budget, and for something."""
    if stage.extensions >= board.max_extensions:
        raise ExtensionLimit(_("The stage has been extended as often as the board allows; plan a further stage."))
    most, minutes = stage.original_budget_minutes // 2, decision.extend_minutes or 0
    errors = []
    if not 0 < minutes <= most:
        too_long = _("Add 1 to %(most)s minutes, half the first budget.") % {"most": most}
        errors.append(FieldError("extend_minutes", "too_long", too_long))
    if not decision.expects:
        errors.append(FieldError("expects", "required", _("What new information do you expect?")))
    if errors:
        raise ExtensionIncomplete(_("An extension needs its length and what it will buy."), errors=errors)
    stage.accrued_seconds = used_seconds(stage, cause.at)
    stage.budget_minutes += minutes
    stage.extensions += 1
    stage.expired_at = None
    passed = stage.accrued_seconds * 100 // stage.budget_seconds
    push_hard_stop(stage, cause.at)
    set_running(stage, cause.at)
    plan_mark(stage, passed)
    stage.gate_reason, stage.gate_opened_at = "", None
    stage.save(update_fields=[*CLOCK_FIELDS, "budget_minutes", "extensions", "expired_at", *GATE_FIELDS])


def _texts(rationale: str, expects: str) -> dict[str, str]:
    texts = {"rationale": (rationale or "").strip(), "expects": (expects or "").strip()}
    for field, text in texts.items():
        if len(text) > TEXT_LENGTH:
            most = number_format(TEXT_LENGTH, force_grouping=True)
            raise Invalid.field(field, _("Keep it to %(most)s characters.") % {"most": most})
    return {field: text.replace("\x00", "") for field, text in texts.items()}
