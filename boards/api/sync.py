"""`/boards/{key}/snapshot`, `/changes` and `/stream`: a copy of the board, and how it stays true."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from accounts.errors import Invalid, Refusal
from api.call import Call
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import DEFAULT_LIMIT, MOST, Answer, Query
from boards.api.shapes import EventAnswer, LaneAnswer, SummaryAnswer
from boards.models import Board, Event
from boards.readers.snapshot import snapshot
from boards.visible import visible_board


class BeyondRetention(Refusal):
    status = 410
    code = "retention"
    title = "Older than the kept history"
    sentence = "The events after this seq are no longer kept. Take a new snapshot."


class Ahead(Invalid):
    code = "ahead"
    title = "Ahead of the board"


class NotStreamedHere(Refusal):
    status = 503
    code = "no_stream"
    title = "No stream at this process"
    sentence = "Event streams are served by the live process. Ask there, or poll the changes."


class SnapshotAnswer(Answer):
    board = serializers.CharField()
    seq = serializers.IntegerField(help_text="Follow the changes after this one.")
    lanes = LaneAnswer(many=True)
    cards = SummaryAnswer(many=True)


class ChangesQuery(Query):
    after = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=2**63 - 1, help_text="The last `seq` you have."
    )
    limit = serializers.IntegerField(required=False, default=DEFAULT_LIMIT, min_value=1, max_value=MOST)


class ChangesAnswer(Answer):
    events = EventAnswer(many=True)
    seq = serializers.IntegerField(help_text="Ask after this one next.")
    has_more = serializers.BooleanField()


class Snapshot(Resource):
    @endpoint(answers={200: SnapshotAnswer})
    def get(self, call: Call, key: str) -> HttpResponse:
        """Lanes, all open cards in order and `seq`, read in one moment."""
        return answer(snapshot(visible_board(call.person, key), call.at))


class Changes(Resource):
    @endpoint(answers={200: ChangesAnswer}, query=ChangesQuery, errors=[410])
    def get(self, call: Call, key: str) -> HttpResponse:
        """The events after a `seq`, gapless and in order.

        Ask again with the answer's `seq` while `has_more`. 410: what follows is no longer kept.
        """
        return answer(_changes(visible_board(call.person, key), call.query["after"], call.query["limit"]))


class Stream(Resource):
    @endpoint(answers={(200, "text/event-stream"): str}, errors=[410])
    def get(self, call: Call, key: str) -> HttpResponse:
        """The events as they happen, as Server-Sent Events.

        Lines `id:` (the seq), `event:` (the kind) and `data:` (the event as JSON); a comment every 15 seconds.
        `Last-Event-ID` resumes. The stream of somebody who leaves the team is closed at once.
        """
        visible_board(call.person, key)
        raise NotStreamedHere


def _changes(board: Board, after: int, limit: int) -> dict[str, Any]:
    if after > board.seq:
        raise Ahead(f"{board.key} has only reached seq {board.seq}.", seq=board.seq)
    rows = list(Event.objects.after(board.pk, after)[: limit + 1])
    expected = after + 1 <= board.seq
    if expected and (not rows or rows[0].seq != after + 1):
        raise BeyondRetention(seq=board.seq)
    events = [row.as_dict(board.key) for row in rows[:limit]]
    return {"events": events, "seq": events[-1]["seq"] if events else after, "has_more": len(rows) > limit}
