"""One criterion at a time: exact comparison, unknown values, and what is said about them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hypotheses.criteria import OPERATORS, Criterion, CriterionResult, Result, exact, judge, measured, needed_text


def auc(**changes: Any) -> Criterion:
    return Criterion(**{"key": "auc", "metric": "val.auc", "target": 0.82, **changes})


def against(criterion: Criterion, value: object, baseline: object = None) -> CriterionResult:
    return judge(criterion, [{"val.auc": value}], {"val.auc": baseline})


@pytest.mark.parametrize(
    ("op", "value", "result"),
    [
        (">=", 0.82, "pass"),
        (">", 0.82, "fail"),
        ("<=", 0.82, "pass"),
        ("<", 0.82, "fail"),
        (">=", 0.8199999, "fail"),
        (">", 0.8200001, "pass"),
        (">=", 1, "pass"),
    ],
)
def test_the_target_itself_tells_the_operators_apart(op: str, value: float, result: str) -> None:
    assert against(auc(op=op), value).result == result
    assert against(auc(op=op, target=Decimal("0.82")), value).result == result


UNKNOWN: list[object] = [None, "NaN", "0.83", "", True, [], {}, float("nan"), float("inf"), float("-inf")]
UNKNOWN += [1.79e308, -1.797e308, 10**400, Decimal("NaN"), Decimal("Infinity"), Decimal("1e999999")]


@pytest.mark.parametrize("value", UNKNOWN)
@pytest.mark.parametrize("op", OPERATORS)
def test_what_is_no_finite_number_is_unknown(value: object, op: str) -> None:
    for kind in ("success", "guardrail", "kill"):
        result = against(auc(op=op, kind=kind), value)
        assert result.result is Result.UNKNOWN
        assert result.value is None
        assert result.why.startswith("val.auc is ")


def test_a_missing_metric_is_unknown() -> None:
    result = judge(auc(), [{"auc": 0.9}], None)
    assert (result.result, result.why) == ("unknown", "val.auc is missing.")
    assert judge(auc(), [], None).why == "No run counts yet."


@pytest.mark.parametrize("target", [None, float("nan"), float("inf")])
def test_a_target_that_is_no_number_decides_nothing(target: float | None) -> None:
    result = against(auc(target=target), 0.9)
    assert (result.result, result.value) == ("unknown", 0.9)


def test_the_answer_says_what_was_seen_and_needed() -> None:
    assert against(auc(), 0.83) == CriterionResult("auc", Result.PASS, "0.83 is >= 0.82.", 0.83, ">= 0.82")
    assert against(auc(), 0.81).why == "0.81 is not >= 0.82."


def test_rounding_for_display_never_contradicts_the_result() -> None:
    assert against(auc(decimals=2), 0.83412).why == "0.83 is >= 0.82."
    assert against(auc(decimals=2), 0.8196).why == "0.8196 is not >= 0.82."
    assert against(auc(decimals=2, op=">"), 0.8201).why == "0.8201 is > 0.82."


def test_a_kill_criterion_that_is_met_fails() -> None:
    slow = Criterion("slow", kind="kill", metric="ms", op=">", target=500)
    assert judge(slow, [{"ms": 501}], None).result is Result.FAIL
    assert judge(slow, [{"ms": 500}], None).result is Result.PASS
    assert needed_text(slow) == "not > 500"


@pytest.mark.parametrize(
    ("op", "target", "unit", "baseline", "value", "result", "needed"),
    [
        (">=", 0.02, "", 0.8, 0.82, "pass", ">= baseline + 0.02 (0.82)"),
        (">=", 0.02, "", 0.8, 0.8199, "fail", ">= baseline + 0.02 (0.82)"),
        ("<=", -20, "%", 0.5, 0.4, "pass", "<= baseline - 20 % (0.4)"),
        ("<=", -20, "%", 0.5, 0.41, "fail", "<= baseline - 20 % (0.4)"),
        (">=", 10, "%", -0.5, -0.45, "pass", ">= baseline + 10 % (-0.45)"),
        (">=", 0.02, "", None, 0.9, "unknown", ">= baseline + 0.02"),
        (">=", 0.02, "", "NaN", 0.9, "unknown", ">= baseline + 0.02"),
    ],
)
def test_relative_targets_are_exact(
    op: str, target: float, unit: str, baseline: object, value: float, result: str, needed: str
) -> None:
    criterion = auc(op=op, target=target, unit=unit, relative_to="baseline")
    answer = against(criterion, value, baseline)
    assert (answer.result, answer.needed) == (result, needed)


@pytest.mark.parametrize(("kind", "yes", "no"), [("success", "pass", "fail"), ("kill", "fail", "pass")])
def test_attested_criteria_are_answered_by_a_person(kind: str, yes: str, no: str) -> None:
    criterion = Criterion("legal", kind=kind, mode="attested", attested_by="product_owner")
    assert judge(criterion, [], None, True).result == yes
    assert judge(criterion, [], None, False).result == no
    assert judge(criterion, [], None).result is Result.UNKNOWN
    assert needed_text(criterion).endswith("confirmed by product owner")


@pytest.mark.parametrize("wrong", [{"kind": "goal"}, {"mode": "guessed"}, {"op": "=="}])
def test_an_unknown_word_is_an_error_of_the_caller(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        Criterion("auc", **wrong)  # type: ignore[arg-type]


NUMBERS = st.one_of(st.integers(-(10**30), 10**30), st.floats(-1e300, 1e300, allow_subnormal=False))


@settings(deadline=None)
@given(NUMBERS)
def test_numbers_are_taken_as_they_are_written(number: float) -> None:
    value = exact(number)
    assert value is not None
    assert float(value) == float(number)


@settings(deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from([*OPERATORS]))
def test_an_operator_and_its_opposite_never_agree(value: float, target: float, op: str) -> None:
    opposite = {">": "<=", "<=": ">", "<": ">=", ">=": "<"}[op]
    results = {against(auc(op=each, target=target), value).result for each in (op, opposite)}
    assert results == {Result.PASS, Result.FAIL}


def test_a_mean_is_exact_and_needs_every_value() -> None:
    assert against(auc(target=0.3), 0.3).result is Result.PASS
    mean = measured([{"m": 0.1}, {"m": 0.2}, {"m": 0.6}], "m")
    assert mean == exact(0.3)
    assert measured([{"m": 0.1}, {"m": "NaN"}], "m") == "m is not a number."
