"""Asking the index: whose texts hold the words, the best first, and only what the person may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import Person
from boards.filters import FILTERS
from boards.models import Board, Card, SearchDocument
from boards.search.asking import Asked
from boards.search.matches import matches

After = Sequence[int]


@dataclass(frozen=True)
class Found:
    """A text that holds the words, and how well."""

    document: SearchDocument
    score: int

    @property
    def keys(self) -> list[int]:
        return [self.score, self.document.pk]


def scope(
    person: Person,
    at: datetime,
    *,
    board: Board | None = None,
    kinds: Collection[str] = (),
    verdict: str = "",
) -> QuerySet[SearchDocument]:
    """What a person may find; `verdict` is that of the card's newest round."""
    documents = SearchDocument.objects.visible_to(person)
    if board is not None:
        documents = documents.filter(card__board=board)
    if kinds:
        documents = documents.filter(kind__in=kinds)
    if verdict:
        documents = documents.filter(card__in=FILTERS["verdict"].narrow(Card.objects.all(), verdict, at))
    return documents


def holding(asked: Asked) -> QuerySet[SearchDocument]:
    """Whoever's documents that hold every word: to narrow what a person sees by."""
    if not asked:
        return SearchDocument.objects.none()
    sql, params = matches(asked)
    ids = RawSQL(f"SELECT id FROM ({sql}) AS hit", params)  # noqa: S608, S611 - our own SQL
    return SearchDocument.objects.filter(pk__in=ids)


def search(
    asked: Asked,
    documents: QuerySet[SearchDocument],
    *,
    limit: int,
    after: After | None = None,
    every: bool = True,
) -> list[Found]:
    """The best of the documents, each with its card and board; `after` holds the keys of the last one seen."""
    if not asked:
        return []
    scores = _scores(asked, documents, limit, after, every)
    rows = SearchDocument.objects.filter(pk__in=scores).select_related("card__board")
    found = [Found(row, scores[row.pk]) for row in rows]
    return sorted(found, key=lambda each: each.keys, reverse=True)


def _scores(
    asked: Asked, documents: QuerySet[SearchDocument], limit: int, after: After | None, every: bool
) -> dict[int, int]:
    try:
        seen, seen_params = documents.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return {}
    hits, params = matches(asked, every=every)
    values: list[Any] = [*params, *seen_params]
    beyond = ""
    if after is not None:
        score, pk = after
        beyond, values = " AND (score < %s OR (score = %s AND id < %s))", [*values, score, score, pk]
    sql = (
        f"WITH hit AS MATERIALIZED ({hits}) SELECT id, score FROM hit"  # noqa: S608 - ours; what was typed is a parameter
        f" WHERE id IN ({seen}){beyond} ORDER BY score DESC, id DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, limit])
        return dict(cursor.fetchall())
