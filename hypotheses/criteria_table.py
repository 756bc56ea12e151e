"""The criteria of a round as a page shows them: numbers with equal decimals, a bullet, the state in words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from accounts.access import Role
from boards.bullet import SIGNS, Bullet, draw, number
from hypotheses.criteria import CriterionResult, exact, needed_text, plain, threshold
from hypotheses.face import STATE_OF
from hypotheses.models import Attestation, Criterion, Round
from hypotheses.results import criterion_of
from hypotheses.words import in_signs

KINDS = {Criterion.Kind.SUCCESS: "", Criterion.Kind.GUARDRAIL: "Guardrail", Criterion.Kind.KILL: "Ends the test"}
STATES = {"met": "Met", "missed": "Not met", "unknown": "No data"}
KILL_STATES = {"met": "Not reached", "missed": "Reached", "unknown": "No data"}
ATTESTED_STATES = {"met": "Confirmed", "missed": "Denied", "unknown": "Not asked yet"}
IN_WORDS = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}
REVERSED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
MOST_DECIMALS = 6


@dataclass(frozen=True, kw_only=True)
class Row:
    """One criterion in words and places; empty texts are not shown."""

    key: str
    name: str
    note: str
    baseline: str
    observed: str
    needed: str
    needed_words: str
    bullet: Bullet | None
    state: str
    word: str
    why: str
    attested: Attestation | None
    is_attested: bool = False


def table(round_: Round, results: dict[str, CriterionResult]) -> list[Row]:
    return [_row(round_, criterion, results.get(criterion.key)) for criterion in round_.criteria.all()]


def _row(round_: Round, criterion: Criterion, result: CriterionResult | None) -> Row:
    if criterion.mode == Criterion.Mode.ATTESTED:
        return _attested(criterion, result)
    limit = threshold(criterion_of(criterion), round_.baseline_metrics)
    base = exact(round_.baseline_metrics.get(criterion.metric))
    value = exact(result.value) if result else None
    state = STATE_OF[result.result.value] if result else "unknown"
    shown = _decimals(criterion, value, limit)
    return Row(
        key=criterion.key,
        name=criterion.metric,
        note=_note(criterion, round_),
        baseline="" if base is None else number(float(base), shown),
        observed="" if value is None else number(float(value), shown),
        needed=_needed(criterion, limit, shown),
        needed_words=_needed(criterion, limit, shown, words=True),
        bullet=_bullet(criterion, value, limit, base),
        state=state,
        word=(KILL_STATES if criterion.kind == Criterion.Kind.KILL else STATES)[state],
        why=in_signs(result.why) if result else "",
        attested=None,
    )


def _attested(criterion: Criterion, result: CriterionResult | None) -> Row:
    answers = sorted(criterion.attestations.all(), key=lambda each: (each.at, each.pk))
    state = STATE_OF[result.result.value] if result else "unknown"
    role = Role(criterion.attested_by).label.lower()
    return Row(
        key=criterion.key,
        name=criterion.statement,
        note=" · ".join(filter(None, (KINDS[Criterion.Kind(criterion.kind)], f"a {role} confirms it"))),
        baseline="",
        observed="",
        needed="",
        needed_words="",
        bullet=None,
        state=state,
        word=ATTESTED_STATES[state],
        why="",
        attested=answers[-1] if answers else None,
        is_attested=True,
    )


def _note(criterion: Criterion, round_: Round) -> str:
    parts = [KINDS[Criterion.Kind(criterion.kind)]]
    if criterion.relative_to == Criterion.RelativeTo.BASELINE:
        parts.append(needed_text(criterion_of(criterion)).removeprefix("not "))
    if criterion.min_runs > 1:
        parts.append(f"{criterion.min_runs} runs")
    return " · ".join(filter(None, parts))


def _needed(criterion: Criterion, limit: Fraction | str, decimals: int, *, words: bool = False) -> str:
    sign = (IN_WORDS if words else SIGNS)[criterion.op]
    if isinstance(limit, str):
        return needed_text(criterion_of(criterion)).removeprefix("not ").replace(criterion.op, sign, 1)
    return f"{sign} {number(float(limit), decimals)}"


def _bullet(
    criterion: Criterion, value: Fraction | None, limit: Fraction | str, base: Fraction | None
) -> Bullet | None:
    """Right is always better, so the axis of what ends a test is turned."""
    if isinstance(limit, str):
        return None
    op = REVERSED[criterion.op] if criterion.kind == Criterion.Kind.KILL else criterion.op
    return draw(
        op=op,
        target=float(limit),
        value=None if value is None else float(value),
        baseline=None if base is None else float(base),
    )


def _decimals(criterion: Criterion, value: Fraction | None, limit: Fraction | str) -> int:
    """As many as were asked for; more where the rounded number would hide on which side of the target it lies."""
    if value is None or isinstance(limit, str) or value == limit:
        return criterion.decimals
    steps = range(criterion.decimals, MOST_DECIMALS + 1)
    return next((n for n in steps if round(value, n) != round(limit, n)), len(plain(value)))
