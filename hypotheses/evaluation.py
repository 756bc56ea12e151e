"""What the evidence suggests: supported, refuted or inconclusive. The first rule that holds decides.

1. no evidence that counts                           inconclusive  no_evidence
2. a kill criterion is met                           refuted       kill_criterion_met
3. fewer counting runs than a criterion asks for     inconclusive  insufficient_runs
4. a guardrail fails                                 refuted       guardrail_failed
5. a success criterion fails                         refuted       target_missed
6. a success criterion is unknown, or there is none  inconclusive  target_unknown
7. a guardrail is unknown                            inconclusive  guardrail_unknown
8. the best run passes, but not most of the runs     inconclusive  selection_noise
9. otherwise                                         supported     all_met

All criteria, kill ones too, look at the same run or mean: the best precision of one run beside the best recall
of another proves nothing. An attestation is evidence of its own. A person records the verdict; this suggests.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hypotheses.counting import Run, candidates, chosen_runs, counting_runs, counts
from hypotheses.criteria import KINDS, Criterion, CriterionResult, Metrics, Result, exact, judge

__all__ = [
    "Criterion",
    "CriterionResult",
    "Evaluation",
    "Reason",
    "Result",
    "Run",
    "Suggestion",
    "counting_runs",
    "counts",
    "evaluate",
    "evaluate_metrics",
]


class Suggestion(StrEnum):
    SUPPORTED = "supported"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"


class Reason(StrEnum):
    NO_EVIDENCE = "no_evidence"
    KILL_CRITERION_MET = "kill_criterion_met"
    INSUFFICIENT_RUNS = "insufficient_runs"
    GUARDRAIL_FAILED = "guardrail_failed"
    TARGET_MISSED = "target_missed"
    TARGET_UNKNOWN = "target_unknown"
    GUARDRAIL_UNKNOWN = "guardrail_unknown"
    SELECTION_NOISE = "selection_noise"
    ALL_MET = "all_met"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The suggestion with what led to it: a result per criterion, the runs looked at, how many counted.

    `candidates` are the runs that the policy chose from, `passing` those of them that meet every criterion alone:
    the best of twenty is worth less than the best of two.
    """

    criteria: tuple[CriterionResult, ...]
    suggested: Suggestion
    reason: Reason
    chosen: tuple[str, ...]
    counted: int
    candidates: int
    passing: int


def evaluate(
    criteria: Sequence[Criterion],
    runs: Sequence[Run],
    policy: str,
    *,
    locked_at: datetime | None,
    baseline_metrics: Metrics | None = None,
    attestations: Mapping[str, bool] | None = None,
) -> Evaluation:
    """Hold the locked criteria against the runs; `attestations` say by key what a person confirmed or denied."""
    judged = _Judge(criteria, baseline_metrics, attestations or {})
    counted = counting_runs(runs, locked_at)
    pool = candidates(policy, runs, counted)
    chosen = chosen_runs(policy, pool, judged.merit)
    available = len(pool) if policy == "mean_of_seeds" else len(counted)
    results = judged.results(chosen, available)
    has_evidence = bool(counted if policy == "mean_of_seeds" else pool) or judged.has_answer
    passing = sum(judged.passes_alone(run) for run in pool)
    is_noise = policy == "best" and 2 * passing <= len(pool)
    suggested, reason = _suggest(criteria, results, has_evidence, available, is_noise)
    return Evaluation(
        results, suggested, reason, tuple(run.id for run in chosen), len(counted), len(pool), passing
    )


def evaluate_metrics(
    criteria: Sequence[Criterion],
    metrics: Metrics,
    *,
    other_runs: int = 0,
    baseline_metrics: Metrics | None = None,
    attestations: Mapping[str, bool] | None = None,
) -> Evaluation:
    """What `evaluate` would say of one run with these metrics, beside `other_runs` that count."""
    judged = _Judge(criteria, baseline_metrics, attestations or {})
    available = other_runs + 1
    run = Run("dry run", "finished", datetime.min.replace(tzinfo=UTC), metrics=metrics)
    results = judged.results([run], available)
    suggested, reason = _suggest(criteria, results, True, available, False)
    passing = int(judged.passes_alone(run))
    return Evaluation(results, suggested, reason, (run.id,), available, 1, passing)


