"""Who wants to hear of a card. Private to the person, so it is no fact of the board."""

from __future__ import annotations

from accounts.access import Verb, require
from boards.events import Cause
from boards.models import Card, Watch


def watch_card(*, cause: Cause, card: Card, state: str) -> None:
    """`watch` it, `mute` it, or leave it to the `default` (assignees and author hear of it)."""
    require(cause.actor, Verb.READ, card.board.team_id)
    if state == "default":
        Watch.objects.filter(card=card, person=cause.actor).delete()
        return
    Watch.objects.update_or_create(card=card, person=cause.actor, defaults={"muted": state == "mute"})
