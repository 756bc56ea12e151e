"""Many rows written at once: one statement with an array for each column, not a value or a case for each row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model

BATCH = 500


def add_many(rows: Sequence[Model]) -> None:
    """Insert new rows that bring their own keys."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        return
    fields = list(model._meta.concrete_fields)
    names = ", ".join(map(_name, fields))
    _execute(f"INSERT INTO {_table(model)} ({names}) SELECT * FROM", rows, fields, add=True)


def store_many(rows: Collection[Model], *names: str) -> None:
    """Store these columns of rows that are there already; the caller holds their locks."""
    if not rows:
        return
    model = type(next(iter(rows)))
    if connection.vendor != "postgresql":
        model._default_manager.bulk_update(rows, names, batch_size=BATCH)
        return
    fields: list[Any] = [model._meta.pk, *(model._meta.get_field(name) for name in names)]
    key, *changed = map(_name, fields)
    changes = ", ".join(f"{name} = given.{name}" for name in changed)
    statement = f"UPDATE {_table(model)} AS kept SET {changes} FROM"  # noqa: S608
    _execute(statement, rows, fields, f"WHERE kept.{key} = given.{key}")


def _execute(
    statement: str, rows: Collection[Model], fields: list[Any], end: str = "", *, add: bool = False
) -> None:
    """Names come from the models alone, every value is a parameter.

    The connection itself prepares the values: its stand-in would look it up again for each of them.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    given = f"unnest({arrays}) AS given({', '.join(map(_name, fields))})"
    columns = [[field.get_db_prep_save(field.pre_save(row, add), connection) for row in rows] for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {given} {end}", columns)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _name(field: Any) -> str:
    return connection.ops.quote_name(field.column)
