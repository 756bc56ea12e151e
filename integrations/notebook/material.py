"""The rows of many cards at once, in a few queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from boards.models import Card, Event
from hypotheses.models import LogEntry, Round
from hypotheses.research_log import ICONS
from timeboxes.models import Decision

AT_ONCE = 50


@dataclass(frozen=True)
class Material:
    """A card with everything a notebook says of it."""

    card: Card
    rounds: list[Round]
    entries: list[LogEntry]
    events: list[Event]
    decisions: list[Decision]


def materials(cards: QuerySet[Card], *, history: bool = False) -> Iterator[Material]:
    """In the order of the cards; `history` also takes the events that the log leaves out."""
    ids = list(cards.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        yield from _some(ids[start : start + AT_ONCE], history)


def _some(ids: Sequence[int], history: bool) -> Iterator[Material]:
    cards = Card.objects.filter(pk__in=ids).select_related("board", "lane", "author").in_bulk()
    rounds = _by_card(_rounds(ids), "card_id")
    entries = LogEntry.objects.filter(card__in=ids).select_related("author").prefetch_related("revisions")
    events = Event.objects.filter(card__in=ids).select_related("actor", "card").order_by("recorded_at", "seq")
    decisions = Decision.objects.filter(gate__box__card__in=ids).select_related("author", "gate__box")
    logged = _by_card(entries, "card_id")
    facts = _by_card(events if history else events.filter(kind__in=ICONS), "card_id")
    decided: dict[Any, list[Decision]] = defaultdict(list)
    for decision in decisions.order_by("at", "pk"):
        decided[decision.gate.box.card_id].append(decision)
    for pk in ids:
        if pk in cards:
            yield Material(cards[pk], rounds[pk], logged[pk], facts[pk], decided[pk])


def _rounds(ids: Sequence[int]) -> QuerySet[Round]:
    found = Round.objects.filter(card__in=ids).order_by("card_id", "n")
    found = found.select_related("author", "locked_by", "verdict__author", "verdict__confirmed_by")
    return found.prefetch_related(
        "criteria__attestations__person",
        "runs",
        "forecasts__person",
        "amendments__author",
        "amendments__decided_by",
    )


def _by_card(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found
