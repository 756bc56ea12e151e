"""`/cards/{ref}/forecasts`: how likely people think it is."""

from __future__ import annotations

from django.http import HttpResponse

from api.call import Call
from api.cursors import Order, Page, keys_of
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import ListQuery, WriteQuery, listed
from boards.api.find import cause_of
from boards.visible import visible_card
from hypotheses.actions import give_forecast
from hypotheses.api.bodies import ForecastBody
from hypotheses.api.shapes import ForecastAnswer
from hypotheses.models import Forecast
from hypotheses.round_json import forecast_as_dict

NEWEST_FIRST = Order("forecasts", ("-at", "-id"))


class Forecasts(Resource):
    @endpoint(answers={200: listed("Forecast", ForecastAnswer)}, query=ListQuery)
    def get(self, call: Call, ref: str) -> HttpResponse:
        """Every forecast of every round, newest first; of each person the newest stands."""
        card, page = visible_card(call.person, ref), Page.read(call.query, NEWEST_FIRST)
        found = Forecast.objects.filter(round__card=card).select_related("round", "person")
        rows, following = page.split(list(page.cut(found)), lambda row: keys_of(row, NEWEST_FIRST))
        return answer({"results": [forecast_as_dict(ref, row) for row in rows], "next": following})

    @endpoint(answers={201: ForecastAnswer}, query=WriteQuery, body=ForecastBody)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Say how likely the locked round is to be supported, or think again; nothing is overwritten.

        409 `forecasts_closed`: before the lock, after the verdict, and for newcomers from the first result on.
        """
        card, given = visible_card(call.person, ref), call.body
        row = give_forecast(cause=cause_of(call), card=card, p=given["forecast"], reason=given.get("reason", ""))
        return answer(forecast_as_dict(ref, row), 201)
