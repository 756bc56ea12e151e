"""`/boards/{key}/calendar.ics` and `/boards/{key}/feed`: a board in a calendar program."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.exceptions import NotAcceptable
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.call import Call
from api.rendering import OneMediaType, accepts, answer, nothing
from api.resource import Resource, endpoint
from api.serializers import WriteQuery
from boards.visible import visible_board
from cadence import actions
from cadence.api.shapes import FeedAnswer, NewFeedAnswer
from cadence.calendar_answer import CALENDAR, calendar_answer
from cadence.feed_address import feed_url
from cadence.models import CalendarFeed


class CalendarOrJson(OneMediaType):
    """A calendar program asks for text/calendar or for anything; problems are JSON as everywhere."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        header = request.headers.get("Accept", "")
        if not (accepts(header, CALENDAR) or accepts(header, renderers[0].media_type)):
            raise NotAcceptable
        return renderers[0], renderers[0].media_type


class CalendarFile(Resource):
    content_negotiation_class = CalendarOrJson

    @endpoint(answers={(200, CALENDAR): str, 304: None})
    def get(self, call: Call, key: str) -> HttpResponse:
        """Time-boxes, stages, increments and meetings as iCalendar, for a program with a token.

        A calendar program without one takes the secret address that `/boards/{key}/feed` makes.
        """
        return calendar_answer(call.request._request, visible_board(call.person, key))


class Feed(Resource):
    @endpoint(answers={200: FeedAnswer})
    def get(self, call: Call, key: str) -> HttpResponse:
        """Whether you have a secret address for this board."""
        feed = CalendarFeed.objects.filter(board=visible_board(call.person, key), person=call.person).first()
        return answer({"active": feed is not None, "created_at": feed.created_at if feed else None})

    @endpoint(
        answers={201: NewFeedAnswer},
        query=WriteQuery,
        session_only=True,
        secret="url",  # noqa: S106 - the name of a field
    )
    def post(self, call: Call, key: str) -> HttpResponse:
        """Make your secret address, or another one in its place. It is shown once. A token cannot make one."""
        board = visible_board(call.person, key)
        secret = actions.make_feed(person=call.person, board=board, at=call.at)
        return answer({"active": True, "created_at": call.at, "url": feed_url(board, secret)}, 201)

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str) -> HttpResponse:
        """Take your address back; it leads nowhere from now on."""
        actions.remove_feed(person=call.person, board=visible_board(call.person, key), at=call.at)
        return nothing()
