"""The reader that notes, for each event, which webhooks are to hear of it. Sending is another step."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from accounts.access import Verb, holders
from boards.models import Event
from boards.readers.follow import EVERY_KIND, Reader
from boards.readers.recipients import Recipient
from webhooks.models import Delivery, Webhook


def take(event: Event) -> None:
    """A webhook hears of what happened since it was made, and also while it is off because it failed."""
    asked = Webhook.objects.keeping().filter(team_id=event.board.team_id, created_at__lte=event.recorded_at)
    asked = asked.filter(Q(board=None) | Q(board_id=event.board_id))
    wanted = [webhook for webhook in asked if webhook.wants(event)]
    Delivery.objects.bulk_create(
        (
            Delivery(webhook=webhook, event=event, created_at=event.recorded_at, due_at=event.recorded_at)
            for webhook in wanted
        ),
        ignore_conflicts=True,
    )


def managers(event: Event) -> Iterator[Recipient]:
    """Whoever can switch it on again."""
    for pk in holders(Verb.MANAGE_TEAM, event.board.team_id):
        yield Recipient(person_id=pk, reason="manager", needs_action=True, mail=True)


WEBHOOKS = Reader("webhooks", EVERY_KIND, take)
