"""What the list of cards can be narrowed to and ordered by; other rooms add to it in `boards.filters`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Coalesce
from rest_framework import serializers

from api.call import Call
from api.cursors import Order
from api.serializers import ListQuery
from boards.filter_query import filtered
from boards.filters import FILTERS, ORDERINGS, CardFilter
from boards.models import Card
from boards.search import matching

_LARGEST = 2**63 - 1
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_COLUMNS = {
    "created_at": ("created_at", "id"),
    "updated_at": ("updated_at", "id"),
    "due_at": ("due_key", "id"),
    "value": ("value_key", "id"),
    **{name: (name, "id") for name in ORDERINGS},
}
# `rank` is the order of the boards themselves, and has no other direction.
ORDERS = {
    "rank": Order("rank", ("board_id", "lane__position", "lane_id", "rank", "id")),
    **{name: Order(name, columns) for name, columns in _COLUMNS.items()},
    **{
        f"-{name}": Order(f"-{name}", tuple(f"-{column}" for column in columns))
        for name, columns in _COLUMNS.items()
    },
}
_PLAIN = {
    "kind": "kind",
    "assignee": "assignees__username",
    "author": "author__username",
    "label": "labels__name__iexact",
    "updated_since": "updated_at__gte",
}


class CardsQuery(ListQuery):
    """The filters are joined by and; what other rooms registered is among them."""

    board = serializers.CharField(required=False, max_length=10)
    lane = serializers.CharField(required=False, max_length=120, help_text="Its id or its name.")
    kind = serializers.ChoiceField(Card.Kind.choices, required=False)
    assignee = serializers.CharField(required=False, max_length=32)
    author = serializers.CharField(required=False, max_length=32)
    label = serializers.CharField(  # type: ignore[assignment]  # a field of this name
        required=False, max_length=60
    )
    blocked = serializers.BooleanField(required=False)
    updated_since = serializers.DateTimeField(
        required=False, help_text="For a look, not for a sync: follow the changes of a board instead."
    )
    q = serializers.CharField(required=False, max_length=200, help_text="Full text over title and description.")
    filter = serializers.CharField(
        required=False,
        max_length=500,
        help_text="The filter language of the pages: kind:task -label:infra due<7d.",
    )
    ordering = serializers.ChoiceField(list(ORDERS), required=False, default="rank")

    def get_fields(self) -> dict[str, Any]:
        registered = {name: _field_of(found) for name, found in FILTERS.items()}
        return {**super().get_fields(), **registered}


def _field_of(found: CardFilter) -> serializers.Field[Any, Any, Any, Any]:
    if found.words:
        return serializers.ChoiceField(list(found.words), required=False)
    return serializers.CharField(required=False, max_length=120, help_text=found.help)


def annotated(cards: QuerySet[Card], order: Order) -> QuerySet[Card]:
    """The cards with the values they are ordered by, none of which is null."""
    name = order.name.lstrip("-")
    if name in ORDERINGS:
        return ORDERINGS[name].annotate(cards)
    if name == "due_at":
        return cards.annotate(due_key=Coalesce("due_at", Value(_NEVER, DateTimeField())))
    if name == "value":
        return cards.annotate(value_key=Coalesce("value", Value(0)))
    return cards


def narrowed(cards: QuerySet[Card], call: Call) -> QuerySet[Card]:
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
        elif name == "filter":
            cards = filtered(cards, value, call.person, call.at)
    return cards


def _in_lane(cards: QuerySet[Card], wanted: str) -> QuerySet[Card]:
    if wanted.isascii() and wanted.isdigit():
        return cards.filter(lane_id=min(int(wanted), _LARGEST))
    return cards.filter(lane__name__iexact=wanted)
