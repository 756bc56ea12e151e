"""Cards by their own text: title, description and ref."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from boards.models import Card
from boards.search.asking import Asked
from boards.search.matches import matches


def matching(cards: QuerySet[Card], text: str) -> QuerySet[Card]:
    """Those of the cards whose own text holds every word; a ref finds its card."""
    asked = Asked.read(text)
    if not asked:
        return cards.none()
    sql, params = matches(asked)
    ids = RawSQL(f"SELECT card_id FROM ({sql}) AS hit WHERE kind = 'card'", params)  # noqa: S608, S611 - our own SQL
    return cards.filter(Q(pk__in=ids) | Q(ref__iexact=text.strip()[:30]))
