"""A card that cannot go on says why; the time it is blocked counts."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Invalid
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import CardBlocked, CardUnblocked, Cause, record
from boards.models import Card

REASON_LENGTH = 200


def block_card(*, cause: Cause, card: Card, reason: str) -> Card:
    reason = " ".join(reason.split())
    if not reason or len(reason) > REASON_LENGTH:
        said = _("Say in 1-%(most)s characters what blocks the card.") % {"most": REASON_LENGTH}
        raise Invalid.field("reason", said, "required")
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        if card.blocked_reason == reason:
            return card
        previous = {"reason": card.blocked_reason}
        card.blocked_reason = reason
        card.blocked_at = card.blocked_at or cause.at
        save_card(card, cause, "blocked_reason", "blocked_at")
        record(board, CardBlocked(reason=reason, previous=previous), cause, card=card)
    return card


def unblock_card(*, cause: Cause, card: Card) -> Card:
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        if card.blocked_at is None:
            return card
        previous = {"reason": card.blocked_reason}
        card.blocked_seconds = card.blocked_for(cause.at)
        card.blocked_reason, card.blocked_at = "", None
        save_card(card, cause, "blocked_reason", "blocked_at", "blocked_seconds")
        record(board, CardUnblocked(blocked_seconds=card.blocked_seconds, previous=previous), cause, card=card)
    return card
