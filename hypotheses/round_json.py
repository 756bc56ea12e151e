"""Rounds, criteria, evidence, verdicts and log entries as the API shows them."""

from __future__ import annotations

from typing import Any

from hypotheses.actions.lock import missing_to_lock
from hypotheses.evaluation import Evaluation
from hypotheses.models import Amendment, Criterion, Forecast, LogEntry, Round, Run, Verdict
from hypotheses.results import counts, is_prior
from hypotheses.words import as_stored

TEXTS = (*Round.PARTS, "plan_if_pass", "plan_if_fail")


def round_as_dict(ref: str, found: Round) -> dict[str, Any]:
    """The whole round; `criteria`, `amendments`, `author`, `locked_by` and `verdict` are read beforehand."""
    verdict = getattr(found, "verdict", None)
    amended = [row for row in found.amendments.all() if row.state == Amendment.State.APPROVED]
    return {
        "card": ref,
        "n": found.n,
        "state": found.state,
        **{name: getattr(found, name) for name in TEXTS},
        "budget_minutes": found.budget_minutes,
        "forecast": found.forecast,
        "run_policy": found.run_policy,
        "baseline_run": found.baseline_run,
        "baseline_metrics": found.baseline_metrics,
        "criteria": [criterion_as_dict(row) for row in found.criteria.all()],
        "author": found.author.username,
        "created_at": found.created_at,
        "locked_at": found.locked_at,
        "locked_by": found.locked_by.username if found.locked_by else None,
        "hash": found.registration_hash or None,
        "amended_hash": amended[-1].registration_hash if amended else None,
        "amendments": len(amended),
        "exploratory": found.exploratory,
        "already_looked": found.already_looked or None,
        "suggested": found.suggested or None,
        "reason": found.reason or None,
        "concluded_at": found.concluded_at,
        "verdict": verdict_as_dict(verdict) if verdict else None,
    }


def hypothesis_as_dict(ref: str, found: Round) -> dict[str, Any]:
    """The round, and what a lock would still ask for."""
    with as_stored():
        missing = [] if found.is_locked else [error.as_dict() for error in missing_to_lock(found)]
    return {**round_as_dict(ref, found), "missing": missing}


def criterion_as_dict(row: Criterion) -> dict[str, Any]:
    return {
        "key": row.key,
        "kind": row.kind,
        "mode": row.mode,
        "metric": row.metric,
        "op": row.op,
        "target": row.target,
        "relative_to": row.relative_to,
        "unit": row.unit,
        "decimals": row.decimals,
        "min_runs": row.min_runs,
        "statement": row.statement,
        "attested_by": row.attested_by or None,
    }


def amendment_as_dict(ref: str, row: Amendment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "card": ref,
        "round": row.round.n,
        "kind": row.kind,
        "state": row.state,
        "reason": row.reason,
        "before": row.before,
        "after": row.after,
        "author": row.author.username,
        "at": row.at,
        "results_known": row.results_known,
        "decided_by": row.decided_by.username if row.decided_by else None,
        "decided_at": row.decided_at,
        "note": row.note,
        "hash": row.registration_hash or None,
        "unreviewed": row.is_unreviewed,
    }


def forecast_as_dict(ref: str, row: Forecast) -> dict[str, Any]:
    return {
        "card": ref,
        "round": row.round.n,
        "person": row.person.username,
        "forecast": row.p,
        "reason": row.reason,
        "informed": row.informed,
        "at": row.at,
    }


def run_as_dict(ref: str, run: Run) -> dict[str, Any]:
    """A piece of evidence, whether it counts, and why."""
    with as_stored():
        counting, why = counts(run.round, run)
    return {
        "id": run.pk,
        "card": ref,
        "round": run.round.n,
        "kind": run.kind,
        "source": run.source,
        "external_id": run.external_id,
        "title": run.title,
        "status": run.status,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "first_seen": run.first_seen,
        "metrics": run.metrics,
        "params": run.params,
        "git": run.git,
        "dataset": run.dataset,
        "seed": run.seed,
        "url": run.url,
        "designated": run.designated,
        "remarks": run.remarks,
        "added_by": run.added_by.username if run.added_by else None,
        "counts": counting,
        "why": why,
        "prior": is_prior(run.round, run),
    }


def verdict_as_dict(verdict: Verdict) -> dict[str, Any]:
    return {
        "round": verdict.round.n,
        "value": verdict.value,
        "observed": verdict.observed,
        "learned": verdict.learned,
        "therefore": verdict.therefore,
        "change_mind": verdict.change_mind,
        "suggested": verdict.suggested or None,
        "reason": verdict.reason or None,
        "override_reason": verdict.override_reason,
        "confirmed_by": verdict.confirmed_by.username if verdict.confirmed_by else None,
        "author": verdict.author.username if verdict.author else None,
        "at": verdict.at,
    }


def evaluation_as_dict(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "criteria": [
            {
                "key": each.key,
                "result": str(each.result),
                "why": each.why,
                "value": each.value,
                "needed": each.needed,
            }
            for each in evaluation.criteria
        ],
        "suggested": str(evaluation.suggested),
        "reason": str(evaluation.reason),
        "runs": list(evaluation.chosen),
        "candidates": evaluation.candidates,
        "passing": evaluation.passing,
    }


def entry_as_dict(ref: str, entry: LogEntry) -> dict[str, Any]:
    """A log entry; of a removed one, author and time are left."""
    return {
        "id": entry.pk,
        "card": ref,
        "kind": entry.kind,
        "body": entry.body,
        "author": entry.author.username,
        "created_at": entry.created_at,
        "edited_at": entry.edited_at,
        "removed_at": entry.removed_at,
        "answered_at": entry.answered_at,
        "answered_by": entry.answered_by.username if entry.answered_by else None,
    }
