"""Asking for a delivery again: the same event, the same id, as often as an admin wants."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, require
from accounts.audit import audit
from accounts.errors import Conflict
from accounts.models import Person
from webhooks.models import Delivery, Webhook

KEPT_FOR = timedelta(days=30)


class WebhookOff(Conflict):
    code = "webhook_off"
    title = noop("The webhook is off")
    sentence = noop("The webhook is off. Switch it on first; what is waiting is sent then.")


class AlreadyTesting(Conflict):
    code = "test_under_way"
    title = noop("A test is under way")
    sentence = noop("A test is on its way already. Wait for what comes of it.")


def send_test(*, actor: Person, webhook: Webhook, at: datetime) -> Delivery:
    """A delivery of no event, to see whether the receiver takes it; it goes the way of all others, now."""
    require(actor, Verb.MANAGE_TEAM, webhook.team_id)
    _require_on(webhook)
    with transaction.atomic():
        Webhook.objects.select_for_update(no_key=True).get(pk=webhook.pk)
        if webhook.deliveries.tests().waiting().exists():
            raise AlreadyTesting
        test = Delivery.objects.create(webhook=webhook, created_at=at, due_at=at)
        Webhook.objects.filter(pk=webhook.pk).update(rest_until=None)
        audit("webhook.tested", at, actor=actor, team=webhook.team, webhook=webhook.name, address=webhook.address)
    return test


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
    missed = webhook.deliveries.missed()
    return missed.update(state=Delivery.State.WAITING, due_at=at, attempts=0)


def forget_deliveries(*, before: datetime) -> int:
    """What is older than a month is no longer shown, and no longer sent."""
    return Delivery.objects.filter(created_at__lte=before).delete()[0]


def _require_on(webhook: Webhook) -> None:
    if not webhook.is_on:
        raise WebhookOff
