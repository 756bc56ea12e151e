"""Undo: the inverse of adding, moving, editing, blocking or archiving, for ten minutes, by whoever did it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import Conflict, NotFound, Refusal
from boards.actions.archive import archive_card, restore_card, trash_card
from boards.actions.block import block_card, unblock_card
from boards.actions.edit import edit_card
from boards.actions.lock import lock_board
from boards.actions.marks import raise_concern, set_discussed, settle_concern
from boards.actions.move import Place, move_card
from boards.actions.ranking import may_rank
from boards.events import Cause
from boards.models import Board, Card, Event, Lane

UNDO_FOR = timedelta(minutes=10)


class TooLate(Conflict):
    code = "undo_too_late"
    title = noop("Too late to undo")
    sentence = noop("That can no longer be undone.")


@dataclass(frozen=True)
class Undone:
    """What an undo took back, and the sentences of what it could not."""

    cards: list[Card]
    refused: list[str]


def undo(*, cause: Cause, board: Board, seq: int | None = None, op: str = "") -> Undone:
    """Take back the person's act, named by one of its events or by the browser's `op`, whatever number of cards it
    touched; the last of its events first. What cannot be taken back any more is told, unless that is all of it.
    """
    mine = Event.objects.filter(board=board, actor=cause.actor, kind__in=INVERSES, card__isnull=False)
    named = mine.filter(seq=seq) if seq else mine.filter(op=op) if op else mine.none()
    events = list(named.select_related("card").order_by("-seq"))
    if not events:
        raise NotFound(_("There is nothing of yours to undo."))
    if cause.at - events[0].recorded_at > UNDO_FOR:
        raise TooLate
    done: dict[int, Card] = {}
    refusals: list[Refusal] = []
    with transaction.atomic():
        lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        for event in events:
            _take_back(cause, event, done, refusals)
    if not done:
        raise refusals[0]
    return Undone(list(done.values()), [refusal.sentence for refusal in refusals])


def _take_back(cause: Cause, event: Event, done: dict[int, Card], refusals: list[Refusal]) -> None:
    """Several events of one card: each inverse starts from what the one before it left."""
    card = done.get(event.card_id or 0) or event.card
    if card is None:
        return
    try:
        with transaction.atomic():
            back = INVERSES[event.kind](cause, card, event)
    except Refusal as refusal:
        refusals.append(refusal)
    else:
        done[back.pk] = back


def _undo_move(cause: Cause, card: Card, event: Event) -> Card:
    lane = Lane.objects.filter(pk=event.previous["lane_id"], board_id=card.board_id).first()
    if lane is None:
        raise TooLate(_("The lane it came from is gone."))
    if card.lane_id != event.data["to_id"]:
        raise TooLate(_("%(card)s has been moved again meanwhile.") % {"card": card.ref})
    return move_card(cause=cause, card=card, place=_old_place(lane, event, cause))


def _old_place(lane: Lane, event: Event, cause: Cause) -> Place:
    """Whoever may not rank the backlog gives a card back to its bottom."""
    if lane.is_backlog and not may_rank(lane.board, cause):
        return Place(lane=lane)
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


def _undo_creation(cause: Cause, card: Card, event: Event) -> Card:
    return trash_card(cause=cause, card=card)


def _undo_discussed(cause: Cause, card: Card, event: Event) -> Card:
    return set_discussed(cause=cause, card=card, discussed=not event.data["discussed"])


def _undo_concern(cause: Cause, card: Card, event: Event) -> Card:
    return settle_concern(cause=cause, card=card)


def _undo_settling(cause: Cause, card: Card, event: Event) -> Card:
    return raise_concern(cause=cause, card=card, text=event.previous["text"])


INVERSES: dict[str, Callable[[Cause, Card, Event], Card]] = {
    "card.created": _undo_creation,
    "card.moved": _undo_move,
    "card.edited": _undo_edit,
    "card.archived": _undo_archive,
    "card.trashed": _undo_archive,
    "card.restored": _undo_restore,
    "card.blocked": _undo_block,
    "card.unblocked": _undo_unblock,
    "card.discussed": _undo_discussed,
    "card.concern_raised": _undo_concern,
    "card.concern_settled": _undo_settling,
}
