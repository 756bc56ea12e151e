"""Finding a webhook that the person manages: its address and its deliveries are for the team's admins."""

from __future__ import annotations

from accounts.access import Verb, require
from accounts.errors import NotFound
from accounts.models import Person
from webhooks.models import Delivery, Webhook


def managed_webhook(person: Person, pk: int) -> Webhook:
    """Invisible to other teams, forbidden to members."""
    found = Webhook.objects.visible_to(person).select_related("team", "board").filter(pk=pk).first()
    if found is None:
        raise NotFound
    require(person, Verb.MANAGE_TEAM, found.team_id)
    return found


def delivery_of(webhook: Webhook, pk: int) -> Delivery:
    whole = ("webhook__team", "event__board", "event__card", "event__actor")
    found = webhook.deliveries.select_related(*whole).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
