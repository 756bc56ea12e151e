"""The database's time: one moment for several questions, and one clock for all machines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone


@contextmanager
def one_moment() -> Iterator[None]:
    """Every query inside sees the database as the first of them found it; nothing may be written inside.

    So a state and the `seq` it belongs to fit together. Inside a transaction that is open already it adds nothing.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): that would take SQLite's one place for writers.
        _execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            _execute("ROLLBACK")


def database_now() -> datetime:
    """Leases are compared between machines, so they go by the clock that all of them share."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
        return now


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
