"""The OpenAPI 3.1 schema, generated once per process from the endpoints themselves."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from accounts.errors import Refusal
from api.problems import of_refusal
from api.rendering import JSON, accepts, json_bytes

YAML = "application/yaml"
_generating = Lock()
_YAML_NAMES = (YAML, "application/vnd.oai.openapi", "application/x-yaml", "text/yaml")


class NotAcceptable(Refusal):
    status = 406
    code = "not_acceptable"
    title = "Not acceptable"
    sentence = "The schema is to be had as JSON or as YAML."


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A personal or bot token (`plk_…`)."}


class BrowserScheme(SessionScheme):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.BrowserAuthentication"
    name = "session"


class OwnWords(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """An answer is described by its own docstring, not by that of its base class."""

    target_class = "api.serializers.Answer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        described: dict[str, Any] = auto_schema._map_serializer(  # type: ignore[no-untyped-call]
            self.target, direction, bypass_extensions=True
        )
        if not type(self.target).__doc__:
            described.pop("description", None)
        return described


class ClosedBody(OwnWords):  # type: ignore[no-untyped-call]
    """A body takes its named fields only, and the schema says so."""

    target_class = "api.serializers.Body"

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {**super().map_serializer(auto_schema, direction), "additionalProperties": False}


def without_marks(result: Any, **context: Any) -> Any:
    """Take out what the generator noted for itself."""
    if isinstance(result, dict):
        return {name: without_marks(value) for name, value in result.items() if name != "x-spec-enum-id"}
    return [without_marks(value) for value in result] if isinstance(result, list) else result


def schema() -> dict[str, Any]:
    """Whoever asks first has it generated, and the others wait: the generator is for one thread at a time."""
    with _generating:
        return _generated()


@cache
def _generated() -> dict[str, Any]:
    generated: dict[str, Any] = SchemaGenerator(api_version="v1").get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return generated


@cache
def _as_json() -> bytes:
    return json_bytes(schema())


@cache
def _as_yaml() -> bytes:
    text: str = yaml.safe_dump(schema(), sort_keys=False, allow_unicode=True, width=110)
    return text.encode()


def schema_view(request: HttpRequest) -> HttpResponse:
    """JSON, or YAML for whoever asks for it by `Accept` or `?format=yaml`."""
    header, wanted = request.headers.get("Accept", ""), request.GET.get("format", "")
    if wanted == "yaml" or (not wanted and any(name in header for name in _YAML_NAMES)):
        return _cacheable(_as_yaml(), YAML)
    if wanted in ("", "json") and accepts(header, JSON):
        return _cacheable(_as_json(), JSON)
    return of_refusal(NotAcceptable())


def _cacheable(content: bytes, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "no-cache", "Vary": "Accept"})
