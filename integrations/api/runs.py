"""What trackers know of a card's runs, asked now: `/cards/{ref}/runs/search` and a metric's history."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from accounts.access import Verb, require
from accounts.errors import NotFound
from api.call import Call
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, Query
from boards.visible import visible_card
from integrations.models import TrackedRun
from integrations.trackers.asked import history_of, look_for

MOST_POINTS = 500


class FoundAnswer(Answer):
    found = serializers.IntegerField(help_text="Runs of the card in the trackers.")
    new = serializers.IntegerField(help_text="Those that were not on the card yet.")


class HistoryQuery(Query):
    metric = serializers.CharField(max_length=250, help_text="The metric's name in the tracker.")


class PointAnswer(Answer):
    step = serializers.IntegerField()
    at = serializers.DateTimeField(allow_null=True)
    value = serializers.JSONField(help_text="A number; NaN and infinities as text, null for none.")


class HistoryAnswer(Answer):
    metric = serializers.CharField()
    total = serializers.IntegerField(help_text="How many values there are.")
    points = PointAnswer(many=True, help_text=f"At most {MOST_POINTS}, by step; the first and the last are kept.")


class RunSearch(Resource):
    @endpoint(answers={200: FoundAnswer}, own_transactions=True)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Look for runs tagged `kanban.card` with this card in every tracker of the team, of any age."""
        card = visible_card(call.person, ref)
        require(call.person, Verb.WRITE_CARD, card.board.team_id)
        found, new = look_for(card, call.at)
        return answer({"found": found, "new": new})


class RunHistory(Resource):
    @endpoint(answers={200: HistoryAnswer}, query=HistoryQuery)
    def get(self, call: Call, ref: str, run_id: int) -> HttpResponse:
        """How a metric of a tracked run went, read from its tracker now."""
        card = visible_card(call.person, ref)
        rows = TrackedRun.objects.filter(run__card=card, run_id=run_id).select_related("connection")
        tracked = rows.first()
        if tracked is None:
            raise NotFound
        points = history_of(tracked, call.query["metric"], call.at)
        return answer({"metric": call.query["metric"], "total": len(points), "points": thinned(points)})


def thinned(points: list[Any]) -> list[dict[str, Any]]:
    """Evenly few of many; the ends stay."""
    step = max(1, -(-len(points) // (MOST_POINTS - 1)))
    kept = points[::step]
    if points and kept[-1] is not points[-1]:
        kept.append(points[-1])
    return [{"step": each.step, "at": each.at, "value": each.value} for each in kept]
