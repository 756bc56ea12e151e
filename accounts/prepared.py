"""Queries of the hot paths, compiled once per process.

Django builds the SQL of a queryset anew for each use, which takes longer than PostgreSQL needs for the answer.
Where only values differ from use to use, it is built once with `Param` in their places:

    CARDS_OF = Prepared(lambda: Card.objects.filter(lane_id=Param("lane", BigAutoField())).order_by("rank"))
    CARDS_OF.rows(lane=3)

Rows are what the queryset yields: instances, or tuples of `values_list`.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, QuerySet, Value
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
AT_ONCE = 100


class Param(Value):
    """The place of a value that is given with each use; it cannot stand in `in` or in a search for text."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def bound(self, values: dict[str, Any], connection: Any) -> Any:
        return self.output_field.get_db_prep_value(values[self.value], connection)


class Prepared(Generic[Row]):
    """A queryset whose SQL is built at the first use and kept, one for each kind of database."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._kept: dict[str, tuple[QuerySet[Any, Row], Any, str, tuple[Any, ...]]] = {}

    def rows(self, **values: Any) -> list[Row]:
        """What the queryset yields with these values in place of its `Param`s."""
        connection = connections[DEFAULT_DB_ALIAS]
        queryset, compiler, sql, params = self._compiled(connection)
        if queryset.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("A lock needs a transaction.")
        given = tuple(each.bound(values, connection) if isinstance(each, Param) else each for each in params)
        bound = copy(compiler)
        bound.connection, bound.as_sql = connection, lambda *_, **__: (sql, given)
        asked: Any = SimpleNamespace(
            model=queryset.model,
            db=DEFAULT_DB_ALIAS,
            query=SimpleNamespace(get_compiler=lambda *_, **__: bound),
            _known_related_objects={},
            _fields=(),
        )
        rows: Any = queryset._iterable_class(asked, chunked_fetch=False, chunk_size=AT_ONCE)
        return list(rows)

    def first(self, **values: Any) -> Row | None:
        found = self.rows(**values)
        return found[0] if found else None

    def _compiled(self, connection: Any) -> tuple[QuerySet[Any, Row], Any, str, tuple[Any, ...]]:
        if connection.vendor not in self._kept:
            queryset = self._build()
            compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
            sql, params = compiler.as_sql()
            self._kept[connection.vendor] = (queryset, compiler, sql, tuple(params))
        return self._kept[connection.vendor]
