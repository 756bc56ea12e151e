"""Putting a card away, throwing it away, and getting it back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from accounts.access import Verb
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.actions.move import Place, neighbours, rank_between, ref_above
from boards.events import CardArchived, CardRestored, CardTrashed, Cause, record
from boards.models import Board, Card, Lane

TRASH_KEEPS = timedelta(days=30)


def archive_card(*, cause: Cause, card: Card) -> Card:
    """Off the board, kept for ever; archiving twice records nothing."""
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        if card.archived_at is not None:
            return card
        card.archived_at = cause.at
        save_card(card, cause, "archived_at")
        record(board, CardArchived(previous=_where(card)), cause, card=card)
    return card


def trash_card(*, cause: Cause, card: Card) -> Card:
    """Into the trash for 30 days; what it was stays in the log for ever."""
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD, trashed=True)
        if card.trashed_at is not None:
            return card
        card.trashed_at = cause.at
        save_card(card, cause, "trashed_at")
        record(board, CardTrashed(previous=_where(card)), cause, card=card)
    return card


def restore_card(*, cause: Cause, card: Card) -> Card:
    """Back on the board, in its lane and as near to its old place as its rank says."""
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD, trashed=True)
        if card.is_open:
            return card
        _free_rank(card)
        card.archived_at = card.trashed_at = None
        save_card(card, cause, "archived_at", "trashed_at", "rank")
        lane: Lane = card.lane
        fact = CardRestored(lane=lane.name, lane_id=lane.pk, lane_role=lane.role, after=ref_above(card))
        record(board, fact, cause, card=card)
    return card


def _free_rank(card: Card) -> None:
    """Its rank may have been given away while it was gone."""
    lane: Lane = card.lane
    taken = lane.cards.open().filter(rank=card.rank).exclude(pk=card.pk).first()
    if taken is not None:
        above, below = neighbours(lane, Place(lane=lane, after=taken.ref), card)
        card.rank = rank_between(lane, above, below, card)


def _where(card: Card) -> dict[str, object]:
    return {"lane": card.lane.name, "lane_id": card.lane_id}


def empty_trash(*, board: Board, before: Cause) -> int:
    """Delete for good what has been in the trash for 30 days. The log keeps its refs."""
    gone = board.cards.filter(trashed_at__lte=before.at - TRASH_KEEPS)
    return gone.delete()[0]
