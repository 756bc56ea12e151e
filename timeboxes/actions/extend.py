"""More time: once by default, at most half the original budget, with a new forecast and what it will buy."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.errors import Conflict, FieldError, Invalid
from boards.events import Cause
from boards.models import Board, Card
from hypotheses.face import round_face, stamp
from hypotheses.models import Round
from timeboxes.actions.boxes import store
from timeboxes.clock import CLOCK_FIELDS, plan_mark, push_hard_stop, set_running, stop_clock
from timeboxes.events import TimeBoxExtended
from timeboxes.models import Decision, TimeBox


class ExtensionLimit(Conflict):
    code = "extension_limit"
    title = noop("Not to be extended again")
    sentence = noop("The box has been extended as often as the board allows; continue with a new card.")


def extend_for(board: Board, card: Card, box: TimeBox, decision: Decision, cause: Cause) -> None:
    """Add the minutes; the clock goes on if the card lies in a lane that runs boxes. Criteria stay untouched."""
    minutes = _check(board, box, decision)
    if box.running_since is not None:
        stop_clock(box, cause.at, TimeBox.State.PAUSED)
    box.budget_minutes += minutes
    box.extensions += 1
    box.expired_at = None
    passed = box.accrued_seconds * 100 // box.budget_seconds
    if card.lane.runs_box:
        push_hard_stop(box, cause.at)
        set_running(box, cause.at)
        plan_mark(box, passed)
    else:
        box.state = TimeBox.State.PAUSED
        box.due_at = box.hard_stop_at = None  # counted anew from when the clock goes on
    box.save(update_fields=[*CLOCK_FIELDS, "budget_minutes", "extensions", "expired_at"])
    fact = TimeBoxExtended(
        box=box.pk,
        minutes=minutes,
        budget_minutes=box.budget_minutes,
        due_at=stamp(box.due_at),
        expects=decision.expects,
        forecast=decision.forecast or 0.0,
    )
    store(board, card, box, fact, cause, **_back_to_testing(box))


def _back_to_testing(box: TimeBox) -> dict[str, object]:
    round_ = box.round
    if round_ is None or round_.state != Round.State.GATED:
        return {}
    round_.state = Round.State.TESTING
    round_.save(update_fields=["state"])
    return {"round": round_face(round_)}


def _check(board: Board, box: TimeBox, decision: Decision) -> int:
    if box.state == TimeBox.State.CLOSED:
        raise Conflict(_("The round has its verdict; re-open the card for another round."))
    if box.extensions >= board.max_extensions:
        raise ExtensionLimit(offer="continue_as_new_card")
    errors = []
    most = box.original_budget_minutes // 2
    minutes = decision.extend_minutes or 0
    if not minutes:
        errors.append(FieldError("extend_minutes", "required", _("Say by how much.")))
    elif minutes > most:
        errors.append(
            FieldError(
                "extend_minutes",
                "too_long",
                _("At most half the original budget: %(most)s minutes.") % {"most": most},
            )
        )
    if decision.forecast is None:
        errors.append(FieldError("forecast", "required", _("Give a new forecast, 0.01 to 0.99.")))
    if not decision.expects:
        errors.append(FieldError("expects", "required", _("What new information do you expect?")))
    if errors:
        raise ExtensionIncomplete(errors=errors)
    return minutes


class ExtensionIncomplete(Invalid):
    status = 422
    code = "extension_incomplete"
    title = noop("More is needed to extend")
    sentence = noop("An extension needs its length, a new forecast and what it will buy.")
