"""`/cards/by-ref/{source}/{external_id}`: the ticket of another system, never twice."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework import serializers

from accounts.errors import Invalid, NotFound
from api.call import Call
from api.fields import IdOrName, Text
from api.resource import Resource, endpoint
from api.serializers import Query, WriteQuery
from boards.actions import upsert_card
from boards.api.card_answer import card_answer, shown_now
from boards.api.cards import CardFields
from boards.api.find import cause_of
from boards.api.place import PlaceBody, place_in
from boards.api.shapes import CardAnswer
from boards.models import Board, ExternalReference
from boards.visible import visible_board

SOURCE_LENGTH, ID_LENGTH = 40, 200


class UpsertQuery(WriteQuery):
    board = serializers.CharField(max_length=10)


class LookupQuery(Query):
    board = serializers.CharField(max_length=10)


class UpsertBody(CardFields, PlaceBody):
    lane = IdOrName(required=False, help_text="Where it goes; an existing card is moved only if it is elsewhere.")
    title = Text(required=False, max_length=200, help_text="Compulsory for a card that is not there yet.")
    url = Text(required=False, allow_blank=True, max_length=1000, help_text="Of the ticket.")


class UpsertAnswer(CardAnswer):
    result = serializers.ChoiceField(["created", "updated", "unchanged"])


class ByRef(Resource):
    @endpoint(answers={200: CardAnswer}, query=LookupQuery)
    def get(self, call: Call, source: str, external_id: str) -> HttpResponse:
        """The card of a ticket in another system."""
        board = visible_board(call.person, call.query["board"])
        found = _references(board, source, external_id).select_related("card").first()
        if found is None:
            raise NotFound
        return card_answer(shown_now(call, found.card))

    @endpoint(answers={200: UpsertAnswer, 201: UpsertAnswer}, query=UpsertQuery, body=UpsertBody)
    def put(self, call: Call, source: str, external_id: str) -> HttpResponse:
        """Create the card of a ticket, or bring it up to date.

        201 created, 200 updated, 200 unchanged (and no event). Two clients at once make one card.
        """
        board = visible_board(call.person, call.query["board"])
        _check(source, external_id)
        fields = _fields(call, board, source, external_id)
        card, result = upsert_card(
            cause=cause_of(call), board=board, source=source, external_id=external_id, **fields
        )
        return card_answer(shown_now(call, card), 201 if result == "created" else 200, result=result)


def _fields(call: Call, board: Board, source: str, external_id: str) -> dict[str, Any]:
    fields = dict(call.body)
    place = place_in(board, fields) if "lane" in fields else None
    for name in ("lane", "before", "after", "to"):
        fields.pop(name, None)
    if "title" not in fields and not _references(board, source, external_id).exists():
        raise Invalid.field("title", "A new card needs a title.", "required")
    return {**fields, "place": place}


def _references(board: Board, source: str, external_id: str) -> QuerySet[ExternalReference]:
    if "\x00" in source + external_id:
        raise NotFound
    return ExternalReference.objects.filter(board=board, source=source, external_id=external_id)


def _check(source: str, external_id: str) -> None:
    for name, text, most in (("source", source, SOURCE_LENGTH), ("external_id", external_id, ID_LENGTH)):
        if not text.isprintable() or not text.strip() or len(text) > most:
            raise Invalid.field(name, f"{name} has 1 to {most} visible characters.")
