"""`/cards`: the list, one card, and putting cards away."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers

from accounts.errors import Stale
from api.call import Call
from api.conditional import expected_version, is_known, not_modified
from api.fields import Choice, IdOrName, Instant, Text, Whole
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Body, ListQuery, WriteQuery, listed
from boards.actions import (
    archive_card,
    block_card,
    create_card,
    edit_card,
    restore_card,
    trash_card,
    unblock_card,
)
from boards.actions.marks import raise_concern, set_discussed, settle_concern
from boards.actions.seen import require_seen
from boards.api.card_answer import card_answer, card_tag, showing_current, shown, shown_now
from boards.api.card_list import card_page
from boards.api.card_query import CardsQuery
from boards.api.find import cause_of
from boards.api.history import history_page
from boards.api.place import PlaceBody, place_in
from boards.api.shapes import CardAnswer, EventAnswer, MergedCardAnswer
from boards.events import Cause
from boards.models import Card
from boards.visible import visible_board, visible_card

STORY = ("benefit", "role", "other_role", "action")


class StoryBody(Body):
    """In order to <benefit>, as a <role>, I want <other role> to <action>."""

    benefit = Text(required=False, allow_blank=True, max_length=500)
    role = Text(required=False, allow_blank=True, max_length=200)
    other_role = Text(required=False, allow_blank=True, max_length=200)
    action = Text(required=False, allow_blank=True, max_length=500)


class CardFields(Body):
    """What may be set on a card, when it is made and later."""

    description = Text(required=False, allow_blank=True, max_length=20_000, trim_whitespace=False)
    kind = Choice(Card.Kind.choices, required=False)
    priority = Choice(Card.Priority.choices, required=False)
    value = Whole(required=False, allow_null=True, min_value=1, max_value=5)
    weight = Whole(required=False, min_value=1, max_value=1000)
    due_at = Instant(required=False, allow_null=True)
    assignees = serializers.ListField(
        child=Text(max_length=32), required=False, max_length=50, help_text="User names of the team."
    )
    labels = serializers.ListField(child=Text(max_length=60), required=False, max_length=50)
    story = StoryBody(required=False)


class NewCard(CardFields, PlaceBody):
    board = Text(max_length=10)
    lane = IdOrName(required=False, help_text="The backlog where missing.")
    title = Text(max_length=200)


class CardChange(CardFields):
    title = Text(required=False, max_length=200)
    blocked = Text(
        required=False, allow_null=True, max_length=200, help_text="What blocks it; null frees it again."
    )
    discussed = serializers.BooleanField(required=False, help_text="It has been talked over.")
    concern = Text(
        required=False, allow_null=True, max_length=500, help_text="What speaks against it; null settles it."
    )


class Cards(Resource):
    @endpoint(answers={200: listed("Card", CardAnswer)}, query=CardsQuery)
    def get(self, call: Call) -> HttpResponse:
        """The open cards you see, filtered and in order."""
        return answer(card_page(call))

    @endpoint(answers={201: CardAnswer}, query=WriteQuery, body=NewCard)
    def post(self, call: Call) -> HttpResponse:
        """Make a card; a title is enough."""
        return card_answer(shown_now(call, made(call, call.body)), 201)


class CardItem(Resource):
    @endpoint(answers={200: CardAnswer, 304: None})
    def get(self, call: Call, ref: str) -> HttpResponse:
        """One card, also from the archive or the trash."""
        card = shown(call, visible_card(call.person, ref))
        tag = card_tag(card)
        return not_modified(tag) if is_known(call.request, tag) else card_answer(card)

    @endpoint(answers={200: MergedCardAnswer}, query=WriteQuery, body=CardChange, errors=[412])
    def patch(self, call: Call, ref: str) -> HttpResponse:
        """Change fields of a card.

        With `If-Match`, what somebody else changed meanwhile in other fields is kept; the answer says `merged`.
        """
        card = visible_card(call.person, ref)
        with showing_current(call, card):
            merged = changed(cause_of(call), card, call.body, expected_version(call.request))
        return card_answer(shown_now(call, card), **({"merged": True} if merged else {}))

    @endpoint(answers={204: None}, query=WriteQuery, errors=[412])
    def delete(self, call: Call, ref: str) -> HttpResponse:
        """Put the card into the trash, where it stays 30 days."""
        card, cause = visible_card(call.person, ref), cause_of(call)
        with showing_current(call, card), transaction.atomic():
            require_seen(cause=cause, card=card, version=expected_version(call.request))
            trash_card(cause=cause, card=card)
        return nothing()


class Restoration(Resource):
    @endpoint(answers={200: CardAnswer}, query=WriteQuery)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Bring a card back from the trash or the archive."""
        card = restore_card(cause=cause_of(call), card=visible_card(call.person, ref))
        return card_answer(shown_now(call, card))


class Archiving(Resource):
    @endpoint(answers={200: CardAnswer}, query=WriteQuery)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Put the card away for good; it keeps its place."""
        card = archive_card(cause=cause_of(call), card=visible_card(call.person, ref))
        return card_answer(shown_now(call, card))


class History(Resource):
    @endpoint(answers={200: listed("Event", EventAnswer)}, query=ListQuery)
    def get(self, call: Call, ref: str) -> HttpResponse:
        """The events of a card, oldest first."""
        return answer(history_page(call, visible_card(call.person, ref)))


def made(call: Call, body: dict[str, Any]) -> Card:
    """A new card as the body describes it."""
    fields = dict(body)
    board = visible_board(call.person, fields.pop("board"))
    place = place_in(board, fields) if "lane" in fields else None
    for name in ("lane", "before", "after", "to"):
        fields.pop(name, None)
    return create_card(cause=cause_of(call), board=board, place=place, **fields)


def changed(cause: Cause, card: Card, body: dict[str, Any], version: int | None) -> bool:
    """Apply the change as one; True when it was merged with somebody else's."""
    changes = dict(body)
    if version is not None and not 0 < version <= card.version:
        raise Stale
    with transaction.atomic():
        blocks = "blocked" in changes
        reason = changes.pop("blocked", None)
        marks: dict[str, Any] = {name: changes.pop(name) for name in ("discussed", "concern") if name in changes}
        _, merged = edit_card(cause=cause, card=card, changes=changes, version=version)
        if blocks and reason is not None:
            block_card(cause=cause, card=card, reason=reason)
        elif blocks:
            unblock_card(cause=cause, card=card)
        mark(cause, card, marks)
    return merged


def mark(cause: Cause, card: Card, marks: dict[str, Any]) -> None:
    """What a talk about the backlog leaves on the card."""
    if "discussed" in marks:
        set_discussed(cause=cause, card=card, discussed=marks["discussed"])
    if marks.get("concern") is not None:
        raise_concern(cause=cause, card=card, text=marks["concern"])
    elif "concern" in marks:
        settle_concern(cause=cause, card=card)
