"""`/cards/{ref}/notebook` and `/boards/{key}/export`: documents to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from api.call import Call
from api.rendering import OneMediaType
from api.resource import Resource, endpoint
from api.serializers import Answer, Query
from boards.visible import visible_board, visible_card
from integrations.downloads import download, lines
from integrations.exports import FORMATS, Wanted, export
from integrations.notebook import card_notebook


class WhatItIs(OneMediaType):
    """A file is what it is, whatever the client accepts."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class ExportQuery(Query):
    def get_fields(self) -> dict[str, Any]:
        return {
            "format": serializers.ChoiceField(FORMATS, required=False, default="markdown"),
            "from": serializers.DateField(required=False, help_text="What was learned since this day."),
            "to": serializers.DateField(required=False, help_text="The last day of that."),
        }


class BundleAnswer(Answer):
    """A whole board with its log; `manage.py import` reads it in again."""

    format = serializers.CharField()
    version = serializers.IntegerField()
    board = serializers.JSONField()
    people = serializers.JSONField(help_text="Names by user name.")
    rows = serializers.JSONField(help_text="By table.")


class Notebook(Resource):
    content_negotiation_class = WhatItIs

    @endpoint(answers={(200, "text/markdown"): str})
    def get(self, call: Call, ref: str) -> HttpResponse:
        """A card as a lab notebook in Markdown: hypotheses, results, verdicts, decisions, log and history."""
        card = visible_card(call.person, ref)
        return download(call.request._request, lines(card_notebook(card)), f"{card.ref}-notebook.md")


class Export(Resource):
    content_negotiation_class = WhatItIs

    @endpoint(
        answers={(200, "text/markdown"): str, (200, "text/csv"): str, (200, "application/json"): BundleAnswer},
        query=ExportQuery,
    )
    def get(self, call: Call, key: str) -> HttpResponse:
        """A board as a notebook (`markdown`), a table of cards (`csv`) or whole, to be read in again (`json`).

        With `from` or `to` it is a report in Markdown: what was concluded, learned and decided in these days.
        """
        wanted = Wanted(format=call.query["format"], since=call.query.get("from"), until=call.query.get("to"))
        return export(call.request._request, call.person, visible_board(call.person, key), wanted, call.at)
