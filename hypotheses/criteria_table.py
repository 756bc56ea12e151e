"""The criteria of a round as a page shows them: numbers with equal decimals, a bullet, the state in words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as noop

from boards.bullet import SIGNS, Bullet, draw, number
from hypotheses.criteria import CriterionResult, exact, limit_text, plain, threshold
from hypotheses.face import STATE_OF
from hypotheses.models import Attestation, Criterion, Round
from hypotheses.results import criterion_of
from hypotheses.words import in_signs, role_word

KINDS = {Criterion.Kind.GUARDRAIL: noop("Guardrail"), Criterion.Kind.KILL: noop("Ends the test")}
NO_DATA = (noop("No data"), noop("no data"))
# Each as a word of its own, and inside a line.
STATES = {"met": (noop("Met"), noop("met")), "missed": (noop("Not met"), noop("not met")), "unknown": NO_DATA}
KILL_STATES = {
    "met": (noop("Not reached"), noop("not reached")),
    "missed": (noop("Reached"), noop("reached")),
    "unknown": NO_DATA,
}
ATTESTED_STATES = {
    "met": (noop("Confirmed"), noop("confirmed")),
    "missed": (noop("Denied"), noop("denied")),
    "unknown": (noop("Not asked yet"), noop("not asked yet")),
}
IN_WORDS = {">": noop("more than"), ">=": noop("at least"), "<": noop("less than"), "<=": noop("at most")}
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
    word_inside: str
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
    words = (KILL_STATES if criterion.kind == Criterion.Kind.KILL else STATES)[state]
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
        word=gettext(words[0]),
        word_inside=gettext(words[1]),
        why=in_signs(result.why) if result else "",
        attested=None,
    )


def _attested(criterion: Criterion, result: CriterionResult | None) -> Row:
    answers = sorted(criterion.attestations.all(), key=lambda each: (each.at, each.pk))
    state = STATE_OF[result.result.value] if result else "unknown"
    words, asked = (
        ATTESTED_STATES[state],
        gettext("a %(role)s confirms it") % {"role": role_word(criterion.attested_by)},
    )
    return Row(
        key=criterion.key,
        name=criterion.statement,
        note=" · ".join(filter(None, (_kind(criterion), asked))),
        baseline="",
        observed="",
        needed="",
        needed_words="",
        bullet=None,
        state=state,
        word=gettext(words[0]),
        word_inside=gettext(words[1]),
        why="",
        attested=answers[-1] if answers else None,
        is_attested=True,
    )


def _kind(criterion: Criterion) -> str:
    name = KINDS.get(Criterion.Kind(criterion.kind))
    return gettext(name) if name else ""


def _note(criterion: Criterion, round_: Round) -> str:
    parts = [_kind(criterion)]
    if criterion.relative_to == Criterion.RelativeTo.BASELINE:
        parts.append(_line(criterion))
    if criterion.min_runs > 1:
        parts.append(ngettext("%(n)s run", "%(n)s runs", criterion.min_runs) % {"n": criterion.min_runs})
    return " · ".join(filter(None, parts))


def _needed(criterion: Criterion, limit: Fraction | str, decimals: int, *, words: bool = False) -> str:
    sign = gettext(IN_WORDS[criterion.op]) if words else SIGNS[criterion.op]
    if isinstance(limit, str):
        return _line(criterion).replace(criterion.op, sign, 1)
    return f"{sign} {number(float(limit), decimals)}"


def _line(criterion: Criterion) -> str:
    return limit_text(criterion_of(criterion), named=gettext("baseline"))


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
