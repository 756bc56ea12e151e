"""Every address of the product, walked from the resolver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from api.resource import Resource
from tools.proof.client import Caller

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ANY = ("GET",)


def patterns() -> Iterator[tuple[str, Any]]:
    """Each path with its parameters in braces, and the view behind it."""
    yield from _walk(get_resolver().url_patterns, "/")


def _walk(found: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, Any]]:
    for each in found:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, path)
        else:
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path), each.callback


def methods_of(path: str, view: Any, caller: Caller) -> tuple[str, ...]:
    """What a REST resource defines, and what a page says it allows when it is asked for something else."""
    resource = getattr(view, "cls", None)
    if resource is not None and issubclass(resource, Resource):
        return tuple(method for method in METHODS if hasattr(resource, method.lower()))
    answer = caller.ask("OPTIONS", path)
    allowed = answer.headers.get("allow", "") if answer.status == 405 else ""
    return tuple(method for method in METHODS if method in allowed) or ANY
