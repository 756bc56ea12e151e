"""`/boards/{key}/figures`: what a lead reads, as JSON and CSV."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import override
from rest_framework import serializers

from api.call import Call
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, Query
from boards.visible import visible_board
from insights.figure_json import figure_as_csv, figure_as_dict
from insights.reading import all_figures, figure_of
from insights.spans import RANGES, span_of

DAY = "A day as 2026-11-20, whole and in the board's time zone, or a time with its offset."


class SpanQuery(Query):
    to = serializers.CharField(required=False, max_length=40, help_text=f"{DAY} By default now.")
    range = serializers.ChoiceField(list(RANGES), required=False, help_text="Instead of the two; by default 90d.")

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]  # it takes no arguments while it runs
        """`from` is no name of an attribute."""
        first = serializers.CharField(required=False, max_length=40, help_text=f"{DAY} By default 90 days ago.")
        return {"from": first, **super().get_fields()}


class FigureQuery(SpanQuery):
    format = serializers.ChoiceField(["json", "csv"], required=False, default="json")


class ColumnAnswer(Answer):
    name = serializers.CharField(help_text="The key in each row.")
    label = serializers.CharField()  # type: ignore[assignment]  # a field of this name
    form = serializers.CharField(help_text="text, count, number, days (of work), percent (0-1), date, time, card.")


class FigureHeadAnswer(Answer):
    name = serializers.CharField()
    question = serializers.CharField()
    answer = serializers.CharField(allow_blank=True, help_text="One sentence, worked out.")
    numbers = serializers.DictField(child=serializers.JSONField())


class FigureAnswer(FigureHeadAnswer):
    board = serializers.CharField()
    to = serializers.DateTimeField()
    columns = ColumnAnswer(many=True)
    rows = serializers.ListField(
        child=serializers.DictField(child=serializers.JSONField()),
        help_text="A key for each column, and `cards`: the refs behind the row.",
    )
    notes = serializers.ListField(child=serializers.CharField(), help_text="What was counted, and what not.")

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]  # it takes no arguments while it runs
        return {"from": serializers.DateTimeField(), **super().get_fields()}


class FiguresAnswer(Answer):
    results = FigureHeadAnswer(many=True)


class Figures(Resource):
    @endpoint(answers={200: FiguresAnswer}, query=SpanQuery)
    def get(self, call: Call, key: str) -> HttpResponse:
        """Every figure of the board with its question and its answer."""
        board = visible_board(call.person, key)
        span = span_of(board, call.query, call.at)
        heads = ("name", "question", "answer", "numbers")
        with override(settings.LANGUAGE_CODE):
            found = [figure_as_dict(each, key, span) for each in all_figures(board, span, call.at)]
        return _same_for_all(answer({"results": [{name: each[name] for name in heads} for each in found]}))


class FigureItem(Resource):
    @endpoint(answers={200: FigureAnswer, (200, "text/csv"): str}, query=FigureQuery)
    def get(self, call: Call, key: str, name: str) -> HttpResponse:
        """One figure with its table and the cards behind each row, as JSON or as CSV."""
        board = visible_board(call.person, key)
        span = span_of(board, call.query, call.at)
        with override(settings.LANGUAGE_CODE):
            found = figure_of(board, name, span, call.at)
        if call.query["format"] == "json":
            return _same_for_all(answer(figure_as_dict(found, key, span)))
        headers = {
            "Content-Disposition": f'attachment; filename="{key}-{name}.csv"',
            "Cache-Control": "private, no-cache",
        }
        text = figure_as_csv(found)
        return _same_for_all(HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers))


def _same_for_all(response: HttpResponse) -> HttpResponse:
    """A file of figures reads the same whoever asks: another program may look for its words."""
    response.headers["Content-Language"] = settings.LANGUAGE_CODE
    return response
