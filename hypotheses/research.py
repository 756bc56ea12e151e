"""What a card's research looks like to who opens the card: its rounds, and where the newest one stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext

from accounts.language import current
from boards.models import Card
from hypotheses.criteria import judge
from hypotheses.evaluation import CriterionResult, Evaluation, Result
from hypotheses.models import Round, Verdict
from hypotheses.results import criterion_of, results_of
from hypotheses.words import reason_in_words


@dataclass
class Research:
    """The rounds of a card, newest first."""

    rounds: list[Round]

    @property
    def current(self) -> Round | None:
        return self.rounds[0] if self.rounds else None

    @property
    def earlier(self) -> list[Round]:
        return self.rounds[1:]

    @cached_property
    def evaluation(self) -> Evaluation | None:
        """Of the newest round, once it is locked."""
        return results_of(self.current) if self.current and self.current.is_locked else None

    @property
    def suggested(self) -> str:
        return self.evaluation.suggested.value if self.evaluation else ""

    @property
    def reason(self) -> str:
        """Why the evidence suggests what it does, in words."""
        if self.current is None or self.evaluation is None:
            return ""
        return reason_in_words(self.evaluation, self.current.criteria.all())


def research_of(card: Card) -> Research:
    rounds = (
        Round.objects.of(card)
        .select_related("author", "locked_by", "verdict__author", "verdict__confirmed_by")
        .prefetch_related("criteria__attestations__person", "runs__added_by")
    )
    return Research(list(rounds) if card.is_circular else [])


def verdict_of(round_: Round | None) -> Verdict | None:
    return getattr(round_, "verdict", None)


def results_by_key(round_: Round, evaluation: Evaluation | None) -> dict[str, CriterionResult]:
    """A concluded round keeps the results it was concluded on, whatever runs came later."""
    verdict = verdict_of(round_)
    if verdict is not None:
        kept = verdict.evidence.get("criteria", [])
        results = [CriterionResult(**{**each, "result": Result(each["result"])}) for each in kept]
        return {each.key: _said_again(round_, each) for each in results}
    return {result.key: result for result in evaluation.criteria} if evaluation else {}


def _said_again(round_: Round, kept: CriterionResult) -> CriterionResult:
    """A verdict keeps its reasons in English; for another language the number is held up once more."""
    if current() == settings.LANGUAGE_CODE:
        return kept
    row = next((row for row in round_.criteria.all() if row.key == kept.key), None)
    if row is None or kept.value is None:
        return replace(kept, why=gettext(kept.why))
    again = judge(criterion_of(row), [{row.metric: kept.value}], round_.baseline_metrics)
    return replace(kept, why=again.why) if again.result == kept.result else kept
