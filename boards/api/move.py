"""`/cards/{ref}/move`: the one operation that sets lane and order."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse

from api.call import Call
from api.conditional import expected_version
from api.resource import Resource, endpoint
from api.serializers import WriteQuery
from boards.actions import move_card
from boards.actions.move import StaleMove
from boards.actions.seen import require_place_seen
from boards.api.card_answer import card_answer, showing_current, shown_now
from boards.api.find import cause_of
from boards.api.place import MoveBody, place_in
from boards.api.shapes import MergedCardAnswer
from boards.models import Card, Lane
from boards.visible import visible_card


class Move(Resource):
    @endpoint(answers={200: MergedCardAnswer}, query=WriteQuery, body=MoveBody, errors=[412])
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Move a card to a lane, before or after a named card, or to one end (the bottom by default).

        409 `wip_limit`: the lane is full. 409 `stale_move`: the card is not where you saw it. 422 `lane_rule`:
        `errors` lists what the card lacks. `expected_lane` and `version` say what you saw.
        """
        card = visible_card(call.person, ref)
        with showing_current(call, card):
            merged = moved(call, card, call.body, expected_version(call.request))
        return card_answer(shown_now(call, card), **({"merged": True} if merged else {}))


def moved(call: Call, card: Card, body: dict[str, Any], seen: int | None) -> bool:
    """Move the card as the body says; True when somebody had changed something else about it."""
    cause, place = cause_of(call), place_in(card.board, body)
    with transaction.atomic():
        merged = require_place_seen(cause=cause, card=card, version=seen)
        move_card(
            cause=cause,
            card=card,
            place=place,
            expected_lane=_expected(card, body.get("expected_lane")),
            version=body.get("version"),
            wip_override=body.get("wip_override", ""),
        )
    return merged


def _expected(card: Card, wanted: int | str | None) -> int | None:
    """The id of the lane the client saw the card in; a lane that is gone cannot be where the card is."""
    if wanted is None or isinstance(wanted, int):
        return wanted
    lane = Lane.objects.filter(board_id=card.board_id, name__iexact=wanted).first()
    if lane is None:
        raise StaleMove(f"{card.ref} is in {card.lane.name}.")
    return lane.pk
