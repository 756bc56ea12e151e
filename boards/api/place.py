"""Where a card should go, as bodies say it: a lane, and a named neighbour or an end of it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.fields import Choice, IdOrName, Text, Whole
from api.serializers import Body
from boards.actions import Place
from boards.api.find import lane_named
from boards.models import Board

REF = 24
WHERE = ("before", "after", "to")


class PlaceBody(Body):
    before = Text(required=False, max_length=REF, help_text="A card of the lane; this one goes above it.")
    after = Text(required=False, max_length=REF, help_text="A card of the lane; this one goes below it.")
    to = Choice(["top", "bottom"], required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if sum(name in attrs for name in WHERE) > 1:
            raise serializers.ValidationError("Give one of before, after and to.", "ambiguous")
        return attrs


class MoveBody(PlaceBody):
    lane = IdOrName()
    expected_lane = IdOrName(required=False)
    version = Whole(required=False, min_value=0)
    wip_override = Text(required=False, max_length=200, allow_blank=True)


def place_in(board: Board, body: dict[str, Any]) -> Place:
    return Place(lane=lane_named(board, body["lane"]), **{name: body.get(name) for name in WHERE})
