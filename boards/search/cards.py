"""Cards by their own text: title, description and ref."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from boards.models import Card, SearchDocument
from boards.search.asking import Asked
from boards.search.find import holding


def matching(cards: QuerySet[Card], text: str) -> QuerySet[Card]:
    """Those of the cards whose own text holds every word; a ref finds its card."""
    asked = Asked.read(text)
    if not asked:
        return cards.none()
    found = holding(asked).filter(kind=SearchDocument.Kind.CARD)
    return cards.filter(Q(pk__in=found.values("card_id")) | Q(ref__iexact=text.strip()[:30]))
