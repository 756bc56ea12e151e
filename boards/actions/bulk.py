"""One act on many cards: each is done or refused by itself, and one undo takes all of it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Invalid, Refusal
from boards.actions.archive import archive_card, trash_card
from boards.actions.edit import edit_card
from boards.actions.lock import lock_board
from boards.actions.move import Place, move_card
from boards.events import Cause
from boards.models import Board, Card

MOST = 200
Act = Callable[[Cause, Card, str], Card]


@dataclass
class Outcome:
    """The cards that were named, as they are now, and why some of them stayed as they were."""

    cards: list[Card] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def act_on_cards(*, cause: Cause, board: Board, refs: Sequence[str], verb: str, value: str = "") -> Outcome:
    """Do the same to each of the cards, in the order in which they are named."""
    if verb not in ACTS:
        said = _("What can be done with many cards: %(known)s or move.") % {"known": ", ".join(ACTS)}
        raise Invalid.field("verb", said)
    return _each(cause, board, refs, lambda card, done: ACTS[verb](cause, card, value))


@dataclass(frozen=True, kw_only=True)
class Row:
    """The row of a swim-lane that cards are dropped into: the person or the label it stands for, none where empty.

    `left` are the rows they come from; whom these stand for is taken off.
    """

    field: str
    name: str
    left: frozenset[str]

    def apply(self, cause: Cause, card: Card) -> Card:
        now = {entry["username" if self.field == "assignees" else "name"] for entry in card.face[self.field]}
        wanted = (now - self.left) | {self.name} if self.name else set()
        return edit_card(cause=cause, card=card, changes={self.field: sorted(wanted)})[0]


def move_to_row(*, cause: Cause, card: Card, place: Place, row: Row | None, **more: Any) -> Card:
    """Move a card, and with it to the person or the label of a row: both or neither."""
    with transaction.atomic():
        card = move_card(cause=cause, card=card, place=place, **more)
        return row.apply(cause, card) if row else card


def move_cards(
    *, cause: Cause, board: Board, refs: Sequence[str], place: Place, row: Row | None = None
) -> Outcome:
    """Put the cards below each other, the first at the place; whatever may not go there stays."""

    def move(card: Card, done: list[Card]) -> Card:
        below = Place(lane=place.lane, after=done[-1].ref) if done else place
        return move_to_row(cause=cause, card=card, place=below, row=row)

    return _each(cause, board, refs, move)


def _each(cause: Cause, board: Board, refs: Sequence[str], act: Callable[[Card, list[Card]], Card]) -> Outcome:
    if not refs or len(set(refs)) > MOST:
        raise Invalid.field("ref", _("Name 1 to %(most)s cards.") % {"most": MOST})
    outcome, done = Outcome(), list[Card]()
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        cards = {card.ref: card for card in board.cards.open().filter(ref__in=refs).select_related("lane")}
        for ref in dict.fromkeys(refs):
            card = cards.get(ref)
            if card is None:
                outcome.refused[ref] = _("%(card)s is no longer on this board.") % {"card": ref}
                continue
            outcome.cards.append(card)
            try:
                with transaction.atomic():
                    done.append(act(card, done))
            except Refusal as refusal:
                first = [error.message for error in refusal.errors[:1] if error.message != refusal.sentence]
                outcome.refused[ref] = " ".join([refusal.sentence, *first])
    return outcome


def _with(name: str, has: bool) -> Act:
    """Put a name on the list of people or labels, or take it off."""

    def act(cause: Cause, card: Card, value: str) -> Card:
        now = {entry["username" if name == "assignees" else "name"] for entry in card.face[name]}
        wanted = now | {value} if has else now - {value}
        return edit_card(cause=cause, card=card, changes={name: sorted(wanted)})[0]

    return act


def _priority(cause: Cause, card: Card, value: str) -> Card:
    if value not in Card.Priority.values:
        said = _("A priority is one of %(known)s.") % {"known": ", ".join(Card.Priority.values)}
        raise Invalid.field("value", said, "invalid_choice")
    return edit_card(cause=cause, card=card, changes={"priority": value})[0]


ACTS: dict[str, Act] = {
    "assign": _with("assignees", True),
    "unassign": _with("assignees", False),
    "label": _with("labels", True),
    "unlabel": _with("labels", False),
    "priority": _priority,
    "archive": lambda cause, card, value: archive_card(cause=cause, card=card),
    "trash": lambda cause, card, value: trash_card(cause=cause, card=card),
}
