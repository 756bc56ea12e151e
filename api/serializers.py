"""What requests may hold. What is not named is refused, so that a misspelt field never passes for a default."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from drf_spectacular.drainage import set_override
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.utils.serializer_helpers import BindingDict

Kind = TypeVar("Kind", bound="serializers.Serializer[Any]")

DEFAULT_LIMIT = 50
MOST = 200


class Body(serializers.Serializer[Any]):
    """A JSON object with the named fields and no other."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            refuse_unknown(data, self.fields, "field")
        return super().to_internal_value(data)


class Query(serializers.Serializer[Any]):
    """The query parameters an endpoint knows; none, unless a subclass names some."""


class WriteQuery(Query):
    notify = serializers.BooleanField(
        required=False, help_text="`false` tells nobody (for imports; needs the scope `admin`)."
    )


class ListQuery(Query):
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST, default=DEFAULT_LIMIT, help_text="How many at most."
    )
    cursor = serializers.CharField(required=False, max_length=2000, help_text="`next` of the page before.")


class Answer(serializers.Serializer[Any]):
    """What an endpoint answers. It documents; the answer itself is a plain dict."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        set_override(cls, "component_name", cls.__name__.removesuffix("Answer"))


def listed(name: str, item: type[serializers.Serializer[Any]] | serializers.Field[Any, Any, Any, Any]) -> Any:
    """The serializer of a page of items: `{"results": [...], "next": ...}`."""
    results = item(many=True) if isinstance(item, type) else serializers.ListField(child=item)
    fields = {"results": results, "next": serializers.CharField(allow_null=True)}
    return type(f"{name}Page", (Answer,), {**fields, "__doc__": None})


def reading(kind: type[Kind], data: Any) -> Kind:
    """The serializer of one request. Its fields remember nothing of it, so they are made once and serve all."""
    serializer = kind(data=data)
    vars(serializer)["fields"] = _fields_of(kind)
    return serializer


@cache
def _fields_of(kind: type[serializers.Serializer[Any]]) -> BindingDict:
    return kind().fields


def refuse_unknown(given: Mapping[str, Any], known: Mapping[str, Any], what: str) -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        names = ", ".join(known) or "none"
        sentence = f"There is no such {what} here; known: {names}."
        raise ValidationError({name[:80]: [sentence] for name in unknown[:20]}, f"unknown_{what}")
