"""What the index of either database finds: ids with a score, or the cards they belong to.

Everything a person typed is a parameter; the SQL around it is written here and nowhere else.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from boards.search.asking import Asked

Sql = tuple[str, list[Any]]
_POSTGRESQL: Final = """
SELECT id, kind, card_id, (1000000 * ts_rank('{0.1, 0.2, 0.3, 1.0}', vector, asked.q, 1))::bigint AS score
FROM boards_searchdocument, (SELECT to_tsquery('simple', %s) AS q) AS asked WHERE vector @@ asked.q
"""
_SQLITE: Final = """
SELECT d.id, d.kind, d.card_id, CAST(-1000000 * bm25(boards_searchwords, 8.0, 1.0) AS INTEGER) AS score
FROM boards_searchwords JOIN boards_searchdocument d ON d.id = boards_searchwords.rowid
WHERE boards_searchwords MATCH %s
"""


def matches(asked: Asked, *, every: bool = True) -> Sql:
    """Rows of (id, kind, card_id, score) that hold every word, or any."""
    if connection.vendor == "postgresql":
        return _POSTGRESQL, [asked.for_postgresql(" & " if every else " | ")]
    return _SQLITE, [asked.for_sqlite(" AND " if every else " OR ")]
