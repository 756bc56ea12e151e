"""`/cards/batch`: up to 200 operations, each for itself: one that is refused leaves the others done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from accounts.errors import Invalid
from api.call import Call
from api.fields import Text, Whole
from api.idempotency import InFlight, find_replay
from api.problems import as_dict
from api.rendering import answer
from api.resource import Resource, endpoint, perform
from api.serializers import Answer, Body, WriteQuery, reading
from boards.actions import trash_card
from boards.actions.seen import require_seen
from boards.api.card_answer import showing_current, shown_now
from boards.api.cards import CardChange, NewCard, changed, made
from boards.api.find import cause_of
from boards.api.move import moved
from boards.api.place import MoveBody
from boards.api.shapes import CardAnswer
from boards.models import Card
from boards.visible import visible_card

MOST_OPERATIONS = 200


def _op(name: str) -> serializers.ChoiceField:
    return serializers.ChoiceField([name])


class CreateItem(NewCard):
    op = _op("create")


class UpdateItem(CardChange):
    op = _op("update")
    ref = Text(max_length=24)
    if_match = Whole(required=False, min_value=1, help_text="The version you saw.")


class MoveItem(MoveBody):
    op = _op("move")
    ref = Text(max_length=24)


class TrashItem(Body):
    op = _op("trash")
    ref = Text(max_length=24)
    if_match = Whole(required=False, min_value=1, help_text="The version you saw.")


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Operation",
        serializers={"create": CreateItem, "update": UpdateItem, "move": MoveItem, "trash": TrashItem},
        resource_type_field_name="op",
        many=True,
    )
)
class OperationsField(serializers.ListField):
    """Any JSON; each operation is checked by itself, so that a wrong one does not stop the others."""


class BatchBody(Body):
    operations = OperationsField(min_length=1, max_length=MOST_OPERATIONS)


class BatchItemAnswer(Answer):
    index = serializers.IntegerField()
    op = serializers.CharField()
    status = serializers.IntegerField(help_text="As the operation alone would have answered.")
    card = CardAnswer(required=False)
    problem = serializers.DictField(required=False, help_text="With a status from 400 on.")


class BatchAnswer(Answer):
    results = BatchItemAnswer(many=True)


def _create(call: Call, item: dict[str, Any]) -> tuple[int, Card]:
    return 201, made(call, item)


def _update(call: Call, item: dict[str, Any]) -> tuple[int, Card]:
    card = visible_card(call.person, item.pop("ref"))
    seen = item.pop("if_match", None)
    with showing_current(call, card):
        changed(cause_of(call), card, item, seen)
    return 200, card


def _move(call: Call, item: dict[str, Any]) -> tuple[int, Card]:
    card = visible_card(call.person, item.pop("ref"))
    with showing_current(call, card):
        moved(call, card, item, None)
    return 200, card


def _trash(call: Call, item: dict[str, Any]) -> tuple[int, Card]:
    card, cause = visible_card(call.person, item["ref"]), cause_of(call)
    with showing_current(call, card), transaction.atomic():
        require_seen(cause=cause, card=card, version=item.get("if_match"))
        trash_card(cause=cause, card=card)
    return 200, card


Operation = Callable[[Call, dict[str, Any]], tuple[int, Card]]
OPERATIONS: dict[str, tuple[type[Body], Operation]] = {
    "create": (CreateItem, _create),
    "update": (UpdateItem, _update),
    "move": (MoveItem, _move),
    "trash": (TrashItem, _trash),
}


class Batch(Resource):
    @endpoint(answers={200: BatchAnswer}, query=WriteQuery, body=BatchBody, own_transactions=True)
    def post(self, call: Call) -> HttpResponse:
        """Create, update, move and trash up to 200 cards, in the given order.

        Each operation is a transaction of its own and has its own status; a refused one leaves the others done.
        """
        claim = call.claim()
        before = find_replay(claim) if claim else None
        if before is not None:
            return before
        results = [_result(call, index, item) for index, item in enumerate(call.body["operations"])]
        return perform(call, lambda: answer({"results": results}))


def _result(call: Call, index: int, item: Any) -> Any:
    """One operation's answer. Under an Idempotency-Key each is kept, so that a batch that broke off goes on."""
    op = item.get("op") if isinstance(item, dict) else None
    try:
        return orjson.Fragment(perform(call, partial(_run, call, index, item), part=str(index)).content)
    except InFlight:
        raise
    except Exception as error:
        problem = as_dict(error, call.request._request)
        return {"index": index, "op": str(op), "status": problem["status"], "problem": problem}


def _run(call: Call, index: int, item: Any) -> HttpResponse:
    op = item.get("op") if isinstance(item, dict) else None
    if not isinstance(op, str) or op not in OPERATIONS:
        raise Invalid.field("op", f"An operation is one of {', '.join(OPERATIONS)}.", "invalid_choice")
    body, operate = OPERATIONS[op]
    checked = reading(body, item)
    checked.is_valid(raise_exception=True)
    fields = {name: value for name, value in checked.validated_data.items() if name != "op"}
    status, card = operate(call, fields)
    return answer({"index": index, "op": op, "status": status, "card": shown_now(call, card)})
