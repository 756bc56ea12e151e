"""The log of one card in words, with a way back where there is one."""

from __future__ import annotations

from typing import Any

from boards.actions.undo import INVERSES, UNDO_FOR
from boards.card_parts import Look
from boards.models import Event
from boards.sentences import sentence

SHOWN = 30


def history(look: Look) -> dict[str, Any]:
    """The newest events first; all of them when the viewer asks."""
    events = Event.objects.filter(card=look.card).select_related("actor", "card").order_by("-seq")
    total = events.count()
    shown = events if look.editing == "history" else events[:SHOWN]
    rows = [{"event": event, "words": sentence(event), "undo": _may_undo(look, event)} for event in shown]
    return {"rows": rows, "total": total, "rest": total - len(rows)}


def _may_undo(look: Look, event: Event) -> bool:
    """Making the card is undone where it was made; here that would throw away what the viewer is reading."""
    mine = event.actor_id == look.person.pk and event.kind in INVERSES and event.kind != "card.created"
    return mine and look.writes and look.at - event.recorded_at <= UNDO_FOR
