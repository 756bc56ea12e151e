"""What was learned: the verdicts of all boards of a person, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from api.cursors import Order
from boards.models import Board, Card, SearchDocument
from boards.search.asking import Asked
from boards.search.find import holding
from hypotheses.criteria_table import Row, table
from hypotheses.models import Verdict
from hypotheses.research import results_by_key
from hypotheses.round_json import verdict_as_dict
from hypotheses.search_texts import hypothesis_sentence
from hypotheses.words import as_stored, verdict_word

NEWEST_FIRST = Order("learnings", ("-at", "-id"))
Kind = SearchDocument.Kind


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; both days belong to the period."""

    board: Board | None = None
    verdict: str = ""
    label: str = ""
    since: date | None = None
    until: date | None = None
    q: str = ""


@dataclass(frozen=True)
class Learning:
    """One concluded round."""

    verdict: Verdict

    @property
    def card(self) -> Card:
        return self.verdict.round.card

    @property
    def word(self) -> str:
        return verdict_word(self.verdict.value)

    @cached_property
    def rows(self) -> list[Row]:
        """The criteria with the values it was concluded on."""
        return table(self.verdict.round, results_by_key(self.verdict.round, None))

    @property
    def sentence(self) -> str:
        return hypothesis_sentence(self.verdict.round)


def learnings(person: Person, wanted: Wanted) -> QuerySet[Verdict]:
    """Of cards the person sees and nobody has thrown away."""
    found = Verdict.objects.filter(round__card__in=Card.objects.visible_to(person).filter(trashed_at=None))
    if wanted.board is not None:
        found = found.filter(round__card__board=wanted.board)
    if wanted.verdict:
        found = found.filter(value=wanted.verdict)
    if wanted.label:
        worn = Card.labels.through.objects.filter(card=OuterRef("round__card"), label__name__iexact=wanted.label)
        found = found.filter(Exists(worn))
    if wanted.q:
        found = found.filter(_holds(Asked.read(wanted.q)))
    return within(found, wanted, ZoneInfo(person.time_zone))


def within(found: QuerySet[Verdict], wanted: Wanted, zone: ZoneInfo) -> QuerySet[Verdict]:
    if wanted.since:
        found = found.filter(at__gte=datetime.combine(wanted.since, time.min, zone))
    if wanted.until:
        found = found.filter(at__lt=datetime.combine(wanted.until + timedelta(days=1), time.min, zone))
    return found


def with_all(found: QuerySet[Verdict]) -> QuerySet[Verdict]:
    """With everything a line of the library shows."""
    read = found.select_related("round__card__board", "author", "confirmed_by")
    return read.prefetch_related("round__criteria__attestations__person")


def _holds(asked: Asked) -> Q:
    """The verdict, its hypothesis or its card holds the words."""
    texts = holding(asked).filter(card=OuterRef("round__card"))
    of_round = texts.filter(kind__in=(Kind.VERDICT, Kind.HYPOTHESIS), part=OuterRef("round__n"))
    return Q(Exists(of_round)) | Q(Exists(texts.filter(kind=Kind.CARD)))


def learning_as_dict(learning: Learning) -> dict[str, Any]:
    card, round_ = learning.card, learning.verdict.round
    with as_stored():
        rows = learning.rows
    return {
        "ref": card.ref,
        "board": card.board.key,
        "title": card.title,
        "hypothesis": learning.sentence,
        "exploratory": round_.exploratory,
        "labels": [label["name"] for label in card.face["labels"]],
        "criteria": [
            {"key": row.key, "name": row.name, "value": row.observed, "needed": row.needed, "state": row.state}
            for row in rows
        ],
        "verdict": verdict_as_dict(learning.verdict),
        "url": f"{settings.SITE_URL}/c/{card.ref}/",
    }
