"""The last date of a time-box."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb, require
from accounts.errors import Invalid
from boards.events import Cause
from hypotheses.face import stamp
from timeboxes.actions.boxes import WrongState, lock_box, store
from timeboxes.events import TimeBoxStopSet
from timeboxes.models import TimeBox


def set_hard_stop(*, cause: Cause, box: TimeBox, hard_stop_at: datetime) -> TimeBox:
    """Another last date: it ends the box whatever the clock says, also while it is paused. The owner sets it."""
    with transaction.atomic():
        board, card, box = lock_box(box, cause)
        require(cause.actor, Verb.DECIDE, board.team_id, sentence=_("The product owner sets the last date."))
        if box.is_over(cause.at) or box.state == TimeBox.State.CLOSED:
            raise WrongState(_("The box is over; its gate decides."))
        if hard_stop_at <= cause.at:
            raise Invalid.field("hard_stop_at", _("Choose a date in the future."))
        if hard_stop_at == box.hard_stop_at:
            return box
        previous = {"hard_stop_at": stamp(box.hard_stop_at)}
        box.hard_stop_at = hard_stop_at
        box.save(update_fields=["hard_stop_at"])
        fact = TimeBoxStopSet(box=box.pk, hard_stop_at=stamp(hard_stop_at) or "", previous=previous)
        store(board, card, box, fact, cause)
    return box
