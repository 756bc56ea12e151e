"""Has the card changed since somebody saw it, and how? Asked inside the transaction of what follows."""

from __future__ import annotations

from accounts.access import Verb
from accounts.errors import Stale
from boards.actions.lock import lock_card
from boards.events import CardArchived, CardMoved, CardRestored, CardTrashed, Cause
from boards.models import Card, Event

PLACING = (CardMoved.kind, CardArchived.kind, CardRestored.kind, CardTrashed.kind)


def require_seen(*, cause: Cause, card: Card, version: int | None) -> None:
    """Refuse unless the card is just as it was at `version`."""
    if version is None:
        return
    _, now = lock_card(card, cause.actor, Verb.WRITE_CARD, trashed=True)
    if now.version != version:
        raise Stale


def require_place_seen(*, cause: Cause, card: Card, version: int | None) -> bool:
    """Refuse if the card has been placed anew since `version`; True when something else about it changed."""
    if version is None:
        return False
    _, now = lock_card(card, cause.actor, Verb.WRITE_CARD)
    placed = Event.objects.filter(card=now, card_version__gt=version, kind__in=PLACING)
    if not 0 < version <= now.version or placed.exists():
        raise Stale
    return version != now.version
