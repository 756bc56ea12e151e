"""The evaluation of a round from its rows: which evidence counts, which criteria are met, what that suggests."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from hypotheses import evaluation
from hypotheses.evaluation import Evaluation
from hypotheses.models import Attestation, Criterion, Round, Run


def criterion_of(row: Criterion) -> evaluation.Criterion:
    return evaluation.Criterion(
        key=row.key,
        kind=row.kind,
        mode=row.mode,
        metric=row.metric,
        op=row.op,
        target=row.target,
        relative_to=row.relative_to,
        unit=row.unit,
        min_runs=row.min_runs,
        decimals=row.decimals,
        attested_by=row.attested_by,
    )


def run_of(row: Run) -> evaluation.Run:
    return evaluation.Run(
        id=f"{row.source}:{row.external_id}",
        status=row.status,
        first_seen=row.first_seen,
        started_at=row.started_at,
        ended_at=row.ended_at,
        metrics=row.metrics,
        designated=row.designated,
        seed=row.seed,
    )


def counts(round_: Round, run: Run) -> tuple[bool, str]:
    """Whether the run bears on the verdict, and the sentence that says why."""
    if run.kind != Run.Kind.RUN:
        return False, _("A report or a link is there to be read; only runs are measured.")
    return evaluation.counts(run_of(run), round_.locked_at)


def is_prior(round_: Round, run: Run) -> bool:
    """Whether it began, or was seen, before the lock: shown, never judged."""
    locked = round_.locked_at
    return locked is not None and min(run.started_at or run.first_seen, run.first_seen) < locked


def results_of(round_: Round) -> Evaluation:
    """Hold the round's criteria against its evidence."""
    criteria = list(round_.criteria.all())
    runs = [run_of(run) for run in round_.runs.all() if run.kind == Run.Kind.RUN]
    return evaluation.evaluate(
        [criterion_of(row) for row in criteria],
        runs,
        round_.run_policy,
        locked_at=round_.locked_at,
        baseline_metrics=round_.baseline_metrics or None,
        attestations=attestations(criteria),
    )


def dry_run(round_: Round, metrics: Mapping[str, object]) -> Evaluation:
    """What one more counting run with these metrics would suggest; writes nothing."""
    criteria = list(round_.criteria.all())
    others = sum(counts(round_, run)[0] for run in round_.runs.all())
    return evaluation.evaluate_metrics(
        [criterion_of(row) for row in criteria],
        metrics,
        other_runs=others,
        baseline_metrics=round_.baseline_metrics or None,
        attestations=attestations(criteria),
    )


def attestations(criteria: list[Criterion]) -> dict[str, bool]:
    """By key, what was said last of each attested criterion."""
    keys = {row.pk: row.key for row in criteria if row.mode == Criterion.Mode.ATTESTED}
    if not keys:
        return {}
    rows = Attestation.objects.filter(criterion__in=keys).order_by("at", "pk")
    return {keys[row.criterion_id]: row.met for row in rows}
