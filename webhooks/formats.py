"""What is sent: the event as every client sees it, or a sentence for a chat.

What people wrote must stay text in a chat: it calls nobody and makes no link.
"""

from __future__ import annotations

import html
import json
from typing import Any

from django.conf import settings
from django.utils.translation import override

from boards.models import Event
from boards.sentences import sentence
from webhooks.models import Webhook

NOTHING = "\u200b"  # a space without width: an @ or a bracket before it is only a character


def body_of(event: Event, form: str) -> bytes:
    """The same bytes for the same event, however often it is sent and whoever looks at it."""
    with override(settings.LANGUAGE_CODE):
        shaped = {Webhook.Format.SLACK: _slack, Webhook.Format.TEAMS: _teams}.get(form, _plain)(event)  # type: ignore[call-overload]  # a choice is its value
    return json.dumps(shaped, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(event: Event) -> dict[str, Any]:
    return event.as_dict(event.board.key)


def _slack(event: Event) -> dict[str, Any]:
    """Mattermost reads the same: `<address|text>` is a link in both."""
    what, where, address = _told(event)
    return {"text": f"{_inert(what)}\n<{address}|{_inert(where)}>"}


def _teams(event: Event) -> dict[str, Any]:
    """An Adaptive Card; text runs know no markup."""
    what, where, address = _told(event)
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": what}]}],
        "actions": [{"type": "Action.OpenUrl", "title": where, "url": address}],
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}


def _told(event: Event) -> tuple[str, str, str]:
    """The sentence, the name of the place and its address."""
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
