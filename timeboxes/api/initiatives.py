"""`/boards/{key}/initiatives`: many cards inside larger time-boxes, one stage after the other."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from accounts.errors import NotFound
from api.call import Call
from api.cursors import Order, Page
from api.fields import Choice, Duration, Prose, Text, Whole
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Body, ListQuery, WriteQuery, listed
from boards.api.card_answer import card_answer, shown_now
from boards.api.find import cause_of
from boards.api.shapes import CardAnswer
from boards.models import Board
from boards.visible import visible_board, visible_card
from hypotheses.models import Verdict
from timeboxes import actions
from timeboxes.actions.decide_stage import OUTCOMES
from timeboxes.api.shapes import InitiativeAnswer
from timeboxes.initiative_find import deciding, initiative_of, stage_of, startable
from timeboxes.initiative_json import initiative_as_dict, with_all
from timeboxes.models import Initiative

BY_ID = Order("initiatives", ("id",))


class StageFields(Body):
    name = Text(max_length=120)
    budget = Duration(help_text="Working time: 1w, 12w.")
    asks = Prose(max_length=4000, help_text="What must be true to go on.")
    proof = Text(required=False, allow_null=True, max_length=24, help_text="The card that proves it.")


class StageChange(StageFields):
    name = Text(required=False, max_length=120)
    budget = Duration(required=False)


class InitiativeChange(Body):
    name = Text(required=False, max_length=120)
    goal = Prose(max_length=4000)


class NewInitiative(InitiativeChange):
    name = Text(max_length=120)
    stages = StageFields(many=True, required=False)


class VerdictFields(Body):
    value = Choice(Verdict.Value.choices)
    learned = Text(max_length=10_000)
    observed = Prose(max_length=10_000)
    therefore = Prose(max_length=10_000)
    change_mind = Prose(max_length=10_000)
    override_reason = Prose(max_length=10_000)


class StageDecisionBody(Body):
    outcome = Choice([(value.value, value.label) for value in OUTCOMES])
    stage = Whole(required=False, help_text="Its id, so that a late answer does not meet the next stage.")
    rationale = Prose(max_length=10_000)
    extend_minutes = Duration(required=False, allow_null=True)
    expects = Prose(max_length=10_000)
    verdict = VerdictFields(required=False, help_text="Of the card that proves the stage, in the same act.")


class GroupBody(Body):
    initiative = Whole(allow_null=True, help_text="Its id; null takes the card out.")


class Initiatives(Resource):
    @endpoint(answers={200: listed("Initiative", InitiativeAnswer)}, query=ListQuery)
    def get(self, call: Call, key: str) -> HttpResponse:
        """The initiatives of a board with their stages and cards."""
        page = Page.read(call.query, BY_ID)
        found = with_all(Initiative.objects.filter(board=visible_board(call.person, key)))
        rows, more = page.split(list(page.cut(found)), lambda row: [row.pk])
        return answer({"results": [initiative_as_dict(row, call.at) for row in rows], "next": more})

    @endpoint(answers={201: InitiativeAnswer}, query=WriteQuery, body=NewInitiative)
    def post(self, call: Call, key: str) -> HttpResponse:
        """Make an initiative, with its stages if you know them."""
        board = visible_board(call.person, key)
        made = actions.create_initiative(cause=cause_of(call), board=board, **call.body)
        return _answer(call, board, made.pk, 201)


class InitiativeItem(Resource):
    @endpoint(answers={200: InitiativeAnswer})
    def get(self, call: Call, key: str, initiative_id: int) -> HttpResponse:
        """One initiative."""
        return _answer(call, visible_board(call.person, key), initiative_id)

    @endpoint(answers={200: InitiativeAnswer}, query=WriteQuery, body=InitiativeChange)
    def patch(self, call: Call, key: str, initiative_id: int) -> HttpResponse:
        """Give it another name or goal."""
        board = visible_board(call.person, key)
        found = initiative_of(board, initiative_id)
        actions.change_initiative(cause=cause_of(call), initiative=found, changes=call.body)
        return _answer(call, board, initiative_id)

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, initiative_id: int) -> HttpResponse:
        """Remove it, when none of its stages is open. Its cards stay on the board."""
        found = initiative_of(visible_board(call.person, key), initiative_id)
        actions.remove_initiative(cause=cause_of(call), initiative=found)
        return nothing()


class Stages(Resource):
    @endpoint(answers={201: InitiativeAnswer}, query=WriteQuery, body=StageFields)
    def post(self, call: Call, key: str, initiative_id: int) -> HttpResponse:
        """Plan a further stage."""
        board = visible_board(call.person, key)
        found = initiative_of(board, initiative_id)
        actions.add_stage(cause=cause_of(call), initiative=found, **call.body)
        return _answer(call, board, initiative_id, 201)


class StageItem(Resource):
    @endpoint(answers={200: InitiativeAnswer}, query=WriteQuery, body=StageChange)
    def patch(self, call: Call, key: str, initiative_id: int, stage_id: int) -> HttpResponse:
        """Change a stage: all of it before it begins, then what its gate asks for."""
        board = visible_board(call.person, key)
        stage = stage_of(initiative_of(board, initiative_id), stage_id)
        actions.change_stage(cause=cause_of(call), stage=stage, changes=call.body)
        return _answer(call, board, initiative_id)

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, initiative_id: int, stage_id: int) -> HttpResponse:
        """Remove a stage that has not begun."""
        found = initiative_of(visible_board(call.person, key), initiative_id)
        actions.remove_stage(cause=cause_of(call), stage=stage_of(found, stage_id))
        return nothing()


class InitiativeStart(Resource):
    @endpoint(answers={200: InitiativeAnswer}, query=WriteQuery)
    def post(self, call: Call, key: str, initiative_id: int) -> HttpResponse:
        """Open the time-box of the first stage. Later ones are opened by the decision before them."""
        board = visible_board(call.person, key)
        found = initiative_of(board, initiative_id)
        actions.start_stage(cause=cause_of(call), stage=startable(found))
        return _answer(call, board, initiative_id)


class InitiativeDecision(Resource):
    @endpoint(answers={201: InitiativeAnswer}, query=WriteQuery, body=StageDecisionBody)
    def post(self, call: Call, key: str, initiative_id: int) -> HttpResponse:
        """Decide at the gate of the open stage. `continue` opens the next time-box in the same act.

        With `verdict` the card that proves the stage is concluded and passes its own gate as well. 409
        `gate_closed`: there is nothing to decide. 409 `already_decided`: somebody was first.
        """
        board = visible_board(call.person, key)
        found = initiative_of(board, initiative_id)
        given = dict(call.body)
        stage = deciding(found, given.pop("stage", None))
        actions.decide_stage(cause=cause_of(call), stage=stage, **given)
        return _answer(call, board, initiative_id, 201)


class CardInitiative(Resource):
    @endpoint(answers={200: CardAnswer}, query=WriteQuery, body=GroupBody)
    def put(self, call: Call, ref: str) -> HttpResponse:
        """Put a card into an initiative of its board, or take it out."""
        card, wanted = visible_card(call.person, ref), call.body["initiative"]
        found = None if wanted is None else initiative_of(card.board, wanted)
        return card_answer(shown_now(call, actions.group_card(cause=cause_of(call), card=card, initiative=found)))


def _answer(call: Call, board: Board, pk: int, status: int = 200) -> HttpResponse:
    found = with_all(Initiative.objects.filter(board=board, pk=pk)).first()
    if found is None:
        raise NotFound
    shown: dict[str, Any] = initiative_as_dict(found, call.at)
    return answer(shown, status)
