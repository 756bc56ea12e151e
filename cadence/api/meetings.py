"""`/boards/{key}/meetings`: held, with an agenda that builds itself, notes, dots, actions and minutes."""

from __future__ import annotations

from django.http import HttpResponse

from api.call import Call
from api.cursors import Order, Page
from api.fields import Choice, Flag, Prose, Text, Whole
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Body, ListQuery, WriteQuery
from boards.api.find import cause_of
from boards.models import Board
from boards.visible import visible_board
from cadence import actions
from cadence.actions.meetings import stamp
from cadence.api.shapes import MeetingAnswer, MeetingsAnswer
from cadence.find import found, meeting_of, note_of, series_of
from cadence.meeting_json import meeting_as_dict, series_as_dict, whole_meeting, with_all
from cadence.models import Meeting, MeetingKind, MeetingNote

BY_ID = Order("meetings", ("-id",))


class HoldBody(Body):
    kind = Choice(MeetingKind.choices)
    series = Whole(required=False, help_text="The rule it follows; by default the board's one for this kind.")
    votes_each = Whole(required=False, help_text="How many dots everybody has, 0-20.")


class MeetingChange(Body):
    minutes = Prose(required=True, max_length=20_000)
    seen = Prose(max_length=20_000, help_text="The minutes you have changed; 412 when they are others by now.")


class NoteChange(Body):
    text = Text(required=False, max_length=1000)
    column = Choice(MeetingNote.Column.choices, required=False)
    signed = Flag(required=False, help_text="Show your name with it.")


class NewNote(NoteChange):
    text = Text(max_length=1000)


class VoteBody(Body):
    count = Whole(help_text="How many of your dots lie on it now.")


class ActionBody(Body):
    title = Text(max_length=200)
    assignee = Text(required=False, allow_blank=True, max_length=32)
    note = Whole(required=False, allow_null=True, help_text="The note it comes from.")


class Meetings(Resource):
    @endpoint(answers={200: MeetingsAnswer}, query=ListQuery)
    def get(self, call: Call, key: str) -> HttpResponse:
        """The meetings that were held, the newest first, and the rules by which they recur."""
        page, board = Page.read(call.query, BY_ID), visible_board(call.person, key)
        every = with_all(Meeting.objects.filter(board=board))
        rows, more = page.split(list(page.cut(every)), lambda row: [row.pk])
        series = [series_as_dict(each, call.at) for each in board.meeting_series.all()]
        return answer({"results": [meeting_as_dict(row) for row in rows], "next": more, "series": series})

    @endpoint(answers={201: MeetingAnswer}, query=WriteQuery, body=HoldBody)
    def post(self, call: Call, key: str) -> HttpResponse:
        """Hold one now. Its agenda is what happened since the last one of its kind."""
        board, given = visible_board(call.person, key), dict(call.body)
        wanted = given.pop("series", None)
        series = None if wanted is None else series_of(board, wanted)
        made = actions.hold_meeting(cause=cause_of(call), board=board, series=series, **given)
        return _answer(call, board, made.pk, 201)


class MeetingOne(Resource):
    @endpoint(answers={200: MeetingAnswer})
    def get(self, call: Call, key: str, meeting_id: int) -> HttpResponse:
        """One meeting as you may see it: until the reveal only your own notes."""
        return _answer(call, visible_board(call.person, key), meeting_id)

    @endpoint(answers={200: MeetingAnswer}, query=WriteQuery, body=MeetingChange, errors=(412,))
    def patch(self, call: Call, key: str, meeting_id: int) -> HttpResponse:
        """Write its minutes."""
        board, seen = visible_board(call.person, key), call.body.get("seen")
        actions.write_minutes(
            cause=cause_of(call),
            meeting=meeting_of(board, meeting_id),
            minutes=call.body["minutes"],
            seen=None if seen is None else stamp(seen),
        )
        return _answer(call, board, meeting_id)

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, meeting_id: int) -> HttpResponse:
        """Call one off that is open. Its notes go with it, its cards stay."""
        meeting = meeting_of(visible_board(call.person, key), meeting_id)
        actions.remove_meeting(cause=cause_of(call), meeting=meeting)
        return nothing()


