"""The list of cards: one page of what a person sees, in a few queries however many cards there are.

In board order a page mostly lies within one lane, which an index gives in order; whatever else has to be sorted
is sorted by key alone, and only the rows of the page are read in full.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from accounts.errors import NotFound
from accounts.models import Person
from api.call import Call
from api.cursors import Order, Page
from boards.api.card_query import ORDERS, annotated, narrowed
from boards.card_json import COLUMNS, CardRow, Place, card_as_dict, with_texts
from boards.models import Board, Card

Row = tuple[Any, ...]
IN_LANE = Order("lane", ("rank", "id"))


def card_page(call: Call) -> dict[str, Any]:
    page = Page.read(call.query, ORDERS[call.query["ordering"]])
    lanes = _visible_lanes(call.person, call.query.get("board"))
    cards = narrowed(Card.objects.filter(board_id__in={board for board, _ in lanes.values()}).open(), call)
    names = tuple(dict.fromkeys((*COLUMNS, *(column.lstrip("-") for column in page.order.columns))))
    read = _in_board_order if page.order.name == "rank" else _sorted
    rows, following = page.split(read(cards, page, names), _keys(names, page.order))
    cut = [CardRow._make(row[: len(COLUMNS)]) for row in rows]
    # A lane made between the two queries has no place yet; its cards come with the next look.
    results = [card_as_dict(row, call.at, lanes[row.lane_id][1]) for row in cut if row.lane_id in lanes]
    return {"results": results, "next": following}


def _in_board_order(cards: QuerySet[Card], page: Page, names: tuple[str, ...]) -> list[Row]:
    """First what is left of the lane where the last page ended, then from the other lanes what is still wanted."""
    if page.after is None:
        return _sorted(cards, page, names)
    _, _, lane_id, rank, pk = page.after
    here = Page(IN_LANE, page.limit, [rank, pk])
    rows = list(here.cut(with_texts(cards.filter(lane_id=lane_id)).values_list(*names)))
    if len(rows) > page.limit:
        return rows
    rest = Page(page.order, page.limit - len(rows), page.after)
    return rows + _sorted(cards.exclude(lane_id=lane_id), rest, names)


def _sorted(cards: QuerySet[Card], page: Page, names: tuple[str, ...]) -> list[Row]:
    wanted = page.cut(annotated(cards, page.order)).values("pk")
    found = with_texts(annotated(Card.objects.filter(pk__in=wanted), page.order))
    return list(found.order_by(*page.order.columns).values_list(*names))


def _visible_lanes(person: Person, key: str | None) -> dict[int, tuple[int, Place]]:
    """Each lane the person sees: the id of its board, and how its cards show where they are."""
    boards = Board.objects.visible_to(person)
    if key is not None:
        boards = boards.filter(key=key)
    rows = boards.values_list("pk", "key", "lanes", "lanes__name", "lanes__role")
    lanes = {lane: (pk, Place(board, _lane(lane, name, role))) for pk, board, lane, name, role in rows}
    if not lanes and key is not None:
        raise NotFound
    return lanes


def _lane(pk: int, name: str, role: str) -> dict[str, Any]:
    return {"id": pk, "name": name, "role": role}


def _keys(names: tuple[str, ...], order: Order) -> Callable[[Row], list[Any]]:
    at = [names.index(column.lstrip("-")) for column in order.columns]
    return lambda row: [row[index] for index in at]
