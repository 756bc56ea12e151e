"""Finding what an address or a body names: one place that asks who may see it."""

from __future__ import annotations

from django.db.models import BigAutoField, BigIntegerField

from accounts.errors import Invalid, NotFound
from accounts.prepared import Param, Prepared
from api.call import Call
from boards.events import Cause
from boards.models import Board, Lane

LANE = Prepared(
    lambda: Lane.objects.filter(board_id=Param("board", BigAutoField()), pk=Param("pk", BigAutoField()))
)


def cause_of(call: Call) -> Cause:
    return Cause(actor=call.person, at=call.at, origin=call.origin, notify=call.notify)


def lane_named(board: Board, wanted: int | str, field: str = "lane") -> Lane:
    """The board's lane with this id, or with this name in any case."""
    if isinstance(wanted, int):
        lane = _lane(board, wanted)
    else:
        lane = Lane.objects.filter(board_id=board.pk, name__iexact=wanted).first()
    if lane is None and isinstance(wanted, str) and wanted.isascii() and wanted.isdigit():
        lane = _lane(board, int(wanted[:19]))
    if lane is None:
        raise Invalid.field(field, f"{board.key} has no lane {wanted}.", "unknown")
    return lane


def lane_of(board: Board, lane_id: int) -> Lane:
    lane = _lane(board, lane_id)
    if lane is None:
        raise NotFound
    return lane


def _lane(board: Board, pk: int) -> Lane | None:
    return LANE.first(board=board.pk, pk=pk) if 0 < pk <= BigIntegerField.MAX_BIGINT else None
