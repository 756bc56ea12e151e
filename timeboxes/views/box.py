"""The clock of a card's time-box: planning it, starting, pausing with a reason, resuming."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpResponse, QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import Invalid, NotFound
from accounts.pages import PersonRequest, signed_in
from boards.events import Cause
from boards.models import Card
from boards.views.card_answers import done
from boards.views.cards import cause_of, visible_card
from timeboxes import actions
from timeboxes.models import TimeBox
from timeboxes.parts import box_of


def _box(card: Card) -> TimeBox:
    box = box_of(card)
    if box is None:
        raise NotFound(_("%(card)s has no time-box yet.") % {"card": card.ref})
    return box


def _plan(cause: Cause, card: Card, form: QueryDict) -> str:
    box = box_of(card)
    if box is not None and box.state == TimeBox.State.PLANNED:
        actions.change_budget(cause=cause, box=box, budget=form.get("budget", ""))
    else:
        actions.plan_box(cause=cause, card=card, budget=form.get("budget", ""))
    return ""


def _start(cause: Cause, card: Card, form: QueryDict) -> str:
    actions.start_box(cause=cause, box=_box(card))
    return _("The clock runs")


def _pause(cause: Cause, card: Card, form: QueryDict) -> str:
    actions.pause_box(cause=cause, box=_box(card), reason=form.get("reason", ""))
    return _("The clock stands still")


def _resume(cause: Cause, card: Card, form: QueryDict) -> str:
    actions.resume_box(cause=cause, box=_box(card))
    return _("The clock runs again")


def _last_date(cause: Cause, card: Card, form: QueryDict) -> str:
    """To the end of that day, where the person is."""
    day = parse_date(form.get("date", ""))
    if day is None:
        raise Invalid.field("date", _("Choose a date."))
    ends = datetime.combine(day, time.max, ZoneInfo(cause.actor.time_zone)).replace(microsecond=0)
    actions.set_hard_stop(cause=cause, box=_box(card), hard_stop_at=ends)
    return _("The last date is set")


VERBS: dict[str, Callable[[Cause, Card, QueryDict], str]] = {
    "plan": _plan,
    "start": _start,
    "pause": _pause,
    "resume": _resume,
    "last-date": _last_date,
}


@signed_in
@require_POST
def timebox(request: PersonRequest, ref: str, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise NotFound
    card = visible_card(request.user, ref)
    return done(request, ref, said=VERBS[verb](cause_of(request), card, request.POST))
