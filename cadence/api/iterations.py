"""`/boards/{key}/iterations`: items broken down into create, observe and analyze, without an end date."""

from __future__ import annotations

from django.http import HttpResponse

from api.call import Call
from api.cursors import Order, Page
from api.fields import Choice, Flag, Prose, Text
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Body, ListQuery, WriteQuery, listed
from boards.api.find import cause_of
from boards.models import Board
from boards.visible import visible_board
from cadence import actions
from cadence.api.shapes import IterationAnswer
from cadence.find import found, item_of, iteration_of, task_of
from cadence.iteration_json import iteration_as_dict, with_all
from cadence.models import Iteration, IterationTask

BY_ID = Order("iterations", ("-id",))


class GoalBody(Body):
    goal = Text(required=False, allow_blank=True, max_length=300)


class ItemBody(Body):
    card = Text(max_length=24, help_text="A card of the board.")


class OutcomeBody(Body):
    outcome = Prose(required=True, max_length=4000, help_text="What the analysis says; empty takes it back.")


class TaskChange(Body):
    kind = Choice(IterationTask.Kind.choices, required=False)
    title = Text(required=False, max_length=300)
    done = Flag(required=False)
    assignee = Text(required=False, allow_null=True, max_length=32)
    card = Text(required=False, allow_null=True, max_length=24, help_text="A card that says more.")


class NewTask(Body):
    kind = Choice(IterationTask.Kind.choices)
    title = Text(required=False, allow_blank=True, max_length=300, help_text="By default that of its card.")
    assignee = Text(required=False, max_length=32)
    card = Text(required=False, max_length=24)


class Iterations(Resource):
    @endpoint(answers={200: listed("Iteration", IterationAnswer)}, query=ListQuery)
    def get(self, call: Call, key: str) -> HttpResponse:
        """The iterations of a board, the newest first."""
        page, board = Page.read(call.query, BY_ID), visible_board(call.person, key)
        rows, more = page.split(list(page.cut(with_all(Iteration.objects.filter(board=board)))), _place)
        return answer({"results": [iteration_as_dict(row, call.at) for row in rows], "next": more})

    @endpoint(answers={201: IterationAnswer}, query=WriteQuery, body=GoalBody)
    def post(self, call: Call, key: str) -> HttpResponse:
        """Plan the next one; there is one at a time."""
        board = visible_board(call.person, key)
        made = actions.plan_iteration(cause=cause_of(call), board=board, **call.body)
        return _answer(call, board, made.pk, 201)


class IterationOne(Resource):
    @endpoint(answers={200: IterationAnswer})
    def get(self, call: Call, key: str, iteration_id: int) -> HttpResponse:
        """One iteration, with what it lacks to start or to end."""
        return _answer(call, visible_board(call.person, key), iteration_id)

    @endpoint(answers={200: IterationAnswer}, query=WriteQuery, body=GoalBody)
    def patch(self, call: Call, key: str, iteration_id: int) -> HttpResponse:
        """Give it another goal."""
        board = visible_board(call.person, key)
        one = iteration_of(board, iteration_id)
        actions.change_iteration(cause=cause_of(call), iteration=one, goal=call.body.get("goal", one.goal))
        return _answer(call, board, iteration_id)

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, iteration_id: int) -> HttpResponse:
        """Remove one that has not begun. Its cards stay on the board."""
        one = iteration_of(visible_board(call.person, key), iteration_id)
        actions.remove_iteration(cause=cause_of(call), iteration=one)
        return nothing()


class IterationStart(Resource):
    @endpoint(answers={200: IterationAnswer}, query=WriteQuery)
    def post(self, call: Call, key: str, iteration_id: int) -> HttpResponse:
        """Begin. 422 `iteration_not_ready` lists what its items lack."""
        board = visible_board(call.person, key)
        actions.start_iteration(cause=cause_of(call), iteration=iteration_of(board, iteration_id))
        return _answer(call, board, iteration_id)


class IterationEnd(Resource):
    @endpoint(answers={200: IterationAnswer}, query=WriteQuery)
    def post(self, call: Call, key: str, iteration_id: int) -> HttpResponse:
        """End it. 422 `iteration_not_ready` lists the items without an outcome."""
        board = visible_board(call.person, key)
        actions.close_iteration(cause=cause_of(call), iteration=iteration_of(board, iteration_id))
        return _answer(call, board, iteration_id)


class Items(Resource):
    @endpoint(answers={201: IterationAnswer}, query=WriteQuery, body=ItemBody)
    def post(self, call: Call, key: str, iteration_id: int) -> HttpResponse:
        """Take a card in."""
        board = visible_board(call.person, key)
        actions.add_item(cause=cause_of(call), iteration=iteration_of(board, iteration_id), **call.body)
        return _answer(call, board, iteration_id, 201)


class ItemOne(Resource):
    @endpoint(answers={200: IterationAnswer}, query=WriteQuery, body=OutcomeBody)
    def patch(self, call: Call, key: str, iteration_id: int, item_id: int) -> HttpResponse:
        """Write down what its analysis says."""
        board = visible_board(call.person, key)
        item = item_of(board, iteration_id, item_id)
        actions.record_outcome(cause=cause_of(call), item=item, **call.body)
        return _answer(call, board, iteration_id)

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, iteration_id: int, item_id: int) -> HttpResponse:
        """Take it out, with its tasks."""
        item = item_of(visible_board(call.person, key), iteration_id, item_id)
        actions.remove_item(cause=cause_of(call), item=item)
        return nothing()


class Tasks(Resource):
    @endpoint(answers={201: IterationAnswer}, query=WriteQuery, body=NewTask)
    def post(self, call: Call, key: str, iteration_id: int, item_id: int) -> HttpResponse:
        """Something to create, to observe or to analyze."""
        board = visible_board(call.person, key)
        item = item_of(board, iteration_id, item_id)
        actions.add_task(cause=cause_of(call), item=item, **call.body)
        return _answer(call, board, iteration_id, 201)


class TaskOne(Resource):
    @endpoint(answers={200: IterationAnswer}, query=WriteQuery, body=TaskChange)
    def patch(self, call: Call, key: str, iteration_id: int, item_id: int, task_id: int) -> HttpResponse:
        """It is done, or other things of it change."""
        board = visible_board(call.person, key)
        task = task_of(board, iteration_id, item_id, task_id)
        actions.change_task(cause=cause_of(call), task=task, changes=call.body)
        return _answer(call, board, iteration_id)

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, iteration_id: int, item_id: int, task_id: int) -> HttpResponse:
        """Take it away."""
        task = task_of(visible_board(call.person, key), iteration_id, item_id, task_id)
        actions.remove_task(cause=cause_of(call), task=task)
        return nothing()


def _place(row: Iteration) -> list[int]:
    return [row.pk]


def _answer(call: Call, board: Board, pk: int, status: int = 200) -> HttpResponse:
    row = found(with_all(Iteration.objects.filter(board=board)), pk)
    return answer(iteration_as_dict(row, call.at), status)
