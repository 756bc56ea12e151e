"""Planning, starting, pausing and resuming a time-box."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, NotFound
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, Fact, record
from boards.models import Board, Card, Lane
from hypotheses.actions import open_round
from hypotheses.actions.draft import clean_budget
from hypotheses.face import stamp
from hypotheses.models import Round
from timeboxes.clock import CLOCK_FIELDS, set_running, stop_clock, used_seconds
from timeboxes.events import (
    TimeBoxClosed,
    TimeBoxPaused,
    TimeBoxPlanned,
    TimeBoxResumed,
    TimeBoxStarted,
)
from timeboxes.face import box_face
from timeboxes.models import Pause, TimeBox

REASON_LENGTH = 300


class WrongState(Conflict):
    code = "wrong_state"
    title = noop("Not in this state")


def plan_box(*, cause: Cause, card: Card, budget: Any) -> TimeBox:
    """Give the open round a budget and its box, as an exploration needs it (a lock plans the box by itself)."""
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        round_ = open_round(card, cause)
        if TimeBox.objects.filter(round=round_).exists():
            raise WrongState(_("%(card)s has a time-box already.") % {"card": card.ref})
        round_.budget_minutes = clean_budget(board, budget)
        if not round_.budget_minutes:
            raise Invalid.field("budget", _('Give the box a budget such as "3d" or "12h".'), "required")
        round_.save(update_fields=["budget_minutes"])
        return plan_for(board, card, round_, cause)


def plan_for(board: Board, card: Card, round_: Round, cause: Cause) -> TimeBox:
    """The planned box of a round that has a budget; the caller holds the lock."""
    if not round_.budget_minutes:
        raise Invalid.field("budget", _('Give the box a budget such as "3d" or "12h".'), "required")
    box = TimeBox.objects.create(
        board=board,
        card=card,
        round=round_,
        budget_minutes=round_.budget_minutes,
        original_budget_minutes=round_.budget_minutes,
        calendar=board.calendar(),
        created_at=cause.at,
    )
    store(board, card, box, TimeBoxPlanned(box=box.pk, budget_minutes=box.budget_minutes), cause)
    return box


def change_budget(*, cause: Cause, box: TimeBox, budget: Any) -> TimeBox:
    """Another budget before the start; afterwards only a decision extends."""
    with transaction.atomic():
        board, card, box = lock_box(box, cause)
        if box.state != TimeBox.State.PLANNED:
            raise WrongState(_("The box has started; extend it at its gate."))
        if box.round and box.round.is_locked:
            raise WrongState(_("The budget was pre-registered with the hypothesis."))
        minutes = clean_budget(board, budget)
        if not minutes:
            raise Invalid.field("budget", _("Give the box a budget."), "required")
        if minutes == box.budget_minutes:
            return box
        previous = {"budget_minutes": box.budget_minutes}
        box.budget_minutes = box.original_budget_minutes = minutes
        box.save(update_fields=["budget_minutes", "original_budget_minutes"])
        fact = TimeBoxPlanned(box=box.pk, budget_minutes=minutes, previous=previous)
        store(board, card, box, fact, cause)
    return box


def start_box(*, cause: Cause, box: TimeBox) -> TimeBox:
    """Start the clock by hand; normally entering a lane that runs boxes does it."""
    with transaction.atomic():
        board, card, box = lock_box(box, cause)
        if box.state != TimeBox.State.PLANNED:
            raise WrongState(_("The box has started already."))
        return start_for(board, card, box, cause)


def start_for(board: Board, card: Card, box: TimeBox, cause: Cause) -> TimeBox:
    """Start with the calendar of today; from now on the box keeps it."""
    box.calendar = board.calendar()
    set_running(box, cause.at)
    box.save(update_fields=["calendar", *CLOCK_FIELDS])
    fact = TimeBoxStarted(box=box.pk, budget_minutes=box.budget_minutes, due_at=stamp(box.due_at) or "")
    store(board, card, box, fact, cause)
    return box


def pause_box(*, cause: Cause, box: TimeBox, reason: str) -> TimeBox:
    """Stand still for a reason that a person gives."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > REASON_LENGTH:
        wanted = _("Say in 1-%(most)s characters why the clock stands still.") % {"most": REASON_LENGTH}
        raise Invalid.field("reason", wanted, "required")
    with transaction.atomic():
        board, card, box = lock_box(box, cause)
        if box.state != TimeBox.State.RUNNING or box.is_over(cause.at):
            raise WrongState(_("Only a running box can be paused."))
        return pause_for(board, card, box, Pause.Cause.PERSON, reason, cause)


