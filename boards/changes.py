"""Many cards' change in the shape in which a page applies one: markup, places and heads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from boards.fragments import card_html, heads, place_of
from boards.models import Board, Card


def changed(board: Board, cards: Sequence[Card], *, lanes: Iterable[int] = (), op: str = "") -> dict[str, Any]:
    """The cards as they are now, from the bottom of a lane upwards: the card below has its place already."""
    fresh = Card.objects.filter(pk__in=[card.pk for card in cards]).select_related("lane")
    rows = list(fresh.defer("description", "story").order_by("lane_id", "-rank"))
    here = [card for card in rows if card.is_open]
    return {
        "seq": Board.objects.values_list("seq", flat=True).get(pk=board.pk),
        "html": {f"card-{card.ref}": card_html(card) for card in here},
        "place": None,
        "places": [place_of(card) for card in here],
        "heads": heads(board, {*lanes, *(card.lane_id for card in rows)}),
        "gone": [card.ref for card in rows if not card.is_open],
        "op": op,
    }
