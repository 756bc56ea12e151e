"""The memory of answers: concluded hypotheses that resemble one that is being written.

1. the index gives the texts that share a word  2. `score` is the cosine of their words, each weighed by how rare
it is among the concluded ones  3. the same metric or data set lowers the score that is asked for.
`tests/hypotheses/test_similar.py` measures the threshold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import log, sqrt
from typing import Final

from django.db.models import Q, QuerySet

from accounts.models import Person
from boards.models import Card, SearchDocument
from boards.search import search
from boards.search.asking import MOST_WORDS, Asked, Term
from boards.search.find import scope
from boards.search.words import plain, stem, tokens
from hypotheses.models import Criterion, Run, Verdict

ALIKE: Final = 0.30
ALIKE_WITH_THE_SAME: Final = 0.15
LEAST_SHARED: Final = 2
MOST: Final = 10
CANDIDATES: Final = 300
LONGEST: Final = 2_000
# What every hypothesis says, whatever it is about.
_COMMON: Final = """
a about after all an and any are as at be because been before believe below but by can could did do does for
from had has have her his how hypothesis if improve in increase into is it its know least less more most not
of on one only or other our over reduce see should so such than that the their them then there these they this
those to too under up use using very was we were what when which while who why will with would you
"""
COMMON: Final = frozenset(map(stem, _COMMON.split())) | frozenset(_COMMON.split())


@dataclass(frozen=True)
class Similar:
    """A concluded round, how alike its words are (0-1), and what else is the same."""

    verdict: Verdict
    score: float
    same_metric: bool
    same_dataset: bool

    @property
    def keys(self) -> tuple[float, datetime]:
        return self.score + 0.1 * self.same_metric + 0.1 * self.same_dataset, self.verdict.at


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is known so far of the hypothesis that is being written."""

    text: str = ""
    metric: str = ""
    dataset: str = ""
    card: Card | None = None


def similar(person: Person, at: datetime, draft: Draft, *, limit: int = MOST) -> list[Similar]:
    """The most alike first, only of what the person sees; never another round of the same card."""
    concluded = Verdict.objects.filter(round__card__in=_cards(person, draft))
    scores = _scores(person, at, draft, concluded)
    metric, dataset = _with_metric(concluded, draft.metric), _with_dataset(concluded, draft.dataset)
    found = [
        Similar(verdict, scores.get(verdict.pk, 0.0), verdict.pk in metric, verdict.pk in dataset)
        for verdict in _read(concluded, {*scores, *metric, *dataset})
    ]
    alike = [each for each in found if _is_alike(each, bool(draft.text.strip()))]
    return sorted(alike, key=lambda each: each.keys, reverse=True)[:limit]


def _is_alike(each: Similar, has_text: bool) -> bool:
    """Without a text the metric or the data set alone says it; beside one they only help."""
    if each.score >= ALIKE or (each.same_metric and each.same_dataset):
        return True
    if each.same_metric or each.same_dataset:
        return each.score >= ALIKE_WITH_THE_SAME or not has_text
    return False


def _cards(person: Person, draft: Draft) -> QuerySet[Card]:
    cards = Card.objects.visible_to(person).filter(trashed_at=None)
    return cards.exclude(pk=draft.card.pk) if draft.card else cards


def _read(concluded: QuerySet[Verdict], ids: Collection[int]) -> Iterable[Verdict]:
    return concluded.filter(pk__in=list(ids)[:CANDIDATES]).select_related("round__card__board")


def _with_metric(concluded: QuerySet[Verdict], metric: str) -> set[int]:
    if not metric.strip():
        return set()
    named = Criterion.objects.filter(metric__iexact=metric.strip()).values("round")
    return set(concluded.filter(round__in=named).order_by("-at").values_list("pk", flat=True)[:CANDIDATES])


def _with_dataset(concluded: QuerySet[Verdict], dataset: str) -> set[int]:
    if not dataset.strip():
        return set()
    named = Run.objects.filter(dataset__iexact=dataset.strip()).values("round")
    return set(concluded.filter(round__in=named).order_by("-at").values_list("pk", flat=True)[:CANDIDATES])


def _scores(person: Person, at: datetime, draft: Draft, concluded: QuerySet[Verdict]) -> dict[int, float]:
    """By verdict, the cosine of its words and the draft's."""
    wanted = significant(draft.text[:LONGEST])
    if len(wanted) < LEAST_SHARED:
        return {}
    asked = Asked(tuple(Term(word, is_exact=True) for word in sorted(wanted, key=len)[-MOST_WORDS:]))
    kinds = (SearchDocument.Kind.CARD, SearchDocument.Kind.HYPOTHESIS)
    cards = concluded.values("round__card")
    hits = search(asked, scope(person, at, kinds=kinds).filter(card__in=cards), limit=CANDIDATES, every=False)
    words = _words_of(concluded.filter(round__card__in={hit.document.card_id for hit in hits}))
    total = concluded.count()
    seen = Counter(word for each in words.values() for word in each)
    weights = {word: log(1 + total / count) for word, count in seen.items()}
    found = {pk: _cosine(wanted, each, weights, log(1 + total)) for pk, each in words.items()}
    return {pk: score for pk, score in found.items() if score > 0}


def _words_of(verdicts: QuerySet[Verdict]) -> dict[int, set[str]]:
    """By verdict, the words of its card's title and of its hypothesis."""
    rounds = {(card, n): pk for pk, card, n in verdicts.values_list("pk", "round__card_id", "round__n")}
    titles = dict(Card.objects.filter(pk__in={card for card, _ in rounds}).values_list("pk", "title"))
    texts = SearchDocument.objects.filter(
        Q(kind=SearchDocument.Kind.HYPOTHESIS), card__in=titles, part__in={n for _, n in rounds}
    )
    sentences = {(card, n): title for card, n, title in texts.values_list("card_id", "part", "title")}
    return {pk: significant(f"{titles[key[0]]} {sentences.get(key, '')}") for key, pk in rounds.items()}


def significant(text: str) -> set[str]:
    """The stems of the words that say what a text is about."""
    stems = {token.word if token.is_dense else stem(token.word) for token in tokens(plain(text))}
    return {word for word in stems - COMMON if len(word) > 1 or not word.isascii()}


def _cosine(wanted: set[str], words: set[str], weights: dict[str, float], rarest: float) -> float:
    shared = wanted & words
    if len(shared) < LEAST_SHARED:
        return 0.0
    both = sum(weights[word] for word in shared)
    asked = sum(weights.get(word, rarest) for word in wanted)
    return both / sqrt(asked * sum(weights[word] for word in words))
