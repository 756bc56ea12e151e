"""What is sent: the event as every client sees it, or a sentence for a chat.

What people wrote must stay text in a chat: it calls nobody and makes no link.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import override

from boards.models import Event
from boards.sentences import sentence
from webhooks.models import Delivery, Webhook

NOTHING = "\u200b"  # a space without width: an @ or a bracket before it is only a character


TEST = "webhook.test"
Told = tuple[str, str, str]  # the sentence, the name of a place and its address


def content_of(delivery: Delivery, form: str) -> bytes:
    return body_of(delivery.event, form) if delivery.event else body_of_test(delivery, form)


def body_of(event: Event, form: str) -> bytes:
    """The same bytes for the same event, however often it is sent and whoever looks at it."""
    if form not in CHATS:
        return _bytes(event.as_dict(event.board.key))
    with override(settings.LANGUAGE_CODE):
        return _bytes(CHATS[form](_told(event)))


def body_of_test(delivery: Delivery, form: str) -> bytes:
    """Shaped like an event, of a kind no event has; a chat is told in words."""
    webhook = delivery.webhook
    if form in CHATS:
        sentence = f"This is a test of the webhook {webhook.name}. Nothing has happened."
        return _bytes(CHATS[form]((sentence, webhook.name, f"{settings.SITE_URL}/webhooks/{webhook.pk}/")))
    at = delivery.created_at.isoformat().replace("+00:00", "Z")
    data = {"webhook": webhook.pk, "name": webhook.name}
    return _bytes({"id": delivery.message_id, "kind": TEST, "v": 1, "at": at, "data": data})


def _bytes(shaped: dict[str, Any]) -> bytes:
    return json.dumps(shaped, ensure_ascii=False, separators=(",", ":")).encode()


def _slack(told: Told) -> dict[str, Any]:
    """Mattermost reads the same: `<address|text>` is a link in both."""
    what, where, address = told
    return {"text": f"{_inert(what)}\n<{address}|{_inert(where)}>"}


def _teams(told: Told) -> dict[str, Any]:
    """An Adaptive Card; text runs know no markup."""
    what, where, address = told
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": what}]}],
        "actions": [{"type": "Action.OpenUrl", "title": where, "url": address}],
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}


CHATS: dict[str, Callable[[Told], dict[str, Any]]] = {Webhook.Format.SLACK: _slack, Webhook.Format.TEAMS: _teams}


def _told(event: Event) -> Told:
    card = event.card
    if card is not None and not card.trashed_at:
        return sentence(event), f"{card.ref} {card.title}", f"{settings.SITE_URL}/c/{card.ref}/"
    return sentence(event), event.board.name, f"{settings.SITE_URL}/boards/{event.board.key}/"


def _inert(text: str) -> str:
    """No entity of Slack, no mention of Mattermost, no Markdown link or picture."""
    plain = " ".join(text.split()).replace("|", "\u2502")
    for mark in ("@", "]", "://"):
        plain = plain.replace(mark, mark + NOTHING)
    return html.escape(plain, quote=False)
