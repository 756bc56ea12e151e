"""The list of cards: one page of what a person sees, in a few queries however many cards there are.

In board order a page mostly lies within one lane, which an index gives in order. A page is found by what tells its
cards apart alone; what they say comes from memory, or is read for those that are not there.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import cache
from typing import Any

from django.db.models import BigAutoField, CharField, QuerySet

from accounts.errors import NotFound
from accounts.models import Person
from accounts.prepared import Param, Prepared
from api.call import Call
from api.cursors import Order, Page
from boards.api.card_memory import Wanted, card_fragments
from boards.api.card_query import ORDERS, annotated, narrowed
from boards.card_json import Place
from boards.models import Board, Card
from boards.visible import ANYBODY, NAME

Row = tuple[Any, ...]
IN_LANE = Order("lane", ("rank", "id"))
FOUND = ("id", "version", "lane_id")
PAGING = {"board", "ordering", "limit", "cursor"}
LANES: Prepared[Row] = Prepared(lambda: _lanes_of(Board.objects.visible_to(ANYBODY)))
LANES_OF: Prepared[Row] = Prepared(lambda: _lanes_of(Board.objects.visible_to(ANYBODY).filter(key=NAME)))


def card_page(call: Call) -> dict[str, Any]:
    page = Page.read(call.query, ORDERS[call.query["ordering"]])
    lanes = _visible_lanes(call.person, call.query.get("board"))
    cards = narrowed(Card.objects.filter(board_id__in={board for board, _ in lanes.values()}).open(), call)
    names = tuple(dict.fromkeys((*FOUND, *(column.lstrip("-") for column in page.order.columns))))
    if page.order.name == "rank":
        rows = _in_board_order(cards, page, names, lanes if call.query.keys() <= PAGING else {})
    else:
        rows = _sorted(cards, page, names)
    rows, following = page.split(rows, _keys(names, page.order))
    places = {lane: place for lane, (_, place) in lanes.items()}
    wanted = [(Wanted(pk, version), lane) for pk, version, lane, *_ in rows]
    return {"results": card_fragments(wanted, places, call.at), "next": following}


def _in_board_order(
    cards: QuerySet[Card], page: Page, names: tuple[str, ...], whole: Container[int]
) -> Sequence[Row]:
    """First what is left of the lane where the last page ended, then from the other lanes what is still wanted.

    `whole` are the lanes that are listed as they are; of any other the cards are among `cards` or not.
    """
    if page.after is None:
        return _sorted(cards, page, names)
    _, _, lane_id, rank, pk = page.after
    if lane_id in whole:
        rows = _rest_of_lane(page.limit, names).rows(lane=lane_id, rank=rank, card=pk)
    else:
        here = Page(IN_LANE, page.limit, [rank, pk])
        rows = list(here.cut(cards.filter(lane_id=lane_id)).values_list(*names))
    if len(rows) > page.limit:
        return rows
    rest = Page(page.order, page.limit - len(rows), page.after)
    return [*rows, *_sorted(cards.exclude(lane_id=lane_id), rest, names)]


@cache
def _rest_of_lane(limit: int, names: tuple[str, ...]) -> Prepared[Row]:
    here = Page(IN_LANE, limit, [Param("rank", CharField()), Param("card", BigAutoField())])
    lane = Card.objects.open().filter(lane_id=Param("lane", BigAutoField()))
    return Prepared(lambda: here.cut(lane).values_list(*names))


def _sorted(cards: QuerySet[Card], page: Page, names: tuple[str, ...]) -> list[Row]:
    return list(page.cut(annotated(cards, page.order)).values_list(*names))


def _visible_lanes(person: Person, key: str | None) -> dict[int, tuple[int, Place]]:
    """Each lane the person sees: the id of its board, and how its cards show where they are."""
    rows = LANES.rows(person=person.pk) if key is None else LANES_OF.rows(person=person.pk, name=key)
    lanes = {lane: (pk, Place(board, _lane(lane, name, role))) for pk, board, lane, name, role in rows}
    if not lanes and key is not None:
        raise NotFound
    return lanes


def _lanes_of(boards: QuerySet[Board]) -> QuerySet[Board, Row]:
    return boards.values_list("pk", "key", "lanes", "lanes__name", "lanes__role")


def _lane(pk: int, name: str, role: str) -> dict[str, Any]:
    return {"id": pk, "name": name, "role": role}


def _keys(names: tuple[str, ...], order: Order) -> Callable[[Row], list[Any]]:
    at = [names.index(column.lstrip("-")) for column in order.columns]
    return lambda row: [row[index] for index in at]
