"""A ticket of another system: created or updated by its own id, never twice."""

from __future__ import annotations

from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Invalid
from boards.actions.create import ExternalId, create_card
from boards.actions.edit import edit_card
from boards.actions.face import refresh_external, save_card
from boards.actions.lock import lock_board, lock_card
from boards.actions.move import Place, move_card
from boards.events import CardEdited, Cause, record
from boards.models import Board, Card, ExternalReference

Result = Literal["created", "updated", "unchanged"]


def upsert_card(
    *,
    cause: Cause,
    board: Board,
    source: str,
    external_id: str,
    url: str = "",
    place: Place | None = None,
    **fields: Any,
) -> tuple[Card, Result]:
    """The board's card for (source, external id): made when missing, changed where it differs, else left alone.

    Runs under the board lock, so two clients that sync the same ticket at once make one card.
    """
    if not source or not external_id:
        raise Invalid.field("external_id", _("Name the source and the id in it."))
    with transaction.atomic():
        locked = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        known = ExternalReference.objects.filter(board=locked, source=source, external_id=external_id)
        reference = known.select_related("card", "card__lane").first()
        if reference is None:
            external = ExternalId(source=source, external_id=external_id, url=url)
            return create_card(cause=cause, board=locked, place=place, external=external, **fields), "created"
        before = reference.card.version
        card = _update(cause, reference, url, place, fields)
        return card, "unchanged" if card.version == before else "updated"


def _update(
    cause: Cause, reference: ExternalReference, url: str, place: Place | None, fields: dict[str, Any]
) -> Card:
    card = reference.card
    if url and url != reference.url:
        reference.url = url
        reference.save(update_fields=["url"])
        _change_url(cause, card)
    card, _ = edit_card(cause=cause, card=card, changes=fields)
    if place and place.lane != card.lane:
        card = move_card(cause=cause, card=card, place=place)
    return card


def _change_url(cause: Cause, card: Card) -> None:
    """Another address of the same ticket is a change that readers see."""
    board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
    refresh_external(card)
    save_card(card, cause, face={"external": card.face["external"]})
    record(board, CardEdited(changes={"external": card.face["external"]}), cause, card=card)