def pause_for(board: Board, card: Card, box: TimeBox, why: str, reason: str, cause: Cause) -> TimeBox:
    stop_clock(box, cause.at, TimeBox.State.PAUSED)
    box.save(update_fields=list(CLOCK_FIELDS))
    Pause.objects.create(box=box, cause=why, reason=reason, actor=cause.actor, started_at=cause.at)
    store(board, card, box, TimeBoxPaused(box=box.pk, cause=why, reason=reason), cause)
    return box


def resume_box(*, cause: Cause, box: TimeBox) -> TimeBox:
    """End a pause; if the card has gone where no clock runs meanwhile, from now on its lane holds the box."""
    with transaction.atomic():
        board, card, box = lock_box(box, cause)
        if box.state != TimeBox.State.PAUSED or box.is_over(cause.at):
            raise WrongState(_("The box is not paused."))
        held = Pause.objects.filter(box=box, ended_at=None, cause=Pause.Cause.PERSON).first()
        if held is None or card.lane.runs_box or card.entered_lane_at <= held.started_at:
            return resume_for(board, card, box, cause)
        Pause.objects.filter(pk=held.pk).update(ended_at=cause.at)
        return pause_in_lane(board, card, box, cause)


def pause_in_lane(board: Board, card: Card, box: TimeBox, cause: Cause) -> TimeBox:
    """The clock stands still because of where the card is."""
    in_review = card.lane.role == Lane.Role.REVIEW
    why = Pause.Cause.REVIEW if in_review else Pause.Cause.BACKLOG
    return pause_for(board, card, box, why, f"in {card.lane.name}"[:REASON_LENGTH], cause)


def resume_for(board: Board, card: Card, box: TimeBox, cause: Cause) -> TimeBox:
    Pause.objects.filter(box=box, ended_at=None).update(ended_at=cause.at)
    set_running(box, cause.at)
    box.save(update_fields=list(CLOCK_FIELDS))
    store(board, card, box, TimeBoxResumed(box=box.pk, due_at=stamp(box.due_at) or ""), cause)
    return box


def close_for(board: Board, card: Card, box: TimeBox, cause: Cause) -> None:
    """End the box with what it has used; the caller holds the lock and knows why."""
    used = used_seconds(box, cause.at)
    if box.state != TimeBox.State.EXPIRED:
        stop_clock(box, cause.at, TimeBox.State.CLOSED)
    box.state, box.closed_at = TimeBox.State.CLOSED, cause.at
    box.save(update_fields=[*CLOCK_FIELDS, "closed_at"])
    Pause.objects.filter(box=box, ended_at=None).update(ended_at=cause.at)
    fact = TimeBoxClosed(box=box.pk, elapsed_minutes=used // 60, budget_minutes=box.budget_minutes)
    store(board, card, box, fact, cause)


def lock_box(box: TimeBox, cause: Cause) -> tuple[Board, Card, TimeBox]:
    board, card = lock_card(box.card, cause.actor, Verb.WRITE_CARD)
    fresh = TimeBox.objects.select_related("card", "round", "calendar").filter(pk=box.pk).first()
    if fresh is None:
        raise NotFound
    return board, card, fresh


def store(board: Board, card: Card, box: TimeBox, fact: Fact, cause: Cause, **face: Any) -> None:
    """The box's summary on its card, and the fact; `face` holds other parts that changed with it."""
    decided_at = face.pop("decided_at", None)
    save_card(card, cause, face={"timebox": box_face(box, decided_at=decided_at), **face})
    record(board, fact, cause, card=card)
