"""Pages by keyset: a cursor names the last row seen, so rows that come and go meanwhile shift nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import orjson
from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet

from accounts.errors import Invalid

Row = TypeVar("Row")
Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")
_SALT = "api.cursor"


@dataclass(frozen=True)
class Order:
    """A total order: its name in cursors, and columns of which the last one is unique."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for."""

    order: Order
    limit: int
    after: list[Any] | None = None

    @classmethod
    def read(cls, query: dict[str, Any], order: Order) -> Page:
        text = query.get("cursor")
        return cls(order, query["limit"], None if text is None else decode(order.name, text))

    def cut(self, rows: Rows) -> Rows:
        """One row more than the page holds, to tell whether there is another."""
        if self.after is not None:
            rows = rows.filter(beyond(self.order.columns, self.after))
        return rows.order_by(*self.order.columns)[: self.limit + 1]

    def split(self, rows: Sequence[Row], keys: Any) -> tuple[Sequence[Row], str | None]:
        """The rows of the page, and the cursor of the next one; `keys(row)` are the row's order columns."""
        if len(rows) <= self.limit:
            return rows, None
        return rows[: self.limit], encode(self.order.name, keys(rows[self.limit - 1]))


def beyond(columns: Sequence[str], after: Sequence[Any]) -> Q:
    """What comes after the row with these values. The first comparison alone lets an index find the start."""
    column, value = columns[0].lstrip("-"), after[0]
    way = "lt" if columns[0].startswith("-") else "gt"
    further = Q(**{f"{column}__{way}": value})
    if len(columns) == 1:
        return further
    return Q(**{f"{column}__{way}e": value}) & (further | beyond(columns[1:], after[1:]))


def keys_of(instance: Model, order: Order) -> list[Any]:
    return [getattr(instance, column.lstrip("-")) for column in order.columns]


def encode(name: str, keys: Sequence[Any]) -> str:
    plain = [key.isoformat() if isinstance(key, datetime) else key for key in keys]
    raw = base64.urlsafe_b64encode(orjson.dumps([name, *plain])).decode().rstrip("=")
    return Signer(sep=".", salt=_SALT).sign(raw)


def decode(name: str, text: str) -> list[Any]:
    try:
        raw = Signer(sep=".", salt=_SALT).unsign(text)
        found: list[Any] = orjson.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
    except (BadSignature, binascii.Error, ValueError):
        raise Invalid.field("cursor", "This is no cursor of ours; start without one.") from None
    if found[0] != name:
        raise Invalid.field("cursor", "This cursor belongs to another list or ordering; start without one.")
    return found[1:]