class MeetingEnd(Resource):
    @endpoint(answers={200: MeetingAnswer}, query=WriteQuery)
    def post(self, call: Call, key: str, meeting_id: int) -> HttpResponse:
        """Close it; its agenda stays as it is."""
        board = visible_board(call.person, key)
        actions.close_meeting(cause=cause_of(call), meeting=meeting_of(board, meeting_id))
        return _answer(call, board, meeting_id)


class MeetingReopen(Resource):
    @endpoint(answers={200: MeetingAnswer}, query=WriteQuery)
    def post(self, call: Call, key: str, meeting_id: int) -> HttpResponse:
        """Go on with a closed one, the newest of its kind: its agenda follows the log again."""
        board = visible_board(call.person, key)
        actions.reopen_meeting(cause=cause_of(call), meeting=meeting_of(board, meeting_id))
        return _answer(call, board, meeting_id)


class MeetingReveal(Resource):
    @endpoint(answers={200: MeetingAnswer}, query=WriteQuery)
    def post(self, call: Call, key: str, meeting_id: int) -> HttpResponse:
        """Show all notes to all. Who wrote those that nobody signed is forgotten."""
        board = visible_board(call.person, key)
        actions.reveal_notes(cause=cause_of(call), meeting=meeting_of(board, meeting_id))
        return _answer(call, board, meeting_id)


class Notes(Resource):
    @endpoint(answers={201: MeetingAnswer}, query=WriteQuery, body=NewNote)
    def post(self, call: Call, key: str, meeting_id: int) -> HttpResponse:
        """Write a note. Without `signed` nobody can ever tell whose it was."""
        board = visible_board(call.person, key)
        actions.add_note(cause=cause_of(call), meeting=meeting_of(board, meeting_id), **call.body)
        return _answer(call, board, meeting_id, 201)


class NoteOne(Resource):
    @endpoint(answers={200: MeetingAnswer}, query=WriteQuery, body=NoteChange)
    def patch(self, call: Call, key: str, meeting_id: int, note_id: int) -> HttpResponse:
        """Change your own note before the reveal."""
        board = visible_board(call.person, key)
        actions.change_note(cause=cause_of(call), note=note_of(board, meeting_id, note_id), **call.body)
        return _answer(call, board, meeting_id)

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, meeting_id: int, note_id: int) -> HttpResponse:
        """Take your own note away before the reveal."""
        note = note_of(visible_board(call.person, key), meeting_id, note_id)
        actions.remove_note(cause=cause_of(call), note=note)
        return nothing()


class NoteVotes(Resource):
    @endpoint(answers={200: MeetingAnswer}, query=WriteQuery, body=VoteBody)
    def put(self, call: Call, key: str, meeting_id: int, note_id: int) -> HttpResponse:
        """Put so many of your dots on it, after the reveal. Whose they are is shown to nobody else."""
        board = visible_board(call.person, key)
        actions.vote(cause=cause_of(call), note=note_of(board, meeting_id, note_id), **call.body)
        return _answer(call, board, meeting_id)


class MeetingActions(Resource):
    @endpoint(answers={201: MeetingAnswer}, query=WriteQuery, body=ActionBody)
    def post(self, call: Call, key: str, meeting_id: int) -> HttpResponse:
        """Decide on something: it becomes a card, and stands on the next agendas until that is done."""
        board, given = visible_board(call.person, key), dict(call.body)
        wanted = given.pop("note", None)
        note = None if wanted is None else note_of(board, meeting_id, wanted)
        meeting = meeting_of(board, meeting_id)
        actions.add_action(cause=cause_of(call), meeting=meeting, note=note, **given)
        return _answer(call, board, meeting_id, 201)


def _answer(call: Call, board: Board, pk: int, status: int = 200) -> HttpResponse:
    row = found(with_all(Meeting.objects.filter(board=board)), pk)
    return answer(whole_meeting(row, call.person, call.at), status)
