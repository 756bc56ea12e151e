"""Full text over cards: PostgreSQL's own search where there is PostgreSQL, every word somewhere elsewhere."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet

from boards.models import Card

COLUMNS = ("title", "description")
MOST_WORDS = 20


def matching(cards: QuerySet[Card], text: str) -> QuerySet[Card]:
    """The cards that hold every word of the text; a ref finds its card."""
    if connection.vendor == "postgresql":
        return _by_vector(cards, text)
    for word in text.split()[:MOST_WORDS]:
        anywhere = [Q(**{f"{column}__icontains": word}) for column in COLUMNS]
        cards = cards.filter(Q(*anywhere, _connector=Q.OR) | Q(ref__iexact=word))
    return cards


def _by_vector(cards: QuerySet[Card], text: str) -> QuerySet[Card]:
    from django.contrib.postgres.search import SearchQuery, SearchVector

    query = SearchQuery(text, search_type="websearch", config="english")
    found = cards.annotate(words=SearchVector(*COLUMNS, config="english"))
    return found.filter(Q(words=query) | Q(ref__iexact=text.strip()))
