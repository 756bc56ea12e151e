"""Asking for a delivery again: the same event, the same id, as often as an admin wants."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, require
from accounts.errors import Conflict
from accounts.models import Person
from webhooks.models import Delivery, Webhook

KEPT_FOR = timedelta(days=30)


class WebhookOff(Conflict):
    code = "webhook_off"
    title = noop("The webhook is off")
    sentence = noop("The webhook is off. Switch it on first; what is waiting is sent then.")


def redeliver(*, actor: Person, delivery: Delivery, at: datetime) -> Delivery:
    """Send it once more, now; its former tries stay in the log."""
    require(actor, Verb.MANAGE_TEAM, delivery.webhook.team_id)
    _require_on(delivery.webhook)
    delivery.state, delivery.due_at, delivery.attempts = Delivery.State.WAITING, at, 0
    delivery.save(update_fields=["state", "due_at", "attempts"])
    Webhook.objects.filter(pk=delivery.webhook_id).update(rest_until=None)
    return delivery


def redeliver_missed(*, actor: Person, webhook: Webhook, at: datetime) -> int:
    """Send everything again that was given up; returns how many."""
    require(actor, Verb.MANAGE_TEAM, webhook.team_id)
    _require_on(webhook)
    missed = webhook.deliveries.filter(state=Delivery.State.MISSED)
    return missed.update(state=Delivery.State.WAITING, due_at=at, attempts=0)


def forget_deliveries(*, before: datetime) -> int:
    """What is older than a month is no longer shown, and no longer sent."""
    return Delivery.objects.filter(created_at__lte=before).delete()[0]


def _require_on(webhook: Webhook) -> None:
    if not webhook.is_on:
        raise WebhookOff
