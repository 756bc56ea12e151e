"""What a card says so far, to find what resembles it."""

from __future__ import annotations

from boards.models import Card
from hypotheses.models import Criterion, Round
from hypotheses.search_texts import datasets_of, hypothesis_sentence
from hypotheses.similar import Draft


def draft_of(card: Card) -> Draft:
    """The title and the newest round: its sentence, the metric of its first success criterion, its data set."""
    round_ = Round.objects.of(card).prefetch_related("criteria").first()
    if round_ is None:
        return Draft(text=card.title, card=card)
    success = (each for each in round_.criteria.all() if each.kind == Criterion.Kind.SUCCESS and each.metric)
    first = next(success, None)
    return Draft(
        text=f"{card.title} {hypothesis_sentence(round_)}",
        metric=first.metric if first else "",
        dataset=next(iter(datasets_of(round_)), ""),
        card=card,
    )
