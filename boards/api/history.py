"""The events of one card, in the order they happened."""

from __future__ import annotations

from typing import Any

from api.call import Call
from api.cursors import Order, Page
from boards.models import Board, Card, Event

BY_TIME = Order("history", ("recorded_at", "board_id", "seq"))


def history_page(call: Call, card: Card) -> dict[str, Any]:
    """Events from boards the person sees; a card may have lived on another one before."""
    page = Page.read(call.query, BY_TIME)
    keys = dict(Board.objects.visible_to(call.person).values_list("pk", "key"))
    events = page.cut(Event.objects.filter(card=card, board_id__in=keys))
    rows, following = page.split(list(events), lambda row: [row.recorded_at, row.board_id, row.seq])
    return {"results": [row.as_dict(keys[row.board_id]) for row in rows], "next": following}
