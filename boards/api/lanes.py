"""`/boards/{key}/lanes`: the lanes of a board."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers

from accounts.errors import NotFound
from api.call import Call
from api.fields import Choice, Flag, Text, Whole
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Body, WriteQuery, listed
from boards.actions import add_lane, change_lane, move_lane, remove_lane
from boards.api.find import cause_of, lane_named, lane_of
from boards.api.shapes import LaneAnswer
from boards.board_json import lanes_as_dicts
from boards.models import Board, Lane
from boards.visible import visible_board


class LaneChange(Body):
    name = Text(required=False, max_length=120)
    role = Choice(Lane.Role.choices, required=False)
    position = Whole(required=False, min_value=0, help_text="0, 1, 2 … from the left; the backlog stays first.")
    wip_limit = Whole(required=False, allow_null=True, min_value=1, max_value=1000)
    wip_mode = Choice(Lane.WipMode.choices, required=False)
    policy = Text(required=False, allow_blank=True, max_length=2000)
    runs_box = Flag(required=False)
    needs_verdict = Flag(required=False)


class NewLane(LaneChange):
    name = Text(max_length=120)


class RemovalQuery(WriteQuery):
    move_cards_to = serializers.CharField(
        required=False, max_length=120, help_text="The lane (id or name) that takes the cards."
    )


class Lanes(Resource):
    @endpoint(answers={200: listed("Lane", LaneAnswer)})
    def get(self, call: Call, key: str) -> HttpResponse:
        """The lanes from left to right, each with its number of open cards."""
        return answer({"results": lanes_as_dicts(visible_board(call.person, key)), "next": None})

    @endpoint(answers={201: LaneAnswer}, query=WriteQuery, body=NewLane)
    def post(self, call: Call, key: str) -> HttpResponse:
        """Add a lane, before the first done lane unless a position is given."""
        board = visible_board(call.person, key)
        lane = add_lane(cause=cause_of(call), board=board, **call.body)
        return answer(_shown(board, lane.pk), 201)


class LaneItem(Resource):
    @endpoint(answers={200: LaneAnswer})
    def get(self, call: Call, key: str, lane_id: int) -> HttpResponse:
        """One lane."""
        return answer(_shown(visible_board(call.person, key), lane_id))

    @endpoint(answers={200: LaneAnswer}, query=WriteQuery, body=LaneChange)
    def patch(self, call: Call, key: str, lane_id: int) -> HttpResponse:
        """Change a lane, or give it another position."""
        board = visible_board(call.person, key)
        lane, changes, cause = lane_of(board, lane_id), dict(call.body), cause_of(call)
        position = changes.pop("position", None)
        with transaction.atomic():
            change_lane(cause=cause, lane=lane, changes=changes)
            if position is not None:
                move_lane(cause=cause, lane=lane, position=position)
        return answer(_shown(board, lane_id))

    @endpoint(answers={204: None}, query=RemovalQuery)
    def delete(self, call: Call, key: str, lane_id: int) -> HttpResponse:
        """Remove a lane. While it holds cards, `move_cards_to` must say where they go."""
        board = visible_board(call.person, key)
        lane, wanted = lane_of(board, lane_id), call.query.get("move_cards_to")
        target = lane_named(board, wanted, "move_cards_to") if wanted else None
        remove_lane(cause=cause_of(call), lane=lane, move_cards_to=target)
        return nothing()


def _shown(board: Board, lane_id: int) -> dict[str, Any]:
    found = next((lane for lane in lanes_as_dicts(board) if lane["id"] == lane_id), None)
    if found is None:
        raise NotFound
    return found
