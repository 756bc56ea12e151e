"""One criterion held against a run, or against the mean of several: pass, fail or unknown, and why.

Numbers are compared exactly as they were written, never rounded: 0.82 meets ">= 0.82" and misses "> 0.82".
NaN, infinity (trackers may clamp it to 1.797e308), text and a missing metric are unknown.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import isfinite
from typing import Final

from django.utils.translation import gettext as _

Metrics = Mapping[str, object]  # as a tracker sent them: numbers, text such as "NaN", or nothing

KINDS: Final = ("success", "guardrail", "kill")
MODES: Final = ("metric", "attested")
OPERATORS: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_INFINITE: Final = Fraction(1.79e308)
_FAR: Final = 400  # decimal exponents beyond any float


class Result(StrEnum):
    PASS = "pass"  # noqa: S105 (a result, no password)
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a round promised to show. `relative_to="baseline"` makes the target a difference from the baseline:
    in the metric's own unit, or with unit "%" in per cent of the baseline. A kill criterion names what ends it.
    """

    key: str
    kind: str = "success"
    mode: str = "metric"
    metric: str = ""
    op: str = ">="
    target: Decimal | float | None = None
    relative_to: str = "absolute"
    unit: str = ""
    min_runs: int = 1
    decimals: int | None = None
    attested_by: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.mode not in MODES or self.op not in OPERATORS:
            raise ValueError(f"criterion {self.key!r} has an unknown kind, mode or operator")

    @property
    def is_measured(self) -> bool:
        return self.mode == "metric"

    @property
    def is_relative(self) -> bool:
        return self.relative_to == "baseline"


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """`result` says whether the criterion is satisfied: a kill criterion that is met is a fail."""

    key: str
    result: Result
    why: str
    value: float | None
    needed: str


def exact(value: object) -> Fraction | None:
    """The number as it was written, or None for anything that is no finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) < _FAR):
        return None
    if isinstance(value, float) and not isfinite(value):
        return None
    number = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    return number if abs(number) < _INFINITE else None


def measured(samples: Sequence[Metrics], metric: str) -> Fraction | str:
    """The mean of a metric over all samples, or the sentence that says why there is none."""
    total = Fraction(0)
    for metrics in samples:
        number = exact(metrics.get(metric))
        if number is None:
            return _what_is_wrong(metrics, metric)
        total += number
    return total / len(samples) if samples else _("No run counts yet.")


def judge(
    criterion: Criterion, samples: Sequence[Metrics], baseline: Metrics | None, confirmed: bool | None = None
) -> CriterionResult:
    """Hold a criterion against the samples, or an attested one against what was `confirmed`."""
    needed = needed_text(criterion, baseline)
    if not criterion.is_measured:
        result = _satisfied(criterion, confirmed)
        why = _answered(confirmed)
        return CriterionResult(criterion.key, result, why, None, needed)
    value, limit = measured(samples, criterion.metric), threshold(criterion, baseline)
    number = None if isinstance(value, str) else float(value)
    if isinstance(value, str) or isinstance(limit, str):
        why = value if isinstance(value, str) else str(limit)
        return CriterionResult(criterion.key, Result.UNKNOWN, why, number, needed)
    holds = OPERATORS[criterion.op](value, limit)
    said = _("%(value)s is %(op)s %(limit)s.") if holds else _("%(value)s is not %(op)s %(limit)s.")
    why = said % {"value": _shown(value, limit, criterion), "op": criterion.op, "limit": plain(limit)}
    return CriterionResult(criterion.key, _satisfied(criterion, holds), why, number, needed)


def threshold(criterion: Criterion, baseline: Metrics | None) -> Fraction | str:
    """The number to compare with, or the sentence that says why there is none."""
    target = exact(criterion.target)
    if target is None:
        return _("The target is not a number.")
    if not criterion.is_relative:
        return target
    number = exact((baseline or {}).get(criterion.metric))
    if number is None:
        return _("The baseline has no value of %(metric)s.") % {"metric": criterion.metric}
    return number + (abs(number) * target / 100 if criterion.unit == "%" else target)


def needed_text(criterion: Criterion, baseline: Metrics | None = None) -> str:
    """What satisfies the criterion, such as ">= 0.82" or "<= baseline - 20 % (160)", as programs are told."""
    refused = "not " if criterion.kind == "kill" else ""
    if not criterion.is_measured:
        return f"{refused}confirmed by {criterion.attested_by.replace('_', ' ') or 'another person'}"
    return f"{refused}{limit_text(criterion, baseline)}"


def limit_text(criterion: Criterion, baseline: Metrics | None = None, *, named: str = "baseline") -> str:
    """The line a metric is held against, whatever side of it is the good one; `named` stands for the baseline."""
    target = exact(criterion.target)
    if target is None:
        return f"{criterion.op} ?"
    if not criterion.is_relative:
        return f"{criterion.op} {plain(target)}"
    change = f"{named} {'-' if target < 0 else '+'} {plain(abs(target))}{' %' if criterion.unit == '%' else ''}"
    limit = threshold(criterion, baseline)
    return f"{criterion.op} {change}" + ("" if isinstance(limit, str) else f" ({plain(limit)})")


def plain(number: Fraction) -> str:
    """A number as people write it: no exponent in the usual range, no trailing zeros."""
    value = float(number)
    if value and not 1e-6 <= abs(value) < 1e15:
        return f"{value:g}"
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _satisfied(criterion: Criterion, holds: bool | None) -> Result:
    if holds is None:
        return Result.UNKNOWN
    return Result.PASS if holds is (criterion.kind != "kill") else Result.FAIL


def _shown(value: Fraction, limit: Fraction, criterion: Criterion) -> str:
    """The value rounded for display, unless rounding would tell another story than the result."""
    if criterion.decimals is None:
        return plain(value)
    rounded, holds = round(value, criterion.decimals), OPERATORS[criterion.op]
    return plain(rounded if holds(rounded, limit) is holds(value, limit) else value)


def _what_is_wrong(metrics: Metrics, metric: str) -> str:
    value = metrics.get(metric)
    if value is None:
        return _("%(metric)s is missing.") % {"metric": metric}
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return _("%(metric)s is not finite.") % {"metric": metric}
    return _("%(metric)s is not a number.") % {"metric": metric}


def _answered(confirmed: bool | None) -> str:
    if confirmed is None:
        return _("Nobody has answered yet.")
    return _("Confirmed.") if confirmed else _("Denied.")
