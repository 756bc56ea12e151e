"""Links between cards."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Invalid
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import CardLinked, Cause, record
from boards.models import Card, CardLink


def link_cards(*, cause: Cause, card: Card, target: Card, kind: str) -> CardLink:
    """Link the card to a target that the person sees; the same link twice records nothing."""
    if kind not in CardLink.Kind.values:
        raise Invalid.field("kind", _("A link is one of %(known)s.") % {"known": ", ".join(CardLink.Kind.values)})
    if card.pk == target.pk:
        raise Invalid.field("target", _("A card cannot be linked to itself."))
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        link, new = CardLink.objects.get_or_create(
            card=card, target=target, kind=kind, defaults={"author": cause.actor, "created_at": cause.at}
        )
        if new:
            save_card(card, cause)
            record(board, CardLinked(target=target.ref, link=kind), cause, card=card)
    return link


def unlink_cards(*, cause: Cause, card: Card, target: Card, kind: str) -> None:
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        if CardLink.objects.filter(card=card, target=target, kind=kind).delete()[0]:
            save_card(card, cause)
            record(board, CardLinked(target=target.ref, link=kind, removed=True), cause, card=card)
