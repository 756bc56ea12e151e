"""The list of cards: which filters and orders there are, and how a page of it is read in a few queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Coalesce
from rest_framework import serializers

from accounts.errors import NotFound
from accounts.models import Person
from api.call import Call
from api.cursors import Order, Page
from api.serializers import ListQuery
from boards.card_json import COLUMNS, CardRow, Place, card_as_dict, with_face_text
from boards.filters import FILTERS, ORDERINGS
from boards.models import Board, Card, Lane
from boards.search import matching

_LARGEST = 2**63 - 1
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_COLUMNS_OF = {
    "rank": ("board_id", "lane__position", "rank", "id"),
    "created_at": ("created_at", "id"),
    "updated_at": ("updated_at", "id"),
    "due_at": ("due_key", "id"),
    "value": ("value_key", "id"),
    **{name: (name, "id") for name in ORDERINGS},
}
ORDERS = {
    "rank": Order("rank", _COLUMNS_OF["rank"]),
    **{name: Order(name, columns) for name, columns in _COLUMNS_OF.items()},
    **{
        f"-{name}": Order(f"-{name}", tuple(f"-{column}" for column in columns))
        for name, columns in _COLUMNS_OF.items()
        if name != "rank"
    },
}


class CardsQuery(ListQuery):
    """The filters are joined by and; what other rooms registered is among them."""

    board = serializers.CharField(required=False, max_length=10)
    lane = serializers.CharField(required=False, max_length=120, help_text="Its id or its name.")
    kind = serializers.ChoiceField(Card.Kind.choices, required=False)
    assignee = serializers.CharField(required=False, max_length=32)
    author = serializers.CharField(required=False, max_length=32)
    label = serializers.CharField(required=False, max_length=60)  # type: ignore[assignment]  # a field of this name
    blocked = serializers.BooleanField(required=False)
    updated_since = serializers.DateTimeField(
        required=False, help_text="For a look, not for a sync: follow the changes of a board instead."
    )
    q = serializers.CharField(required=False, max_length=200, help_text="Full text over title and description.")
    ordering = serializers.ChoiceField(list(ORDERS), required=False, default="rank")

    def get_fields(self) -> dict[str, Any]:
        registered = {
            name: serializers.ChoiceField(list(found.words), required=False) for name, found in FILTERS.items()
        }
        return {**super().get_fields(), **registered}


def card_page(call: Call) -> dict[str, Any]:
    """One page of the cards the person sees, in four queries: boards, cards, lanes (and the token)."""
    page = Page.read(call.query, ORDERS[call.query["ordering"]])
    keys = _visible_boards(call.person, call.query.get("board"))
    names = tuple(dict.fromkeys((*COLUMNS, *(column.lstrip("-") for column in page.order.columns))))
    cards = _narrowed(Card.objects.filter(board_id__in=keys).open(), call)
    found = page.cut(with_face_text(_annotated(cards, page.order)).values_list(*names))
    rows, following = page.split(list(found), _keys(names, page.order))
    cut = [CardRow._make(row[: len(COLUMNS)]) for row in rows]
    places = _places({row.lane_id for row in cut}, keys)
    results = [card_as_dict(row, call.at, places[row.lane_id]) for row in cut]
    return {"results": results, "next": following}


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


def _keys(names: tuple[str, ...], order: Order) -> Callable[[tuple[Any, ...]], list[Any]]:
    at = [names.index(column.lstrip("-")) for column in order.columns]
    return lambda row: [row[index] for index in at]


def _annotated(cards: QuerySet[Card], order: Order) -> QuerySet[Card]:
    name = order.name.lstrip("-")
    if name in ORDERINGS:
        return ORDERINGS[name].annotate(cards)
    if name == "due_at":
        return cards.annotate(due_key=Coalesce("due_at", Value(_NEVER, DateTimeField())))
    if name == "value":
        return cards.annotate(value_key=Coalesce("value", Value(0)))
    return cards


def _narrowed(cards: QuerySet[Card], call: Call) -> QuerySet[Card]:
    for name, value in call.query.items():
        if name in _PLAIN:
            cards = cards.filter(**{_PLAIN[name]: value})
        elif name in FILTERS:
            cards = FILTERS[name].narrow(cards, value, call.at)
        elif name == "blocked":
            cards = cards.filter(blocked_at__isnull=not value)
        elif name == "lane":
            cards = _in_lane(cards, value)
        elif name == "q":
            cards = matching(cards, value)
    return cards


_PLAIN = {
    "kind": "kind",
    "assignee": "assignees__username",
    "author": "author__username",
    "label": "labels__name__iexact",
    "updated_since": "updated_at__gte",
}


def _in_lane(cards: QuerySet[Card], wanted: str) -> QuerySet[Card]:
    if wanted.isascii() and wanted.isdigit():
        return cards.filter(lane_id=min(int(wanted), _LARGEST))
    return cards.filter(lane__name__iexact=wanted)
