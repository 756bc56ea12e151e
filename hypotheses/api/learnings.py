"""`/learnings` and `/similar`: what was learned, and what resembles a hypothesis."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from api.call import Call
from api.cursors import Page, keys_of
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, ListQuery, Query, listed
from boards.visible import visible_board, visible_card
from hypotheses.api.shapes import VerdictAnswer
from hypotheses.learnings import NEWEST_FIRST, Learning, Wanted, learning_as_dict, learnings, with_all
from hypotheses.models import Verdict
from hypotheses.similar import MOST, Draft, Similar, similar
from hypotheses.similar_card import draft_of


class LearningsQuery(ListQuery):
    board = serializers.CharField(required=False, max_length=10)
    verdict = serializers.ChoiceField(Verdict.Value.choices, required=False)
    label = serializers.CharField(  # type: ignore[assignment]  # a parameter of this name
        required=False, max_length=60
    )
    q = serializers.CharField(required=False, max_length=200, help_text="Full text, as in `/search`.")

    def get_fields(self) -> dict[str, Any]:
        days = {
            "from": serializers.DateField(required=False, help_text="The first day, in your time zone."),
            "to": serializers.DateField(required=False, help_text="The last day."),
        }
        return {**super().get_fields(), **days}


class LearningCriterionAnswer(Answer):
    key = serializers.CharField()
    name = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    needed = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(["met", "missed", "unknown"])


class LearningAnswer(Answer):
    """One concluded round."""

    ref = serializers.CharField()
    board = serializers.CharField()
    title = serializers.CharField()
    hypothesis = serializers.CharField(allow_blank=True)
    exploratory = serializers.BooleanField()
    labels = serializers.ListField(child=serializers.CharField())
    criteria = LearningCriterionAnswer(many=True)
    verdict = VerdictAnswer()
    url = serializers.URLField()


class SimilarQuery(Query):
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=MOST)


class SimilarTextQuery(SimilarQuery):
    text = serializers.CharField(required=False, max_length=2000)
    metric = serializers.CharField(required=False, max_length=120)
    dataset = serializers.CharField(required=False, max_length=200)


class SimilarAnswer(Answer):
    score = serializers.FloatField(help_text="How alike the words are, 0 to 1.")
    same_metric = serializers.BooleanField()
    same_dataset = serializers.BooleanField()
    learning = LearningAnswer()


class SimilarListAnswer(Answer):
    results = SimilarAnswer(many=True)


class Learnings(Resource):
    @endpoint(answers={200: listed("Learning", LearningAnswer)}, query=LearningsQuery)
    def get(self, call: Call) -> HttpResponse:
        """The concluded rounds you may see, the newest first."""
        query, page = call.query, Page.read(call.query, NEWEST_FIRST)
        given = {name: query[name] for name in ("verdict", "label", "q") if name in query}
        board = visible_board(call.person, query["board"]) if "board" in query else None
        wanted = Wanted(board=board, since=query.get("from"), until=query.get("to"), **given)
        cut = list(page.cut(with_all(learnings(call.person, wanted))))
        rows, following = page.split(cut, lambda row: keys_of(row, NEWEST_FIRST))
        return answer({"results": [learning_as_dict(Learning(row)) for row in rows], "next": following})


class SimilarTexts(Resource):
    @endpoint(answers={200: SimilarListAnswer}, query=SimilarTextQuery)
    def get(self, call: Call) -> HttpResponse:
        """Concluded hypotheses that resemble a text, or share its metric or data set."""
        given = {name: call.query[name] for name in ("text", "metric", "dataset") if name in call.query}
        return similar_answer(similar(call.person, call.at, Draft(**given), limit=call.query["limit"]))


class SimilarCards(Resource):
    @endpoint(answers={200: SimilarListAnswer}, query=SimilarQuery)
    def get(self, call: Call, ref: str) -> HttpResponse:
        """Concluded hypotheses that resemble this card's."""
        draft = draft_of(visible_card(call.person, ref))
        return similar_answer(similar(call.person, call.at, draft, limit=call.query["limit"]))


def similar_answer(found: list[Similar]) -> HttpResponse:
    return answer({"results": [_as_dict(each) for each in found]})


def _as_dict(each: Similar) -> dict[str, Any]:
    return {
        "score": round(each.score, 3),
        "same_metric": each.same_metric,
        "same_dataset": each.same_dataset,
        "learning": learning_as_dict(Learning(each.verdict)),
    }
