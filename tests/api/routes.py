"""Every method of every address of the API, walked from the resolver."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from api.resource import Resource

METHODS = ("get", "post", "put", "patch", "delete")


def routes() -> set[str]:
    """Such as `GET /boards/{key}`."""
    return {
        f"{method.upper()} /{path}"
        for path, view in _views(get_resolver().url_patterns, "")
        for method in METHODS
        if hasattr(view, method)
    }


def _views(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, type[Resource]]]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _views(each.url_patterns, path)
            continue
        view: type = getattr(each.callback, "cls", object)
        if issubclass(view, Resource):
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path).removeprefix("api/v1/"), view
