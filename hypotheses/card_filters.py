"""Finding cards by their verdict, and ordering them by what a day spent on them would teach."""

from __future__ import annotations

from datetime import datetime
from math import log

from django.db.models import Case, F, FloatField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Ln

from accounts.durations import MINUTES_PER_DAY
from boards.filters import CardFilter, CardOrdering
from boards.models import Card
from hypotheses.models import LogEntry, Round, Verdict


def _with_verdict(cards: QuerySet[Card], word: str, at: datetime) -> QuerySet[Card]:
    """Of the newest round, as the card shows it."""
    return cards.filter(face__verdict=None) if word == NONE else cards.filter(face__verdict__value=word.lower())


def _informative(cards: QuerySet[Card]) -> QuerySet[Card]:
    """weight x H(p) / budget in days; without a forecast it counts as a coin flip, without a budget as nothing."""
    newest = Round.objects.filter(card=OuterRef("pk")).order_by("-n")
    p, days = F("open_forecast"), Cast("open_budget", FloatField()) / Value(float(MINUTES_PER_DAY))
    bits = -(p * Ln(p) + (Value(1.0) - p) * Ln(Value(1.0) - p)) / Value(log(2))
    worth = Cast("weight", FloatField()) * bits / days
    known = When(open_forecast__gt=0, open_forecast__lt=1, open_budget__gt=0, then=worth)
    return cards.annotate(
        open_forecast=Coalesce(Subquery(newest.values("forecast")[:1]), Value(0.5)),
        open_budget=Subquery(newest.values("budget_minutes")[:1]),
        information_per_day=Coalesce(Case(known, output_field=FloatField()), Value(0.0)),
    )


NONE = "none"


def _asking(cards: QuerySet[Card], word: str, at: datetime) -> QuerySet[Card]:
    """With a call for help that nobody has answered; `none` keeps the others."""
    asking = LogEntry.objects.filter(kind=LogEntry.Kind.HELP, answered_at=None, removed_at=None).values("card_id")
    return cards.exclude(pk__in=asking) if word.lower() == NONE else cards.filter(pk__in=asking)


HELP = CardFilter("help", ("open", NONE), _asking)
VERDICT = CardFilter("verdict", (*Verdict.Value.values, NONE), _with_verdict)
INFORMATION_PER_DAY = CardOrdering("information_per_day", _informative)
