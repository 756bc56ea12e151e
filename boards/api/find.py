"""Finding what an address or a body names: one place that asks who may see it."""

from __future__ import annotations

from accounts.errors import Invalid, NotFound
from accounts.models import Person
from api.call import Call
from boards.events import Cause
from boards.models import Board, Card, Lane


def cause_of(call: Call) -> Cause:
    return Cause(actor=call.person, at=call.at, origin=call.origin, notify=call.notify)


def visible_board(person: Person, key: str) -> Board:
    board = Board.objects.visible_to(person).select_related("team").filter(key=key).first()
    if board is None:
        raise NotFound
    return board


def visible_card(person: Person, ref: str) -> Card:
    cards = Card.objects.visible_to(person).select_related("board", "lane")
    card = cards.filter(ref=ref).first()
    if card is None:
        raise NotFound
    return card


def lane_named(board: Board, wanted: int | str, field: str = "lane") -> Lane:
    """The board's lane with this id, or with this name in any case."""
    lanes = Lane.objects.filter(board_id=board.pk)
    found = lanes.filter(pk=wanted) if isinstance(wanted, int) else lanes.filter(name__iexact=wanted)
    lane = found.first()
    if lane is None and isinstance(wanted, str) and wanted.isascii() and wanted.isdigit():
        lane = lanes.filter(pk=int(wanted[:19])).first()
    if lane is None:
        raise Invalid.field(field, f"{board.key} has no lane {wanted}.", "unknown")
    return lane


def lane_of(board: Board, lane_id: int) -> Lane:
    lane = Lane.objects.filter(board_id=board.pk, pk=lane_id).first()
    if lane is None:
        raise NotFound
    return lane
