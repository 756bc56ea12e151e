"""Adding what was typed or pasted: one card or many, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Invalid
from boards import drafting
from boards.actions.create import create_card
from boards.actions.lock import lock_board
from boards.actions.move import Place
from boards.events import Cause
from boards.models import Board, Card, Lane
from boards.quick_add import Wanted


def add_cards(
    *, cause: Cause, board: Board, wanted: Sequence[Wanted], lane: Lane, after: str | None = None
) -> list[Card]:
    """New cards one below the other, by default at the bottom of the lane; one act, which one undo takes back."""
    if not wanted:
        raise Invalid.field("title", _("A card needs a title."), "required")
    cards: list[Card] = []
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        for number, each in enumerate(wanted, start=1):
            place = Place(lane=lane, after=cards[-1].ref if cards else after)
            line = _("Line %(number)s: ") % {"number": number} if len(wanted) > 1 else ""
            cards.append(_add(board, each, place, cause, line))
    return cards


def _add(board: Board, wanted: Wanted, place: Place, cause: Cause, line: str) -> Card:
    title = drafting.read(wanted.sentence).title if wanted.sentence else wanted.title
    try:
        card = create_card(
            cause=cause,
            board=board,
            title=title,
            kind=wanted.kind,
            place=place,
            assignees=wanted.assignees,
            labels=wanted.labels,
            priority=wanted.priority,
            due_at=wanted.due_at,
        )
    except Invalid as refusal:
        errors = [error.within(line) for error in refusal.errors]
        raise Invalid(f"{line}{refusal.sentence}", errors=errors) from refusal
    if wanted.kind != Card.Kind.TASK and (wanted.sentence or wanted.budget_minutes):
        drafting.draft(cause=cause, card=card, sentence=wanted.sentence, budget_minutes=wanted.budget_minutes)
        card.refresh_from_db()
    return card
