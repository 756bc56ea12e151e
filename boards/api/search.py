"""`/search`: full text over cards, hypotheses, logs and verdicts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from api.call import Call
from api.cursors import Order, Page
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, ListQuery, listed
from boards.filters import FILTERS
from boards.models import Card, SearchDocument
from boards.search import search
from boards.search.asking import MOST_SIGNS, Asked
from boards.search.find import scope
from boards.search.result import result_as_dict
from boards.visible import visible_board

BEST_FIRST = Order("search", ("-score", "-id"))


class SearchQuery(ListQuery):
    q = serializers.CharField(
        max_length=MOST_SIGNS, help_text="Every word must occur; the last may be a beginning."
    )
    board = serializers.CharField(required=False, max_length=10)
    kind = serializers.ChoiceField(SearchDocument.Kind.choices, required=False)

    def get_fields(self) -> dict[str, Any]:
        """`verdict` takes the words that the room of verdicts has registered."""
        words = FILTERS["verdict"].words
        verdict = serializers.ChoiceField(list(words), required=False, help_text="Of the card's newest round.")
        return {**super().get_fields(), "verdict": verdict}


class FoundTextAnswer(Answer):
    kind = serializers.ChoiceField(SearchDocument.Kind.choices)
    ref = serializers.CharField()
    board = serializers.CharField()
    card_kind = serializers.ChoiceField(Card.Kind.choices)
    title = serializers.CharField(help_text="Of the card.")
    verdict = serializers.CharField(allow_null=True, help_text="Of the card's newest round.")
    part = serializers.IntegerField(allow_null=True, help_text="Number of the round, or id of the log entry.")
    snippet = serializers.CharField(allow_blank=True, help_text="Plain text; escape it before it becomes HTML.")
    marks = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()),
        help_text="Spans `[start, end]` of the snippet that were asked for, in code points.",
    )
    at = serializers.DateTimeField(help_text="When it was written or concluded.")
    archived = serializers.BooleanField()
    url = serializers.URLField()


class Search(Resource):
    @endpoint(answers={200: listed("FoundText", FoundTextAnswer)}, query=SearchQuery)
    def get(self, call: Call) -> HttpResponse:
        """The texts you may see that hold every word, the best first."""
        page, asked = Page.read(call.query, BEST_FIRST), Asked.read(call.query["q"])
        board = visible_board(call.person, call.query["board"]) if "board" in call.query else None
        kinds = [call.query["kind"]] if "kind" in call.query else []
        documents = scope(call.person, call.at, board=board, kinds=kinds, verdict=call.query.get("verdict", ""))
        found = search(asked, documents, limit=page.limit + 1, after=page.after)
        rows, following = page.split(found, lambda each: each.keys)
        return answer({"results": [result_as_dict(each, asked) for each in rows], "next": following})
