"""The summary of a round on its card: what a board shows without asking the research tables."""

from __future__ import annotations

from typing import Any

from boards.models import Card
from hypotheses.evaluation import Evaluation
from hypotheses.models import Criterion, LogEntry, Round, Verdict

STATE_OF = {"pass": "met", "fail": "missed", "unknown": "unknown"}


def stamp(at: Any) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def log_face(card: Card) -> dict[str, Any]:
    """How many entries there are, when the last was written, and since when a call for help waits."""
    return face_of_entries(list(LogEntry.objects.filter(card=card, removed_at=None).order_by("created_at", "pk")))


def face_of_entries(rows: list[LogEntry]) -> dict[str, Any]:
    """The same of entries that were read already."""
    asking = [row for row in rows if row.asks]
    last = max((row.created_at for row in rows), default=None)
    help_ = {"since": stamp(asking[0].created_at), "open": len(asking)} if asking else None
    return {"log": len(rows), "logged_at": stamp(last), "help": help_}


def round_face(round_: Round) -> dict[str, Any]:
    return {
        "n": round_.n,
        "state": round_.state,
        "locked_at": stamp(round_.locked_at),
        "exploratory": round_.exploratory,
        "suggested": round_.suggested or None,
        "reason": round_.reason or None,
        "forecast": round_.forecast,
        "budget_minutes": round_.budget_minutes,
    }


def criteria_face(round_: Round, evaluation: Evaluation | None) -> dict[str, Any] | None:
    """How many criteria there are, which are met, and the leading one with its numbers."""
    rows = list(round_.criteria.all())
    if not rows:
        return None
    results = {result.key: result for result in evaluation.criteria} if evaluation else {}
    states = [STATE_OF[results[row.key].result] if row.key in results else "unknown" for row in rows]
    leading = next((row for row in rows if row.mode == Criterion.Mode.METRIC), None)
    value = results[leading.key].value if leading and leading.key in results else None
    return {"total": len(rows), "states": states, "leading": leading and _leading(round_, leading, value)}


def _leading(round_: Round, criterion: Criterion, value: float | None) -> dict[str, Any]:
    baseline = round_.baseline_metrics.get(criterion.metric)
    return {
        "metric": criterion.metric,
        "op": criterion.op,
        "target": criterion.target,
        "value": value,
        "baseline": baseline if isinstance(baseline, int | float) else None,
        "relative_to": criterion.relative_to,
        "decimals": criterion.decimals,
    }


def verdict_face(verdict: Verdict) -> dict[str, Any]:
    return {
        "value": verdict.value,
        "learned": verdict.learned,
        "observed": verdict.observed,
        "at": stamp(verdict.at),
        "unconfirmed": bool(verdict.override_reason) and verdict.confirmed_by_id is None,
    }
