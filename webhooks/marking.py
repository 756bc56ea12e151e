"""What became of a delivery: success, another try later, or given up; and when a webhook is switched off."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from webhooks.actions.switching import switch_off
from webhooks.models import Delivery, Webhook

log = logging.getLogger(__name__)
# After the first failure, the second …: 24 hours in all; after the last one it is given up.
PAUSES = tuple(timedelta(seconds=each) for each in (10, 60, 300, 1_800, 7_200, 18_000, 28_800, 28_800))
MOST_ATTEMPTS = len(PAUSES) + 1
JITTER = 0.2
# While a receiver fails its other deliveries wait a little too, or each would be tried in vain.
FIRST_REST, LONGEST_REST, LONGEST_ASKED_REST = timedelta(seconds=5), timedelta(minutes=5), timedelta(hours=1)
HOPELESS_AFTER, HOPELESS_FAILURES = timedelta(days=5), 10
GONE = 410


@dataclass(frozen=True)
class Answer:
    """What one try came to; `ours` when the receiver was not even asked."""

    status: int | None
    said: str
    milliseconds: int
    retry_after: str = ""
    ours: bool = False

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass
class Parcel:
    """A delivery in hand, the token of its lease, and the request."""

    webhook_id: int
    delivery: Delivery
    token: str
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def settle(parcel: Parcel, answer: Answer, at: datetime) -> bool:
    """Note it, unless the lease has been taken over: then it is no longer ours to say. True when delivered."""
    webhook = Webhook.objects.filter(pk=parcel.webhook_id).first()
    if webhook is None:
        return False
    health = _health(webhook, answer, at)
    with transaction.atomic():
        mine = Webhook.objects.filter(pk=webhook.pk, lease_token=parcel.token)
        if not mine.update(lease_token="", lease_until=None, **health):
            log.warning("Delivery %s had been taken over", parcel.delivery.pk)
            return False
        Delivery.objects.filter(pk=parcel.delivery.pk).update(**_outcome(parcel.delivery, answer, at))
    if answer.status == GONE or _is_hopeless(health, at):
        event = parcel.delivery.event
        reason = Webhook.Off.GONE if answer.status == GONE else Webhook.Off.FAILING
        board_id = event.board_id if event else webhook.board_id
        switch_off(webhook=webhook, board_id=board_id, reason=reason, failures=health["failures"], at=at)
    return answer.is_success


def put_aside(webhook: Webhook, token: str, delivery: Delivery | None) -> None:
    """Give the webhook back; a delivery that is no longer allowed is dropped."""
    with transaction.atomic():
        mine = Webhook.objects.filter(pk=webhook.pk, lease_token=token)
        if mine.update(lease_token="", lease_until=None) and delivery is not None:
            Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.DROPPED)


def _outcome(delivery: Delivery, answer: Answer, at: datetime) -> dict[str, Any]:
    noted = {"at": at.isoformat(), "status": answer.status, "ms": answer.milliseconds, "said": answer.said}
    tries = [*delivery.tries, noted][-Delivery.MOST_TRIES :]
    if answer.is_success:
        return {"state": Delivery.State.DELIVERED, "delivered_at": at, "tries": tries}
    if delivery.is_test:
        return {"state": Delivery.State.MISSED, "tries": tries}
    if delivery.attempts >= MOST_ATTEMPTS:
        log.error("Delivery %s is given up after %d attempts: %s", delivery.pk, delivery.attempts, answer.said)
        return {"state": Delivery.State.MISSED, "tries": tries}
    return {"due_at": at + _jittered(PAUSES[delivery.attempts - 1]), "tries": tries}


def _health(webhook: Webhook, answer: Answer, at: datetime) -> dict[str, Any]:
    if answer.ours:
        return {"failures": webhook.failures, "failing_since": webhook.failing_since, "said": answer.said}
    if answer.is_success:
        return {"failures": 0, "failing_since": None, "last_ok_at": at, "rest_until": None, "said": ""}
    rest = min(FIRST_REST * 2 ** min(webhook.failures, 10), LONGEST_REST)
    return {
        "failures": webhook.failures + 1,
        "failing_since": webhook.failing_since or at,
        "rest_until": at + max(_jittered(rest), _asked(answer.retry_after)),
        "said": answer.said[:300],
    }


def _asked(retry_after: str) -> timedelta:
    """The rest a receiver asks for, in seconds, up to an hour."""
    seconds = int(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 10 else 0
    return min(timedelta(seconds=seconds), LONGEST_ASKED_REST)


def _is_hopeless(health: dict[str, Any], at: datetime) -> bool:
    since = health["failing_since"]
    return since is not None and since <= at - HOPELESS_AFTER and health["failures"] >= HOPELESS_FAILURES


def _jittered(pause: timedelta) -> timedelta:
    return pause * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - jitter, no secret
