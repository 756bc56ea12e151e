"""Forecasts: how likely people think it is, before anybody can know. Rows are added, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import Conflict, Invalid
from accounts.models import Person
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, record
from boards.models import Card
from hypotheses.actions.draft import clean_forecast
from hypotheses.actions.rounds import current_round
from hypotheses.events import ForecastGiven
from hypotheses.known import results_known
from hypotheses.models import Forecast, Round
from hypotheses.words import too_long

REASON_LENGTH = 300


class ForecastsClosed(Conflict):
    code = "forecasts_closed"
    title = noop("Too late to forecast")


def give_forecast(*, cause: Cause, card: Card, p: Any, reason: str = "") -> Forecast:
    """Say how likely it is that the locked round is supported, or think again; the newest of a person stands.

    The first result closes it to newcomers. Who had a forecast by then may still add one, marked as informed.
    """
    value, reason = clean_forecast(p), " ".join((reason or "").replace("\x00", "").split())
    if value is None:
        raise Invalid.field("forecast", _("Say how likely you think it is, 0.01 to 0.99."), "required")
    if len(reason) > REASON_LENGTH:
        raise Invalid.field("reason", too_long(REASON_LENGTH), "too_long")
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        round_ = current_round(card)
        before = round_.forecasts.filter(person=cause.actor).last()
        informed = results_known(round_)
        _check_open(round_, before, informed)
        if before is not None and (before.p, before.reason, before.informed) == (value, reason, informed):
            return before
        row = _add(round_, cause.actor, value, reason, informed, cause.at)
        save_card(card, cause)
        previous = {"p": before.p} if before else {}
        fact = ForecastGiven(n=round_.n, p=value, reason=reason, informed=informed, previous=previous)
        record(board, fact, cause, card=card)
    return row


def note_reforecast(round_: Round, p: float, reason: str, cause: Cause) -> Forecast:
    """What a decision to extend takes the chance to be now; that fact tells it. The caller holds the lock."""
    return _add(round_, cause.actor, p, reason[:REASON_LENGTH], results_known(round_), cause.at)


def _check_open(round_: Round, before: Forecast | None, informed: bool) -> None:
    if not round_.is_locked:
        raise ForecastsClosed(_("Forecasts begin with the lock; until then the question may still change."))
    if round_.state == Round.State.CONCLUDED:
        raise ForecastsClosed(_("The round has its verdict."))
    if informed and before is None:
        raise ForecastsClosed(_("The first result is known; only those who had a forecast may think again."))


def _add(round_: Round, person: Person, p: float, reason: str, informed: bool, at: datetime) -> Forecast:
    return Forecast.objects.create(round=round_, person=person, p=p, reason=reason, informed=informed, at=at)
