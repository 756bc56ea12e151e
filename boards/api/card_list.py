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
from boards.models import Board, Card, Lane

Row = tuple[Any, ...]
IN_LANE = Order("lane", ("rank", "id"))


def card_page(call: Call) -> dict[str, Any]:
    page = Page.read(call.query, ORDERS[call.query["ordering"]])
    keys = _visible_boards(call.person, call.query.get("board"))
    cards = narrowed(Card.objects.filter(board_id__in=keys).open(), call)
    names = tuple(dict.fromkeys((*COLUMNS, *(column.lstrip("-") for column in page.order.columns))))
    read = _in_board_order if page.order.name == "rank" else _sorted
    rows, following = page.split(read(cards, page, names), _keys(names, page.order))
    cut = [CardRow._make(row[: len(COLUMNS)]) for row in rows]
    places = _places({row.lane_id for row in cut}, keys)
    return {"results": [card_as_dict(row, call.at, places[row.lane_id]) for row in cut], "next": following}


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


def _visible_boards(person: Person, key: str | None) -> dict[int, str]:
    boards = Board.objects.visible_to(person)
    if key is None:
        return dict(boards.values_list("pk", "key"))
    found = dict(boards.filter(key=key).values_list("pk", "key"))
    if not found:
        raise NotFound
    return found


def _places(lane_ids: set[int], keys: dict[int, str]) -> dict[int, Place]:
    rows = Lane.objects.filter(pk__in=lane_ids).values_list("pk", "name", "role", "board_id")
    return {pk: Place(keys[board], {"id": pk, "name": name, "role": role}) for pk, name, role, board in rows}


def _keys(names: tuple[str, ...], order: Order) -> Callable[[Row], list[Any]]:
    at = [names.index(column.lstrip("-")) for column in order.columns]
    return lambda row: [row[index] for index in at]
