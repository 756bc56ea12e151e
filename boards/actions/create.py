"""Making a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Invalid
from boards.actions.clean import clean_description, clean_names, clean_title
from boards.actions.edit import resolve_labels, resolve_people
from boards.actions.face import first_face, refresh_external, refresh_labels, refresh_people, say_all
from boards.actions.lock import lock_board
from boards.actions.move import Place, check_wip, neighbours, rank_between
from boards.events import CardCreated, Cause, record
from boards.models import Board, Card, Lane
from boards.rules import Entry, begin, check, entered


@dataclass(frozen=True, kw_only=True)
class ExternalId:
    """The same ticket in another system."""

    source: str
    external_id: str
    url: str = ""


def create_card(
    *,
    cause: Cause,
    board: Board,
    title: str,
    kind: str = Card.Kind.TASK,
    place: Place | None = None,
    assignees: list[str] | None = None,
    labels: list[str] | None = None,
    external: ExternalId | None = None,
    created_at: datetime | None = None,
    **fields: Any,
) -> Card:
    """A new card at a place, by default at the bottom of the backlog. A title is enough.

    `fields` may hold description, priority, value, weight, due_at and story; `created_at` is an importer's.
    """
    title = clean_title(title)
    fields["description"] = clean_description(fields.get("description") or "")
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        place = place or Place(lane=default_lane(board))
        check_wip(board, place.lane, "", cause)
        above, below = neighbours(place.lane, place, None)
        card = Card(
            board=board,
            number=_next_number(board),
            lane=place.lane,
            rank=rank_between(place.lane, above, below, None),
            kind=kind,
            title=title,
            author=cause.actor,
            entered_lane_at=cause.at,
            created_at=created_at or cause.at,
            updated_at=cause.at,
            closed_at=cause.at if place.lane.is_done else None,
            **fields,
        )
        card.ref = f"{board.key}-{card.number}"
        card.face = first_face(card)
        entry = Entry(board=board, card=card, source=None, target=place.lane, cause=cause)
        check(entry)
        card.save(force_insert=True)
        begin(entry)
        _attach(card, clean_names(assignees or []), clean_names(labels or []), external)
        _record(board, card, above, cause)
        entered(entry)
    return card


def _record(board: Board, card: Card, above: Card | None, cause: Cause) -> None:
    fact = CardCreated(
        title=card.title,
        card_kind=card.kind,
        lane=card.lane.name,
        lane_id=card.lane_id,
        lane_role=card.lane.role,
        after=above.ref if above else None,
    )
    record(board, fact, cause, card=card)


def _attach(card: Card, assignees: list[str], labels: list[str], external: ExternalId | None) -> None:
    """Rows that need the card's own row first; then its summary and what its fact will say."""
    if assignees:
        card.assignees.set(resolve_people(card.board, assignees))
        refresh_people(card)
    if labels:
        card.labels.set(resolve_labels(card.board, labels))
        refresh_labels(card)
    if external:
        card.external_references.create(board_id=card.board_id, **vars(external))
        refresh_external(card)
    card.save(update_fields=["face"])
    say_all(card)


def _next_number(board: Board) -> int:
    board.last_number += 1
    Board.objects.filter(pk=board.pk).update(last_number=board.last_number)
    return board.last_number


def default_lane(board: Board) -> Lane:
    """The backlog, or the first lane where there is none."""
    lanes = list(board.lanes.all())
    if not lanes:
        raise Invalid.field("lane", _("%(board)s has no lane yet; add one first.") % {"board": board.key})
    return next((lane for lane in lanes if lane.is_backlog), lanes[0])
