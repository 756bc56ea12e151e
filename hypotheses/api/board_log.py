"""`/boards/{key}/log`: what people wrote and what happened on a board."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from api.call import Call
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, ListQuery, listed
from boards.api.shapes import EventAnswer
from boards.models import Board
from boards.sentences import sentence
from boards.visible import visible_board
from hypotheses.api.shapes import LogEntryAnswer
from hypotheses.board_log import KINDS, Row, Wanted, board_log
from hypotheses.models import LogEntry
from hypotheses.round_json import entry_as_dict


class BoardLogQuery(ListQuery):
    kind = serializers.ChoiceField(KINDS, required=False)
    person = serializers.CharField(required=False, max_length=32, help_text="A user name.")
    card = serializers.CharField(required=False, max_length=24)


class LogLineAnswer(Answer):
    """An entry of somebody, or an event with the sentence that tells it."""

    entry = LogEntryAnswer(allow_null=True)
    event = EventAnswer(allow_null=True)
    sentence = serializers.CharField(allow_blank=True)


class BoardLog(Resource):
    @endpoint(answers={200: listed("LogLine", LogLineAnswer)}, query=BoardLogQuery)
    def get(self, call: Call, key: str) -> HttpResponse:
        """The research logs of all cards with what happened between, newest first."""
        board, query = visible_board(call.person, key), call.query
        page = board_log(board, Wanted.read(query), cursor=query.get("cursor", ""), limit=query["limit"])
        return answer({"results": [_line(board, row) for row in page.rows], "next": page.next})


def _line(board: Board, row: Row) -> dict[str, Any]:
    if isinstance(row, LogEntry):
        return {"entry": entry_as_dict(row.card.ref, row), "event": None, "sentence": ""}
    return {"entry": None, "event": row.as_dict(board.key), "sentence": sentence(row)}
