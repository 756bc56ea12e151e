"""A board as it was at one `seq`: whoever applies the events after it to it has the board of today."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from boards.board_json import lane_as_dict
from boards.card_json import COLUMNS, CardRow, Place, card_as_dict, with_texts
from boards.models import Board, Card
from boards.readers.moment import one_moment


def snapshot(board: Board, at: datetime) -> dict[str, Any]:
    """Lanes, the summaries of all open cards in their order, and the `seq` all of it belongs to."""
    with one_moment():
        seq = Board.objects.values_list("seq", flat=True).get(pk=board.pk)
        lanes = list(board.lanes.all())
        cards = with_texts(Card.objects.filter(board=board).open())
        rows = [CardRow._make(row) for row in cards.order_by("rank", "pk").values_list(*COLUMNS)]
    places = {lane.pk: Place.of(lane) for lane in lanes}
    held = Counter(row.lane_id for row in rows)
    order = {lane.pk: lane.position for lane in lanes}
    rows.sort(key=lambda row: order[row.lane_id])
    return {
        "board": board.key,
        "seq": seq,
        "lanes": [lane_as_dict(lane, held[lane.pk]) for lane in lanes],
        "cards": [_summary(row, at, places[row.lane_id]) for row in rows],
    }


def _summary(row: CardRow, at: datetime, place: Place) -> dict[str, Any]:
    card = card_as_dict(row, at, place)
    del card["description"]
    return card
