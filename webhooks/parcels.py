"""Taking the next delivery of a webhook in hand: the lease, the attempt counted first, the signed request."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import F

from accounts.sealing import SealBroken, unseal
from webhooks.formats import content_of
from webhooks.marking import MOST_ATTEMPTS, Answer, Parcel, put_aside, settle
from webhooks.models import Delivery, Webhook
from webhooks.signing import signed_headers
from webhooks.told import BROKEN_SEAL, NOT_WRITTEN, WORKER_ENDED

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
EVENT = ("webhook", "event__board__team", "event__actor", "event__card")


def take_next(webhook: Webhook, at: datetime) -> Parcel | None:
    """The request of its oldest due delivery, or None when another worker was faster or it is not to be sent.

    The attempt is counted before it is made: one that ends the worker is given up in the end, too.
    """
    token = secrets.token_hex(16)
    held = Webhook.objects.free(at).filter(pk=webhook.pk)
    if not held.update(lease_token=token, lease_until=at + LEASE, tried_at=at):
        return None
    due = Delivery.objects.due(at).filter(webhook=webhook).select_related(*EVENT)
    delivery = due.order_by("due_at", "pk").first()
    if delivery is None or not _is_allowed(webhook, delivery):
        put_aside(webhook, token, delivery)
        return None
    Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1)
    delivery.attempts += 1
    return _written(webhook, delivery, token, at)


def request_of(webhook: Webhook, delivery: Delivery, at: datetime) -> tuple[str, dict[str, str], bytes]:
    """Address, headers and body; `SealBroken` when SECRET_KEY has changed."""
    held = [unseal(webhook.sealed_secret)]
    if webhook.sealed_previous and webhook.previous_until and webhook.previous_until > at:
        with suppress(SealBroken):
            held.append(unseal(webhook.sealed_previous))
    body = content_of(delivery, webhook.format)
    signed = signed_headers(held, delivery.message_id, int(at.timestamp()), body)
    return unseal(webhook.sealed_url), {"Content-Type": "application/json", **signed}, body


def _written(webhook: Webhook, delivery: Delivery, token: str, at: datetime) -> Parcel | None:
    """A delivery that cannot be written is a failure of its own, not of the receiver."""
    parcel = Parcel(webhook.pk, delivery, token)
    if delivery.attempts > MOST_ATTEMPTS:
        settle(parcel, Answer(None, WORKER_ENDED, 0, ours=True), at)
        return None
    try:
        parcel.url, parcel.headers, parcel.body = request_of(webhook, delivery, at)
    except SealBroken:
        settle(parcel, Answer(None, BROKEN_SEAL, 0, ours=True), at)
        return None
    except Exception as error:
        log.exception("Delivery %s could not be written", delivery.pk)
        said = NOT_WRITTEN % {"error": type(error).__name__}
        settle(parcel, Answer(None, said, 0, ours=True), at)
        return None
    return parcel


def _is_allowed(webhook: Webhook, delivery: Delivery) -> bool:
    """Asked when it is sent: the board may have been deleted or belong to another team since."""
    event = delivery.event
    return event is None or (event.board.deleted_at is None and event.board.team_id == webhook.team_id)
