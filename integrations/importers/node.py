"""One JSON object of an export, read with care: what has another type than expected counts as absent."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime


def as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True)
class Node:
    """`shown` is what every text goes through that is read here."""

    raw: Mapping[str, Any]
    shown: Callable[[str], str] = field(default=as_it_is, repr=False)

    def text(self, name: str) -> str:
        value = self.raw.get(name)
        return self._clean(value) if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        return self.raw.get(name) is True

    def number(self, name: str) -> float | None:
        value = self.raw.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if abs(value) < 1e300 and math.isfinite(value) else None

    def whole(self, name: str) -> int:
        """A count; absent is 0."""
        return int(max(0.0, min(self.number(name) or 0.0, 1e9)))

    def moment(self, name: str) -> datetime | None:
        try:
            at = parse_datetime(self.text(name))
            return at and (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def node(self, name: str) -> Node:
        value = self.raw.get(name)
        return Node(value if isinstance(value, dict) else {}, self.shown)

    def nodes(self, name: str) -> list[Node]:
        value = self.raw.get(name)
        objects = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
        return [Node(each, self.shown) for each in objects]

    def words(self, name: str) -> list[str]:
        value = self.raw.get(name)
        return [self._clean(each) for each in value if isinstance(each, str)] if isinstance(value, list) else []

    def _clean(self, text: str) -> str:
        """As a database stores it: no NUL, no half of a surrogate pair."""
        return self.shown(text.replace("\x00", "").encode("utf-8", "replace").decode())
