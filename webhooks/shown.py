"""A webhook and its deliveries as its managers see them: no secret, and of the address only its host."""

from __future__ import annotations

import json
from typing import Any

from webhooks.formats import TEST, content_of
from webhooks.models import Delivery, Webhook

HEALTH = ("off_because", "off_since", "said", "failing_since", "failures", "last_ok_at", "previous_until")


def webhook_as_dict(webhook: Webhook) -> dict[str, Any]:
    health = {name: getattr(webhook, name) for name in HEALTH}
    return {
        "id": webhook.pk,
        "team": webhook.team.slug,
        "board": webhook.board.key if webhook.board else None,
        "name": webhook.name,
        "address": webhook.address,
        "format": webhook.format,
        "kinds": webhook.kinds,
        "is_on": webhook.is_on,
        **health,
        "created_at": webhook.created_at,
    }


def delivery_as_dict(delivery: Delivery, form: str) -> dict[str, Any]:
    event = delivery.event
    about: dict[str, Any] = {"event": None, "kind": TEST, "board": None, "card": None}
    if event is not None:
        about = {
            "event": str(event.pk),
            "kind": event.kind,
            "board": event.board.key,
            "card": event.card_ref or None,
        }
    return {
        "id": delivery.pk,
        "message": delivery.message_id,
        **about,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "created_at": delivery.created_at,
        "due_at": delivery.due_at if delivery.state == Delivery.State.WAITING else None,
        "delivered_at": delivery.delivered_at,
        "tries": delivery.tries,
        "request": json.loads(content_of(delivery, form)),
    }
