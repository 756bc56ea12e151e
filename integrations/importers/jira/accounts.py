"""Who is who in an export: a column of names stands beside a column of account ids."""

from __future__ import annotations

from integrations.importers.table import Columns, Row, Table
from integrations.importers.tickets import Who

PAIRS = (("assignee", "assignee_id"), ("reporter", "reporter_id"), ("creator", "creator_id"))


def names_by_account(table: Table, columns: Columns) -> dict[str, str]:
    """Names by account id, from every pair of columns."""
    watchers = zip(columns.indexes("watcher"), columns.indexes("watcher_id"), strict=False)
    pairs = [*((columns.indexes(name)[:1], columns.indexes(id_)[:1]) for name, id_ in PAIRS)]
    places = [(name[0], id_[0]) for name, id_ in pairs if name and id_] + list(watchers)
    found: dict[str, str] = {}
    for row in table.rows:
        for name, id_ in places:
            if row.cell(name) and row.cell(id_):
                found.setdefault(row.cell(id_), row.cell(name))
    return found


def who(row: Row, columns: Columns, word: str) -> Who | None:
    """The person of a column: old exports hold the user name, newer ones the full name."""
    name = columns.first(row, word)
    return Who(username=name, name=name) if name else None
