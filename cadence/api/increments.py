"""`/boards/{key}/increments`: a goal in fixed time, over many iterations."""

from __future__ import annotations

from django.http import HttpResponse

from api.call import Call
from api.cursors import Order, Page
from api.fields import Day, Prose, Text
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Body, ListQuery, WriteQuery, listed
from boards.api.find import cause_of
from boards.models import Board
from boards.visible import visible_board
from cadence import actions
from cadence.api.shapes import IncrementAnswer
from cadence.find import found, increment_of
from cadence.iteration_json import increment_as_dict
from cadence.models import Increment

BY_ID = Order("increments", ("-id",))


class IncrementChange(Body):
    name = Text(required=False, max_length=120)
    goal = Prose(max_length=4000)
    starts_on = Day(required=False)
    ends_on = Day(required=False, help_text="Its last day.")


class NewIncrement(IncrementChange):
    name = Text(max_length=120)
    starts_on = Day()
    ends_on = Day(help_text="Its last day.")


class AchievedBody(Body):
    achieved = Text(max_length=4000, trim_whitespace=False, help_text="What it brought.")


class Increments(Resource):
    @endpoint(answers={200: listed("Increment", IncrementAnswer)}, query=ListQuery)
    def get(self, call: Call, key: str) -> HttpResponse:
        """The increments of a board, the newest first."""
        page, board = Page.read(call.query, BY_ID), visible_board(call.person, key)
        every = Increment.objects.filter(board=board).select_related("board", "author")
        rows, more = page.split(list(page.cut(every)), lambda row: [row.pk])
        return answer({"results": [increment_as_dict(row) for row in rows], "next": more})

    @endpoint(answers={201: IncrementAnswer}, query=WriteQuery, body=NewIncrement)
    def post(self, call: Call, key: str) -> HttpResponse:
        """Plan one."""
        board = visible_board(call.person, key)
        made = actions.plan_increment(cause=cause_of(call), board=board, **call.body)
        return _answer(board, made.pk, 201)


class IncrementOne(Resource):
    @endpoint(answers={200: IncrementAnswer})
    def get(self, call: Call, key: str, increment_id: int) -> HttpResponse:
        """One increment."""
        return _answer(visible_board(call.person, key), increment_id)

    @endpoint(answers={200: IncrementAnswer}, query=WriteQuery, body=IncrementChange)
    def patch(self, call: Call, key: str, increment_id: int) -> HttpResponse:
        """Another name, goal or date, while it is open."""
        board = visible_board(call.person, key)
        one = increment_of(board, increment_id)
        actions.change_increment(cause=cause_of(call), increment=one, changes=call.body)
        return _answer(board, increment_id)

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, increment_id: int) -> HttpResponse:
        """Remove one that is open."""
        one = increment_of(visible_board(call.person, key), increment_id)
        actions.remove_increment(cause=cause_of(call), increment=one)
        return nothing()


class IncrementEnd(Resource):
    @endpoint(answers={200: IncrementAnswer}, query=WriteQuery, body=AchievedBody)
    def post(self, call: Call, key: str, increment_id: int) -> HttpResponse:
        """Close it, and say what it brought."""
        board = visible_board(call.person, key)
        one = increment_of(board, increment_id)
        actions.close_increment(cause=cause_of(call), increment=one, **call.body)
        return _answer(board, increment_id)


def _answer(board: Board, pk: int, status: int = 200) -> HttpResponse:
    row = found(Increment.objects.filter(board=board).select_related("board", "author"), pk)
    return answer(increment_as_dict(row), status)
