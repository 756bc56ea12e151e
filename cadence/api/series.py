"""`/boards/{key}/meetings/series`: the rules by which meetings recur."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from api.call import Call
from api.fields import Choice, Clock, Day, Flag, Text, Whole
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Body, WriteQuery
from boards.api.find import cause_of
from boards.visible import visible_board
from cadence import actions
from cadence.api.shapes import MeetingSeriesAnswer
from cadence.find import series_of
from cadence.meeting_json import series_as_dict
from cadence.models import MeetingKind
from cadence.rule import NAMES, Rule

RULE = ("unit", "every", "weekday", "nth")


class SeriesChange(Body):
    unit = Choice([("week", ""), ("month", "")], required=False)
    every = Whole(required=False, help_text="Every so many weeks or months, 1-12.")
    weekday = Choice(list(NAMES.items()), required=False)
    nth = Whole(required=False, allow_null=True, help_text="By month: 1-4, or -1 for the last.")
    time = Clock(required=False)
    minutes = Whole(required=False, help_text="How long it takes, 5-480.")
    zone = Text(required=False, max_length=64, help_text="By default that of the board's calendar.")
    starts_on = Day(required=False)


class NewSeries(SeriesChange):
    kind = Choice(MeetingKind.choices)
    unit = Choice([("week", ""), ("month", "")])
    weekday = Choice(list(NAMES.items()))
    time = Clock()


class SkipBody(Body):
    day = Day()
    skip = Flag(required=False)


class Series(Resource):
    @endpoint(answers={201: MeetingSeriesAnswer}, query=WriteQuery, body=NewSeries)
    def post(self, call: Call, key: str) -> HttpResponse:
        """Put a meeting on the calendar: the first Tuesday of every month at ten, every second Friday."""
        board, given = visible_board(call.person, key), dict(call.body)
        rule = Rule(**{name: given.pop(name) for name in RULE if name in given})
        made = actions.schedule_meeting(cause=cause_of(call), board=board, rule=rule, **given)
        return answer(series_as_dict(made, call.at), 201)


class SeriesOne(Resource):
    @endpoint(answers={200: MeetingSeriesAnswer})
    def get(self, call: Call, key: str, series_id: int) -> HttpResponse:
        """One rule with its next days."""
        return answer(series_as_dict(series_of(visible_board(call.person, key), series_id), call.at))

    @endpoint(answers={200: MeetingSeriesAnswer}, query=WriteQuery, body=SeriesChange)
    def patch(self, call: Call, key: str, series_id: int) -> HttpResponse:
        """Another rule, time or length."""
        series = series_of(visible_board(call.person, key), series_id)
        changes: dict[str, Any] = {name: value for name, value in call.body.items() if name not in RULE}
        if changed := {name: call.body[name] for name in RULE if name in call.body}:
            changes["rule"] = Rule(**{**vars(Rule.read(series.rule)), **changed})
        found = actions.reschedule_meeting(cause=cause_of(call), series=series, changes=changes)
        return answer(series_as_dict(found, call.at))

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, series_id: int) -> HttpResponse:
        """Take it off the calendar. Meetings that were held stay."""
        series = series_of(visible_board(call.person, key), series_id)
        actions.unschedule_meeting(cause=cause_of(call), series=series)
        return nothing()


class SeriesSkip(Resource):
    @endpoint(answers={200: MeetingSeriesAnswer}, query=WriteQuery, body=SkipBody)
    def post(self, call: Call, key: str, series_id: int) -> HttpResponse:
        """It does not take place on one of its days (`skip` false: it does again)."""
        series = series_of(visible_board(call.person, key), series_id)
        found = actions.skip_meeting(cause=cause_of(call), series=series, **call.body)
        return answer(series_as_dict(found, call.at))
