"""The reference as a page of our own, written by the server from the schema."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from accounts.errors import Refusal
from api.schema import schema

PREFIX = "/api/v1"


@dataclass
class Operation:
    """One method of one address, as the page shows it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    body: str
    answers: Sequence[tuple[str, str, str]]

    @property
    def anchor(self) -> str:
        return f"{self.method}{self.path}".replace("/", "-").replace("{", "").replace("}", "").lower()

    @property
    def words(self) -> str:
        """What the search box looks through."""
        return f"{self.method} {self.path} {self.summary}".lower()


@dataclass
class Section:
    name: str
    operations: list[Operation] = field(default_factory=list)


@dataclass
class Shape:
    """One object of the schema: its properties with their types."""

    name: str
    description: str
    properties: Sequence[tuple[str, str, bool, str]]


@require_safe
def docs_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_page(), headers={"Cache-Control": "no-cache"})


@cache
def _page() -> str:
    found = schema()
    shapes = [_shape(name, each) for name, each in sorted(found["components"]["schemas"].items())]
    context = {"sections": _sections(found["paths"]), "shapes": shapes, "problems": _problems()}
    return render_to_string("api/docs.html", context)


def coded(text: str) -> SafeString:
    """What stands between backticks, as code."""
    return mark_safe(re.sub("`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped before


def _sections(paths: dict[str, Any]) -> list[Section]:
    sections: dict[str, Section] = {}
    for path, methods in paths.items():
        short = path.removeprefix(PREFIX)
        name = short.split("/")[1]
        for method, described in methods.items():
            section = sections.setdefault(name, Section(name))
            section.operations.append(_operation(method.upper(), short, described))
    return list(sections.values())


def _operation(method: str, path: str, described: dict[str, Any]) -> Operation:
    answers = [
        (status, type_of(_content(answer)), coded(answer.get("description", "")))
        for status, answer in described["responses"].items()
    ]
    parameters = [
        {**each, "type": type_of(each.get("schema", {})), "description": coded(each.get("description", ""))}
        for each in described.get("parameters", [])
    ]
    return Operation(
        method=method,
        path=path,
        summary=coded(described.get("summary", "")),
        description=coded(described.get("description", "")),
        parameters=parameters,
        body=type_of(_content(described.get("requestBody", {}))),
        answers=answers,
    )


def _content(of: dict[str, Any]) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = of.get("content", {})
    first = next(iter(kinds.values()), None)
    return first["schema"] if first else {}


def _shape(name: str, described: dict[str, Any]) -> Shape:
    required = described.get("required", [])
    properties = [
        (field, type_of(each), field in required, coded(each.get("description", "")))
        for field, each in described.get("properties", {}).items()
    ]
    text = described.get("description", "") or (type_of(described) if "enum" in described else "")
    return Shape(name, coded(text), properties)


def type_of(described: dict[str, Any]) -> str:
    """A type in a few words: `array of Card`, `string or null`, `low | normal | high`."""
    if "$ref" in described:
        return str(described["$ref"]).rsplit("/", 1)[-1]
    if "enum" in described:
        return " | ".join("null" if each is None else str(each) for each in described["enum"])
    for several in ("oneOf", "anyOf", "allOf"):
        if several in described:
            return " or ".join(dict.fromkeys(type_of(each) for each in described[several]))
    kind = described.get("type", "")
    names = kind if isinstance(kind, list) else [kind] if kind else []
    if "array" in names:
        return f"array of {type_of(described.get('items', {})) or 'anything'}"
    return " or ".join(
        f"{name} ({described['format']})" if "format" in described and name == "string" else name for name in names
    )


def _problems() -> list[tuple[str, int, str, str]]:
    """Every code a problem may have, with its status and its usual sentence."""
    found = {each.code: (each.code, each.status, each.title, each.sentence) for each in _kinds(Refusal)}
    return sorted(found.values(), key=lambda each: (each[1], each[0]))


def _kinds(of: type[Refusal]) -> list[type[Refusal]]:
    return [of, *(kind for inner in of.__subclasses__() for kind in _kinds(inner))]
