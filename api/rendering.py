"""Answers as JSON: plain dicts and orjson, no serializer between a row and the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

JSON = "application/json"
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def json_bytes(data: Any) -> bytes:
    return orjson.dumps(data, option=_OPTIONS)


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """What the client asked for. Private, and to be asked for again: an ETag saves the body, not the question."""
    response = HttpResponse(json_bytes(data), content_type=JSON, status=status, headers=dict(headers or {}))
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def nothing() -> HttpResponse:
    return HttpResponse(status=204)


class JsonRenderer(BaseRenderer):
    """Names the media type to the schema; views render by `answer`."""

    media_type = JSON
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return json_bytes(data)


class OneMediaType(BaseContentNegotiation):
    """JSON in, JSON out: 415 for another body, 406 for a client that accepts nothing we speak."""

    def select_parser(self, request: Request, parsers: Any) -> BaseParser:
        kind = request.content_type.partition(";")[0].strip().lower()
        chosen: BaseParser | None = next((parser for parser in parsers if parser.media_type == kind), None)
        return chosen  # type: ignore[return-value]  # none of them: the request answers 415

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        if not accepts(request.headers.get("Accept", ""), renderers[0].media_type):
            raise NotAcceptable
        return renderers[0], renderers[0].media_type


def accepts(header: str, media_type: str) -> bool:
    """Whether an Accept header admits the media type or the problem details that go with it."""
    wanted = [part.strip().lower() for part in header.split(",") if part.strip()]
    group = media_type.partition("/")[0] + "/*"
    names = {part.partition(";")[0].strip() for part in wanted if not _refused(part)}
    return not wanted or not names.isdisjoint({media_type, group, "*/*", "application/problem+json"})


def _refused(part: str) -> bool:
    parameters = part.replace(" ", "").split(";")[1:]
    return any(each in ("q=0", "q=0.0", "q=0.00", "q=0.000") for each in parameters)
