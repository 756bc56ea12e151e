"""`/boards`: making, reading, changing and removing boards."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from accounts.api.teams import visible_team
from accounts.errors import Stale
from api.call import Call
from api.conditional import etag, expected_version, is_known, not_modified
from api.cursors import Order, Page
from api.fields import Calendar, Choice, Text, Whole
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Body, ListQuery, WriteQuery, listed
from boards.actions import change_board, create_board, delete_board
from boards.api.find import cause_of
from boards.api.shapes import BoardAnswer, BoardSummaryAnswer
from boards.board_json import board_as_dict, board_summary
from boards.models import Board, BoardPreset
from boards.presets import lanes_like
from boards.visible import visible_board

BY_KEY = Order("boards", ("key",))
KEY = r"^[A-Z][A-Z0-9]{1,9}$"


class BoardsQuery(ListQuery):
    team = serializers.SlugField(required=False, max_length=40, help_text="Boards of this team only.")


class NewBoard(Body):
    team = Text(max_length=40)
    key = Text(max_length=40, help_text="2-10 of A-Z and 0-9, a letter first; unique on the server.")
    name = Text(max_length=120)
    preset = Choice(BoardPreset.choices, default=BoardPreset.ML)
    calendar = Calendar(required=False)
    like = Text(
        required=False, max_length=10, help_text="The lanes and limits of this board, instead of the preset's."
    )


class SettingsChange(Body):
    on_continue = Choice(Board.OnContinue.choices, required=False)
    expiry = Choice(Board.Expiry.choices, required=False)
    max_extensions = Whole(required=False, min_value=0, max_value=10)
    rank_by = Choice(Board.RankBy.choices, required=False)
    capacity_days = Whole(
        required=False, min_value=1, max_value=1000, help_text="Days of research that the team has in two weeks."
    )
    development_board = Text(
        required=False, allow_null=True, max_length=10, help_text="Where a supported hypothesis spawns its task."
    )


class BoardChange(Body):
    name = Text(required=False, max_length=120)
    description = Text(required=False, max_length=2000, allow_blank=True)
    calendar = Calendar(required=False, help_text="A new version; running boxes keep theirs.")
    settings = SettingsChange(required=False)


def board_answer(board: Board, status: int = 200) -> HttpResponse:
    return answer(board_as_dict(board), status, {"ETag": board_tag(board)})


def board_tag(board: Board) -> str:
    return etag(board.version, board.seq)


class Boards(Resource):
    @endpoint(answers={200: listed("Board", BoardSummaryAnswer)}, query=BoardsQuery)
    def get(self, call: Call) -> HttpResponse:
        """The boards you see."""
        page = Page.read(call.query, BY_KEY)
        boards = Board.objects.visible_to(call.person).select_related("team")
        if "team" in call.query:
            boards = boards.filter(team=visible_team(call.person, call.query["team"]))
        rows, following = page.split(list(page.cut(boards)), lambda board: [board.key])
        return answer({"results": [board_summary(board) for board in rows], "next": following})

    @endpoint(answers={201: BoardAnswer}, query=WriteQuery, body=NewBoard)
    def post(self, call: Call) -> HttpResponse:
        """Make a board with the lanes of a preset."""
        fields = dict(call.body)
        team = visible_team(call.person, fields.pop("team"))
        if like := fields.pop("like", None):
            fields["lanes"] = lanes_like(visible_board(call.person, like))
        board = create_board(cause=cause_of(call), team=team, **fields)
        response = board_answer(visible_board(call.person, board.key), 201)
        response.headers["Location"] = f"/api/v1/boards/{board.key}"
        return response


class BoardItem(Resource):
    @endpoint(answers={200: BoardAnswer, 304: None})
    def get(self, call: Call, key: str) -> HttpResponse:
        """One board with its lanes, its calendar and the `seq` of its newest event."""
        board = visible_board(call.person, key)
        if is_known(call.request, board_tag(board)):
            return not_modified(board_tag(board))
        return board_answer(board)

    @endpoint(answers={200: BoardAnswer}, query=WriteQuery, body=BoardChange, errors=[412])
    def patch(self, call: Call, key: str) -> HttpResponse:
        """Change name, settings or calendar."""
        board = visible_board(call.person, key)
        try:
            change_board(
                cause=cause_of(call), board=board, changes=_changes(call), version=expected_version(call.request)
            )
        except Stale as stale:
            raise _with_current(stale, call, key) from None
        return board_answer(visible_board(call.person, key))

    @endpoint(answers={204: None}, errors=[412])
    def delete(self, call: Call, key: str) -> HttpResponse:
        """Remove the board from sight. Its key stays taken, its log stays stored."""
        board = visible_board(call.person, key)
        expected = expected_version(call.request)
        if expected is not None and expected != board.version:
            raise _with_current(Stale(), call, key)
        delete_board(cause=cause_of(call), board=board)
        return nothing()


def _changes(call: Call) -> dict[str, Any]:
    changes = dict(call.body)
    settings = changes.pop("settings", {})
    return {**changes, **settings}


def _with_current(stale: Stale, call: Call, key: str) -> Stale:
    board = visible_board(call.person, key)
    return Stale(stale.sentence, current=board_as_dict(board), headers={"ETag": board_tag(board)})
