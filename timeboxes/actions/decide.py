"""The decision at a gate: stop, continue, extend or split. Exactly one; whoever comes second is told so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, may
from accounts.errors import Conflict, Forbidden, Invalid
from boards.actions.face import save_card
from boards.event_words import word
from boards.events import Cause, record
from boards.models import Board, Card
from hypotheses.actions.draft import clean_budget, clean_forecast
from timeboxes.actions.boxes import close_for, lock_box
from timeboxes.actions.extend import extend_for
from timeboxes.actions.follow_up import continue_for, renew_for, split_for
from timeboxes.actions.sweep import expire_locked
from timeboxes.actions.two_boards import lock_in_order
from timeboxes.clock import hours_of
from timeboxes.events import GateDecided
from timeboxes.face import box_face
from timeboxes.models import Decision, Gate, TimeBox

TEXT_LENGTH = 10_000


class AlreadyDecided(Conflict):
    code = "already_decided"
    title = noop("Already decided")


class GateClosed(Conflict):
    code = "gate_closed"
    title = noop("No gate is open")
    sentence = noop("The box still runs; there is nothing to decide yet.")


@dataclass(frozen=True)
class Gated:
    """A locked board and its card at the gate, and what comes after it."""

    board: Board
    card: Card
    box: TimeBox
    cause: Cause
    children: list[str] = field(default_factory=list)
    as_new_card: bool = False


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
    as_new_card: bool = False,
) -> Decision:
    """Decide at the box's open gate.

    1. lock  2. a box that is over by the clock is expired first, even while no worker runs
    3. is a gate open, and may the person?  4. the decision's row and fact  5. what it means for box and card.
    """
    _check_outcome(outcome, as_new_card=as_new_card)
    with transaction.atomic():
        if outcome == Decision.Outcome.CONTINUE:
            lock_in_order(box.board_id, cause)
        board, card, box = lock_box(box, cause)
        if box.is_unflagged(cause.at):
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
        carry_out(Gated(board, card, box, cause, children or [], as_new_card), decision)
    return decision


def _check_outcome(outcome: str, *, as_new_card: bool) -> None:
    words = [value for value, _ in Decision.CHOICES]
    if outcome not in words:
        raise Invalid.field("outcome", f"A decision is one of {', '.join(words)}.", "invalid_choice")
    if as_new_card and outcome != Decision.Outcome.CONTINUE:
        raise Invalid.field("as_new_card", _("Only who continues can do so with a new card."))


def carry_out(gated: Gated, decision: Decision) -> None:
    """The decision's row and fact, and what follows; the caller holds the lock and knows who may."""
    board, card, box, cause = gated.board, gated.card, gated.box, gated.cause
    decision.save(force_insert=True)
    gate = decision.gate
    gate.closed_at = cause.at
    gate.save(update_fields=["closed_at"])
    save_card(card, cause, face={"timebox": box_face(box, decided_at=cause.at)})
    fact = GateDecided(
        box=box.pk,
        gate=gate.pk,
        outcome=decision.outcome,
        rationale=decision.rationale,
        late_minutes=max(0, int((cause.at - gate.opened_at).total_seconds() // 60)),
        working_minutes=int(hours_of(box).elapsed(gate.opened_at, cause.at)),
        as_new_card=gated.as_new_card,
    )
    record(board, fact, cause, card=card)
    OUTCOMES[decision.outcome](gated, decision)


def _stop(gated: Gated, decision: Decision) -> None:
    if gated.box.state != TimeBox.State.CLOSED:
        close_for(gated.board, gated.card, gated.box, gated.cause)


def _extend(gated: Gated, decision: Decision) -> None:
    extend_for(gated.board, gated.card, gated.box, decision, gated.cause)


def _continue(gated: Gated, decision: Decision) -> None:
    _stop(gated, decision)
    if gated.as_new_card:
        renew_for(gated.board, gated.card, gated.box, gated.cause)
    else:
        continue_for(gated.board, gated.card, gated.cause)


def _split(gated: Gated, decision: Decision) -> None:
    _stop(gated, decision)
    split_for(gated.board, gated.card, gated.children, gated.cause)


OUTCOMES: dict[str, Callable[[Gated, Decision], None]] = {
    Decision.Outcome.STOP: _stop,
    Decision.Outcome.EXTEND: _extend,
    Decision.Outcome.CONTINUE: _continue,
    Decision.Outcome.SPLIT: _split,
    Decision.Outcome.PARK: _stop,
}


def _open_gate(box: TimeBox) -> Gate:
    gates = Gate.objects.select_for_update().filter(box=box).order_by("-opened_at", "-pk")
    newest = gates.first()
    if newest is not None and newest.closed_at is None:
        return newest
    decided = Decision.objects.select_related("author").filter(gate=newest).first() if newest else None
    if decided is not None and box.state in (TimeBox.State.CLOSED, TimeBox.State.EXPIRED):
        raise AlreadyDecided(already(decided.by, decided.outcome))
    if decided is not None and decided.outcome == Decision.Outcome.EXTEND:
        raise AlreadyDecided(
            _("%(name)s has extended the box; the next gate opens when it is over.") % {"name": decided.by}
        )
    raise GateClosed


def already(name: str, outcome: str) -> str:
    """What whoever comes second is told."""
    return _("%(name)s has decided already: %(outcome)s.") % {"name": name, "outcome": word(outcome)}


def _may_decide(board: Board, card: Card, outcome: str, cause: Cause) -> None:
    stops_own = outcome == Decision.Outcome.STOP and card.author_id == cause.actor.pk
    if not stops_own and not may(cause.actor, Verb.DECIDE, board.team_id):
        raise Forbidden(_("The product owner decides at the gate; the author may stop."))


def _text(field: str, text: str) -> str:
    clean = (text or "").replace("\x00", "").strip()
    if len(clean) > TEXT_LENGTH:
        most = number_format(TEXT_LENGTH, force_grouping=True)
        raise Invalid.field(field, _("Keep it to %(most)s characters.") % {"most": most})
    return clean
