"""`/gates`: the decisions that wait, on every board the person sees."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from api.call import Call
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, Query, listed
from boards.visible import visible_board
from timeboxes.gate_list import MOST, GateRow, gates_of
from timeboxes.models import Gate

SHOWS = ("all", "mine", "overdue", "soon")


class GatesQuery(Query):
    board = serializers.CharField(required=False, max_length=10)
    show = serializers.ChoiceField(
        SHOWS, required=False, default="all", help_text="`mine`: where you may decide. `soon`: not open yet."
    )


class GateRowAnswer(Answer):
    card = serializers.CharField()
    title = serializers.CharField()
    board = serializers.CharField()
    timebox = serializers.IntegerField(help_text="Its id: the decision goes to /timeboxes/{id}/decision.")
    open = serializers.BooleanField()
    reason = serializers.ChoiceField(Gate.Reason.choices)
    opened_at = serializers.DateTimeField(allow_null=True, help_text="Or when it will open.")
    waits_minutes = serializers.IntegerField(help_text="In working time.")
    left_minutes = serializers.IntegerField(help_text="Of the budget, until it opens.")
    mine = serializers.BooleanField()
    overdue = serializers.BooleanField(help_text="It has waited for more than a working day.")


class Gates(Resource):
    @endpoint(answers={200: listed("Gate", GateRowAnswer)}, query=GatesQuery)
    def get(self, call: Call) -> HttpResponse:
        """The gates that wait, longest first, and with `show=soon` the time-boxes that are almost over."""
        board = visible_board(call.person, call.query["board"]) if "board" in call.query else None
        found = gates_of(call.person, call.at, board)
        rows = {"all": found.open, "mine": found.mine, "overdue": found.overdue, "soon": found.soon}
        return answer({"results": [as_dict(row) for row in rows[call.query["show"]][:MOST]], "next": None})


def as_dict(row: GateRow) -> dict[str, Any]:
    card = row.box.card
    return {
        "card": card.ref,
        "title": card.title,
        "board": row.box.board.key,
        "timebox": row.box.pk,
        "open": row.is_open,
        "reason": row.reason,
        "opened_at": row.opened_at,
        "waits_minutes": row.waits_minutes,
        "left_minutes": row.left_minutes,
        "mine": row.mine,
        "overdue": row.is_overdue,
    }
