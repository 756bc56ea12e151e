"""Undo: the inverse action of a move, an edit, a block or an archive, for ten minutes, by whoever did it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils.dateparse import parse_datetime

from accounts.errors import Conflict, NotFound
from boards.actions.archive import archive_card, restore_card
from boards.actions.block import block_card, unblock_card
from boards.actions.edit import edit_card
from boards.actions.move import Place, move_card
from boards.events import Cause
from boards.models import Board, Card, Event, Lane

UNDO_FOR = timedelta(minutes=10)


class TooLate(Conflict):
    code = "undo_too_late"
    title = "Too late to undo"
    sentence = "That can no longer be undone."


def undo(*, cause: Cause, board: Board, seq: int | None = None, op: str = "") -> Card:
    """Take back the person's act, named by its event or by the browser's `op`."""
    mine = Event.objects.filter(board=board, actor=cause.actor, kind__in=INVERSES)
    event = (mine.filter(seq=seq) if seq else mine.filter(op=op)).order_by("-seq").first()
    if event is None or event.card is None:
        raise NotFound("There is nothing of yours to undo.")
    if cause.at - event.recorded_at > UNDO_FOR:
        raise TooLate
    return INVERSES[event.kind](cause, event.card, event)


def _undo_move(cause: Cause, card: Card, event: Event) -> Card:
    lane = Lane.objects.filter(pk=event.previous["lane_id"], board_id=card.board_id).first()
    if lane is None:
        raise TooLate("The lane it came from is gone.")
    if card.lane_id != event.data["to_id"]:
        raise TooLate(f"{card.ref} has been moved again meanwhile.")
    return move_card(cause=cause, card=card, place=_old_place(lane, event))


def _old_place(lane: Lane, event: Event) -> Place:
    above = event.previous["after"]
    if above is None:
        return Place(lane=lane, to="top")
    if not lane.cards.open().filter(ref=above).exists():
        return Place(lane=lane, to="bottom")
    return Place(lane=lane, after=above)


def _undo_edit(cause: Cause, card: Card, event: Event) -> Card:
    old = dict(event.previous)
    if old.get("due_at"):
        old["due_at"] = parse_datetime(old["due_at"])
    return edit_card(cause=cause, card=card, changes=old, version=event.card_version)[0]


def _undo_archive(cause: Cause, card: Card, event: Event) -> Card:
    return restore_card(cause=cause, card=card)


def _undo_restore(cause: Cause, card: Card, event: Event) -> Card:
    return archive_card(cause=cause, card=card)


def _undo_block(cause: Cause, card: Card, event: Event) -> Card:
    return unblock_card(cause=cause, card=card)


def _undo_unblock(cause: Cause, card: Card, event: Event) -> Card:
    return block_card(cause=cause, card=card, reason=event.previous["reason"])


INVERSES: dict[str, Callable[[Cause, Card, Event], Card]] = {
    "card.moved": _undo_move,
    "card.edited": _undo_edit,
    "card.archived": _undo_archive,
    "card.trashed": _undo_archive,
    "card.restored": _undo_restore,
    "card.blocked": _undo_block,
    "card.unblocked": _undo_unblock,
}
