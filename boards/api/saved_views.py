"""`/boards/{key}/views`: saved views, the team's and one's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from api.call import Call
from api.fields import Choice, Flag, Text, Whole
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Answer, Body, WriteQuery, listed
from boards.actions.views import change_view, leave_board, remove_view, save_view
from boards.api.find import cause_of
from boards.models import Board, SavedView
from boards.saved_views import view_named, views_of
from boards.visible import visible_board


class SavedViewAnswer(Answer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    filter = serializers.CharField(allow_blank=True)
    grouping = serializers.ChoiceField(SavedView.Grouping.choices, allow_blank=True)
    density = serializers.ChoiceField(SavedView.Density.choices, allow_blank=True)
    shared = serializers.BooleanField()
    author = serializers.CharField()
    position = serializers.IntegerField()
    default = serializers.BooleanField(help_text="The board opens with it for you.")
    version = serializers.IntegerField()
    url = serializers.URLField()


class ViewChange(Body):
    name = Text(required=False, max_length=60)
    filter = Text(required=False, allow_blank=True, max_length=500)
    grouping = Choice(SavedView.Grouping.choices, required=False, allow_blank=True)
    density = Choice(SavedView.Density.choices, required=False, allow_blank=True)
    shared = Flag(required=False, help_text="With the team; needs the right to write cards.")
    position = Whole(required=False, min_value=1, max_value=100_000)
    default = Flag(required=False)


class NewView(ViewChange):
    name = Text(max_length=60)


class SavedViews(Resource):
    @endpoint(answers={200: listed("SavedView", SavedViewAnswer)})
    def get(self, call: Call, key: str) -> HttpResponse:
        """The team's views and your own, in their order."""
        return answer({"results": views_of(visible_board(call.person, key), call.person), "next": None})

    @endpoint(answers={201: SavedViewAnswer}, query=WriteQuery, body=NewView)
    def post(self, call: Call, key: str) -> HttpResponse:
        """Save a view; your own unless `shared`."""
        board, fields = visible_board(call.person, key), dict(call.body)
        default = fields.pop("default", None)
        view = save_view(cause=cause_of(call), board=board, **fields)
        _open_with(call, board, view, default)
        return answer(_shown(call, board, view.pk), 201)


class SavedViewItem(Resource):
    @endpoint(answers={200: SavedViewAnswer}, query=WriteQuery, body=ViewChange)
    def patch(self, call: Call, key: str, view_id: int) -> HttpResponse:
        """Change a view, share it, or make it the one the board opens with for you."""
        board, changes = visible_board(call.person, key), dict(call.body)
        view, default = view_named(board, call.person, view_id), changes.pop("default", None)
        if changes:
            view = change_view(cause=cause_of(call), view=view, changes=changes)
        _open_with(call, board, view, default)
        return answer(_shown(call, board, view.pk))

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, view_id: int) -> HttpResponse:
        """Remove a view."""
        board = visible_board(call.person, key)
        remove_view(cause=cause_of(call), view=view_named(board, call.person, view_id))
        return nothing()


def _open_with(call: Call, board: Board, view: SavedView, default: bool | None) -> None:
    if default is not None:
        leave_board(cause=cause_of(call), board=board, view=view if default else None)


def _shown(call: Call, board: Board, pk: int) -> dict[str, Any]:
    return next(each for each in views_of(board, call.person) if each["id"] == pk)
