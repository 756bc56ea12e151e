"""What a talk about the backlog leaves on a card: that it was discussed, and a concern until it is settled."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Conflict, Invalid
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import CardDiscussed, Cause, ConcernRaised, ConcernSettled, record
from boards.models import Card

CONCERN_LENGTH = 500


def set_discussed(*, cause: Cause, card: Card, discussed: bool) -> Card:
    """Mark that the card has been talked over, by whom and when, or take the mark away."""
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        if bool(card.face.get("discussed")) == discussed:
            return card
        save_card(card, cause, face={"discussed": _signed(cause) if discussed else None})
        record(board, CardDiscussed(discussed=discussed), cause, card=card)
    return card


def raise_concern(*, cause: Cause, card: Card, text: str) -> Card:
    """Say what speaks against doing it, or against doing it now. An open concern is settled before the next."""
    text = " ".join((text or "").replace("\x00", "").split())
    if not text or len(text) > CONCERN_LENGTH:
        said = _("Write the concern in 1 to %(most)s characters.") % {"most": CONCERN_LENGTH}
        raise Invalid.field("concern", said, "required")
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        held = card.face.get("concern")
        if held:
            said = _("%(card)s has an open concern by %(person)s; settle that one first.") % {
                "card": card.ref,
                "person": held["name"],
            }
            raise Conflict(said)
        save_card(card, cause, face={"concern": {**_signed(cause), "text": text}})
        record(board, ConcernRaised(text=text), cause, card=card)
    return card


def settle_concern(*, cause: Cause, card: Card) -> Card:
    """It has been dealt with; what it said stays in the history."""
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        held = card.face.get("concern")
        if not held:
            return card
        save_card(card, cause, face={"concern": None})
        record(board, ConcernSettled(text=held["text"], previous={"text": held["text"]}), cause, card=card)
    return card


def _signed(cause: Cause) -> dict[str, Any]:
    at = cause.at.isoformat().replace("+00:00", "Z")
    return {"by": cause.actor.username, "name": cause.actor.name, "at": at}
