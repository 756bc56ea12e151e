"""`/boards/{key}/since`: what changed since you last looked."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework import serializers

from api.call import Call
from api.fields import Whole
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, Body
from boards.actions.looking import mark_seen
from boards.since import since
from boards.visible import visible_board


class SinceLineAnswer(Answer):
    group = serializers.CharField(help_text="Answers, Needs you, Time-boxes, Criteria crossed, Moved or New.")
    text = serializers.CharField()
    cards = serializers.ListField(child=serializers.CharField())
    verdict = serializers.CharField(allow_null=True)


class SinceAnswer(Answer):
    seq = serializers.IntegerField(help_text="Your mark.")
    at = serializers.DateTimeField(help_text="When you set it; without one, a week ago.")
    now = serializers.IntegerField(help_text="The board's seq: send it as `seq` once you have seen this.")
    count = serializers.IntegerField(help_text="Changes by others.")
    lines = SinceLineAnswer(many=True)
    smaller = serializers.IntegerField(help_text="Changes in no line.")


class Seen(Body):
    seq = Whole(min_value=0, max_value=2**53)


class BoardSince(Resource):
    @endpoint(answers={200: SinceAnswer})
    def get(self, call: Call, key: str) -> HttpResponse:
        """What others changed since you last looked, in at most twelve lines."""
        return _answer(call, key)

    @endpoint(answers={200: SinceAnswer}, body=Seen)
    def post(self, call: Call, key: str) -> HttpResponse:
        """You have seen everything up to this seq; the mark never goes back."""
        board = visible_board(call.person, key)
        mark_seen(person=call.person, board=board, seq=call.body["seq"], at=call.at)
        return _answer(call, key)


def _answer(call: Call, key: str) -> HttpResponse:
    found = since(call.person, visible_board(call.person, key), call.at)
    lines = [
        {"group": line.group, "text": line.text, "cards": list(line.refs), "verdict": line.verdict or None}
        for line in found.lines
    ]
    shown = {name: getattr(found, name) for name in ("seq", "at", "now", "count", "smaller")}
    return answer({**shown, "lines": lines})