def _suggest(
    criteria: Sequence[Criterion],
    results: Sequence[CriterionResult],
    has_evidence: bool,
    available: int,
    is_noise: bool,
) -> tuple[Suggestion, Reason]:
    seen = {(criterion.kind, result.result) for criterion, result in zip(criteria, results, strict=True)}
    wanted = max((criterion.min_runs for criterion in criteria if criterion.is_measured), default=0)
    no_target = not any(criterion.kind == "success" for criterion in criteria)
    rules = (
        (not has_evidence, Suggestion.INCONCLUSIVE, Reason.NO_EVIDENCE),
        (("kill", Result.FAIL) in seen, Suggestion.REFUTED, Reason.KILL_CRITERION_MET),
        (available < wanted, Suggestion.INCONCLUSIVE, Reason.INSUFFICIENT_RUNS),
        (("guardrail", Result.FAIL) in seen, Suggestion.REFUTED, Reason.GUARDRAIL_FAILED),
        (("success", Result.FAIL) in seen, Suggestion.REFUTED, Reason.TARGET_MISSED),
        (("success", Result.UNKNOWN) in seen or no_target, Suggestion.INCONCLUSIVE, Reason.TARGET_UNKNOWN),
        (("guardrail", Result.UNKNOWN) in seen, Suggestion.INCONCLUSIVE, Reason.GUARDRAIL_UNKNOWN),
        (is_noise, Suggestion.INCONCLUSIVE, Reason.SELECTION_NOISE),
        (True, Suggestion.SUPPORTED, Reason.ALL_MET),
    )
    return next((suggested, reason) for holds, suggested, reason in rules if holds)


class _Judge:
    """The criteria of one round with what does not change from run to run."""

    def __init__(
        self, criteria: Sequence[Criterion], baseline: Metrics | None, attestations: Mapping[str, bool]
    ) -> None:
        self.criteria = criteria
        self.baseline = baseline
        self.attestations = attestations
        self.has_answer = any(not c.is_measured and c.key in attestations for c in criteria)

    def results(self, runs: Sequence[Run], available: int) -> tuple[CriterionResult, ...]:
        samples = [run.metrics for run in runs]
        return tuple(self._result(criterion, samples, available) for criterion in self.criteria)

    def passes_alone(self, run: Run) -> bool:
        """Whether the run satisfies every criterion; a kill criterion only has to be not met as far as known."""
        fine = {("kill", Result.UNKNOWN), *((kind, Result.PASS) for kind in KINDS)}
        return all((c.kind, self._raw(c, [run.metrics]).result) in fine for c in self.criteria)

    def merit(self, run: Run) -> tuple[Any, ...]:
        """More criteria satisfied, then the better value of the first success criterion, then the later run."""
        passed = sum(self._raw(c, [run.metrics]).result == Result.PASS for c in self.criteria)
        first = next((c for c in self.criteria if c.kind == "success" and c.is_measured), None)
        value = exact(run.metrics.get(first.metric)) if first else None
        upward = -1 if first and first.op in ("<", "<=") else 1
        return passed, value is not None, upward * (value or Fraction(0)), run.finish

    def _raw(self, criterion: Criterion, samples: Sequence[Metrics]) -> CriterionResult:
        return judge(criterion, samples, self.baseline, self.attestations.get(criterion.key))

    def _result(self, criterion: Criterion, samples: Sequence[Metrics], available: int) -> CriterionResult:
        """Too few runs leave a criterion open in both directions; a kill criterion needs no more than it has."""
        result = self._raw(criterion, samples)
        if not criterion.is_measured or criterion.kind == "kill" or available >= criterion.min_runs:
            return result
        runs = {"wanted": criterion.min_runs, "n": available}
        why = _("It needs %(wanted)s counting runs and has %(n)s.") % runs
        return replace(result, result=Result.UNKNOWN, why=why)
