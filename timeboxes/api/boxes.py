"""`/timeboxes`: budgets of working time, and the decision at their end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from rest_framework import serializers

from accounts.errors import NotFound
from accounts.models import Person
from api.call import Call
from api.cursors import Order, Page, keys_of
from api.fields import Choice, Duration, Flag, Instant, Real, Text, Whole
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Body, ListQuery, WriteQuery, listed
from boards.api.find import cause_of
from boards.visible import visible_board, visible_card
from timeboxes.actions import change_budget, decide, pause_box, plan_box, resume_box, set_hard_stop, start_box
from timeboxes.api.shapes import DecisionAnswer, TimeBoxAnswer
from timeboxes.box_json import box_as_dict, decision_as_dict
from timeboxes.card_filters import over_by
from timeboxes.models import Decision, TimeBox, TimeBoxQuerySet

BY_ID = Order("timeboxes", ("id",))
READ = ("card", "board", "round", "calendar")


class BoxesQuery(ListQuery):
    board = serializers.CharField(required=False, max_length=10)
    state = serializers.ChoiceField(TimeBox.State.choices, required=False, help_text="By the clock.")
    due_before = serializers.DateTimeField(required=False)


class BudgetBody(Body):
    budget = Duration(required=False, help_text="Working time: 5d, 12h, 2w.")
    budget_minutes = Whole(required=False, min_value=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("budget" in attrs) == ("budget_minutes" in attrs):
            raise serializers.ValidationError({"budget": ["Give budget or budget_minutes."]}, "required")
        return attrs


class BoxChange(Body):
    budget = Duration(required=False, help_text="Before the start only; afterwards a decision extends.")
    budget_minutes = Whole(required=False, min_value=1)
    hard_stop_at = Instant(required=False, help_text="The last date, set by the product owner.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError(
                {"budget": ["Give one of budget, budget_minutes and hard_stop_at."]}, "required"
            )
        return attrs


class NewBox(BudgetBody):
    card = Text(max_length=24)


class PauseBody(Body):
    reason = Text(max_length=300)


class DecisionBody(Body):
    outcome = Choice(Decision.CHOICES)
    rationale = Text(required=False, allow_blank=True, max_length=10_000)
    extend_minutes = Duration(required=False, allow_null=True)
    forecast = Real(required=False, allow_null=True, min_value=0.01, max_value=0.99)
    expects = Text(required=False, allow_blank=True, max_length=10_000)
    children = serializers.ListField(
        child=Text(max_length=200), required=False, max_length=20, help_text="Titles, for a split."
    )
    as_new_card = Flag(required=False, help_text="Continue with a new card: a draft with the text copied.")


class Boxes(Resource):
    @endpoint(answers={200: listed("TimeBox", TimeBoxAnswer)}, query=BoxesQuery)
    def get(self, call: Call) -> HttpResponse:
        """The time-boxes you see."""
        page, boxes = Page.read(call.query, BY_ID), _narrowed(call)
        found = list(page.cut(boxes.select_related(*READ).prefetch_related("gates__decision__author")))
        rows, following = page.split(found, lambda row: keys_of(row, BY_ID))
        return answer({"results": [box_as_dict(row, call.at) for row in rows], "next": following})

    @endpoint(answers={201: TimeBoxAnswer}, query=WriteQuery, body=NewBox)
    def post(self, call: Call) -> HttpResponse:
        """Give the open round of a card its box. (Locking a hypothesis does so by itself.)"""
        card = visible_card(call.person, call.body["card"])
        return _answer(call, plan_box(cause=cause_of(call), card=card, budget=_budget(call)), 201)


class BoxItem(Resource):
    @endpoint(answers={200: TimeBoxAnswer})
    def get(self, call: Call, box_id: int) -> HttpResponse:
        """One time-box, its open gate and its decisions."""
        return _answer(call, visible_box(call.person, box_id))

    @endpoint(answers={200: TimeBoxAnswer}, query=WriteQuery, body=BoxChange)
    def patch(self, call: Call, box_id: int) -> HttpResponse:
        """Give a box that has not started another budget, or any open one another last date."""
        box = visible_box(call.person, box_id)
        if "hard_stop_at" in call.body:
            return _answer(call, set_hard_stop(cause=cause_of(call), box=box, **call.body))
        return _answer(call, change_budget(cause=cause_of(call), box=box, budget=_budget(call)))


class Start(Resource):
    @endpoint(answers={200: TimeBoxAnswer}, query=WriteQuery)
    def post(self, call: Call, box_id: int) -> HttpResponse:
        """Start the clock by hand. (Entering a lane that runs boxes does so by itself.)"""
        return _answer(call, start_box(cause=cause_of(call), box=visible_box(call.person, box_id)))


class PauseItem(Resource):
    @endpoint(answers={200: TimeBoxAnswer}, query=WriteQuery, body=PauseBody)
    def post(self, call: Call, box_id: int) -> HttpResponse:
        """Let the clock stand still, for a reason."""
        box = visible_box(call.person, box_id)
        return _answer(call, pause_box(cause=cause_of(call), box=box, reason=call.body["reason"]))


class Resume(Resource):
    @endpoint(answers={200: TimeBoxAnswer}, query=WriteQuery)
    def post(self, call: Call, box_id: int) -> HttpResponse:
        """Let the clock go on with what is left."""
        return _answer(call, resume_box(cause=cause_of(call), box=visible_box(call.person, box_id)))


class DecisionItem(Resource):
    @endpoint(answers={201: DecisionAnswer}, query=WriteQuery, body=DecisionBody)
    def post(self, call: Call, box_id: int) -> HttpResponse:
        """Decide at the open gate: stop, continue, extend or split.

        409 `gate_closed`: there is nothing to decide. 409 `already_decided`: somebody was first.
        """
        decision = decide(cause=cause_of(call), box=visible_box(call.person, box_id), **call.body)
        box = box_as_dict(visible_box(call.person, box_id), call.at)
        return answer({**decision_as_dict(decision), "timebox": box}, 201)


def visible_box(person: Person, box_id: int) -> TimeBox:
    boxes = TimeBox.objects.visible_to(person).select_related(*READ)
    box = boxes.prefetch_related("gates__decision__author").filter(pk=box_id).first()
    if box is None:
        raise NotFound
    return box


def _narrowed(call: Call) -> TimeBoxQuerySet:
    boxes = TimeBox.objects.visible_to(call.person)
    if "board" in call.query:
        boxes = boxes.filter(board=visible_board(call.person, call.query["board"]))
    if "state" in call.query:
        boxes = boxes.filter(in_state(call.query["state"], call.at))
    if "due_before" in call.query:
        boxes = boxes.filter(due_at__lt=call.query["due_before"])
    return boxes


def in_state(state: str, at: datetime) -> Q:
    """Boxes that are in this state by the clock: a running one that is over counts as expired."""
    if state == TimeBox.State.EXPIRED:
        return Q(state=state) | over_by(at)
    return Q(state=state) & ~over_by(at)


def _budget(call: Call) -> Any:
    return call.body.get("budget", call.body.get("budget_minutes"))


def _answer(call: Call, box: TimeBox, status: int = 200) -> HttpResponse:
    return answer(box_as_dict(visible_box(call.person, box.pk), call.at), status)
