"""What is wrong with criteria before anything has run: found by holding them against the baseline."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _

from hypotheses.criteria import Criterion, Metrics, Result, exact, judge, plain, threshold

_BOUNDED: Final = re.compile(
    r"acc|accuracy|ap|auc|auprc|auroc|dice|f1|fbeta|fscore|iou|jaccard|map|mrr|ndcg|prauc|precision|r2|recall|rocauc"
    r"|sensitivity|specificity"
)
_NO_SHARE: Final = re.compile(
    r"count|delta|diff|error|gain|latency|lift|loss|ms|num|rank|ratio|samples|seconds|steps|time"
)
_WORDS: Final = re.compile(r"[a-z][a-z0-9]*")


class Severity(StrEnum):
    REFUSE = "refuse"  # never locked
    BLOCK = "block"  # locked only with a reason
    FLAG = "flag"  # shown


@dataclass(frozen=True, slots=True)
class Finding:
    key: str
    code: str
    severity: Severity
    message: str


def preflight(criteria: Iterable[Criterion], baseline_metrics: Metrics | None = None) -> list[Finding]:
    """Everything to say about the criteria before the lock; without a baseline only what can be said without."""
    found = (_first_finding(criterion, baseline_metrics) for criterion in criteria if criterion.is_measured)
    return [finding for finding in found if finding]


def _first_finding(criterion: Criterion, baseline: Metrics | None) -> Finding | None:
    return _impossible(criterion, baseline) or _unknown(criterion, baseline) or _settled(criterion, baseline)


def _impossible(criterion: Criterion, baseline: Metrics | None) -> Finding | None:
    """A target no run can reach, or none can miss, because the metric is a share."""
    bounds = _bounds(criterion.metric, baseline or {})
    limit = threshold(criterion, baseline)
    if exact(criterion.target) is None:
        message = _("The target is not a number. Enter one.")
        return _finding(criterion, "impossible_target", Severity.REFUSE, message)
    if bounds is None or isinstance(limit, str):
        return None
    low, high = bounds
    if (low is None or limit >= low) and limit <= high and not _just_beyond(criterion.op, limit, low, high):
        return None
    message = f"{_cannot_be(criterion, limit, low, high)} {_instead(limit)}"
    return _finding(criterion, "impossible_target", Severity.REFUSE, message)


def _cannot_be(criterion: Criterion, limit: Fraction, low: Fraction | None, high: Fraction) -> str:
    return _("%(metric)s is a share from %(low)s to %(high)s: %(op)s %(limit)s cannot be.") % {
        "metric": criterion.metric,
        "low": _("any number") if low is None else plain(low),
        "high": plain(high),
        "op": criterion.op,
        "limit": plain(limit),
    }


def _instead(limit: Fraction) -> str:
    if not 1 < limit <= 100:
        return _("Choose another target.")
    return _("Write %(share)s for %(limit)s %%.") % {"share": plain(limit / 100), "limit": plain(limit)}


def _unknown(criterion: Criterion, baseline: Metrics | None) -> Finding | None:
    if not baseline and not criterion.is_relative:
        return None
    result = judge(criterion, [baseline or {}], baseline)
    if result.result is not Result.UNKNOWN:
        return None
    if not baseline:
        message = _("The target is relative to a baseline, and there is none. Choose a baseline run.")
        return _finding(criterion, "baseline_needed", Severity.BLOCK, message)
    check = _("Check the name against what the baseline run logs, or choose another baseline.")
    message = f"{result.why} {check}"
    return _finding(criterion, "unknown_metric", Severity.BLOCK, message)


def _settled(criterion: Criterion, baseline: Metrics | None) -> Finding | None:
    """What the baseline already shows: a target it meets, a kill criterion it would trip."""
    if not baseline:
        return None
    result = judge(criterion, [baseline], baseline)
    if criterion.kind == "success" and result.result is Result.PASS:
        message = f"{_('Nothing to learn: the baseline already meets it.')} {result.why}"
        return _finding(criterion, "nothing_to_learn", Severity.FLAG, message)
    if criterion.kind == "kill" and result.result is Result.FAIL:
        message = f"{_('The baseline itself would be ended by this.')} {result.why}"
        return _finding(criterion, "kill_already_met", Severity.FLAG, message)
    return None


def _bounds(metric: str, baseline: Metrics) -> tuple[Fraction | None, Fraction] | None:
    """The range of a metric known by name; 0-100 when the baseline shows that it is logged in per cent."""
    words = _WORDS.findall(metric.lower())
    if not any(map(_BOUNDED.fullmatch, words)) or any(map(_NO_SHARE.fullmatch, words)):
        return None
    seen = exact(baseline.get(metric))
    high = Fraction(100) if seen is not None and 1 < seen <= 100 else Fraction(1)
    return (None if "r2" in words else Fraction(0)), high


def _just_beyond(op: str, limit: Fraction, low: Fraction | None, high: Fraction) -> bool:
    return (op == ">" and limit == high) or (op == "<" and limit == low)


def _finding(criterion: Criterion, code: str, severity: Severity, message: str) -> Finding:
    return Finding(criterion.key, code, severity, message)
