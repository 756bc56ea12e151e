"""What a kind of amendment means, asked of the evaluation itself: who tightens never lets a run in."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hypotheses.amending import kind_of
from hypotheses.evaluation import Criterion, evaluate_metrics

MEASURED = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["success", "guardrail", "kill"]),
        "mode": st.just("metric"),
        "metric": st.sampled_from("ab"),
        "op": st.sampled_from([">", ">=", "<", "<="]),
        "target": st.sampled_from([0.25, 0.5, 0.75]),
        "relative_to": st.just("absolute"),
        "unit": st.just(""),
        "min_runs": st.sampled_from([1, 1, 2]),
        "statement": st.just(""),
        "attested_by": st.just(""),
    }
)
TEXTS = st.dictionaries(st.sampled_from("xyz"), MEASURED, min_size=1, max_size=3).map(
    lambda rows: [{"key": key, **row} for key, row in sorted(rows.items())]
)
METRICS = st.fixed_dictionaries({name: st.sampled_from([0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9]) for name in "ab"})


def suggested(text: list[dict[str, Any]], metrics: dict[str, float], others: int) -> str:
    fields = ("key", "kind", "mode", "metric", "op", "target", "relative_to", "unit", "min_runs")
    criteria = [Criterion(**{name: row[name] for name in fields}) for row in text]
    return str(evaluate_metrics(criteria, metrics, other_runs=others).suggested)


def amended(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> str:
    return str(kind_of({"criteria": before}, {"criteria": after}))


@settings(max_examples=500, deadline=None)
@given(TEXTS, TEXTS, METRICS, st.integers(0, 2))
def test_what_a_tighter_text_supports_the_looser_one_supports_too(
    before: list[dict[str, Any]], after: list[dict[str, Any]], metrics: dict[str, float], others: int
) -> None:
    kind, old, new = amended(before, after), suggested(before, metrics, others), suggested(after, metrics, others)
    promises = all(any(row["kind"] == "success" for row in text) for text in (before, after))
    if kind in ("tighten", "add_guardrail") and new == "supported" and promises:
        assert old == "supported"
    if kind == "loosen" and old == "supported" and promises:
        assert new == "supported"


@settings(max_examples=500, deadline=None)
@given(TEXTS, st.sampled_from(["target", "op", "min_runs"]), st.data())
def test_the_way_back_is_the_opposite_kind(before: list[dict[str, Any]], name: str, data: st.DataObject) -> None:
    values: dict[str, list[Any]] = {"target": [0.25, 0.5, 0.75], "op": [">", ">="], "min_runs": [1, 2]}
    row = {**before[0], name: data.draw(st.sampled_from(values[name]))}
    after = [row, *before[1:]]
    opposite = {"tighten": "loosen", "loosen": "tighten", "replace": "replace", "clarify": "clarify"}
    assert amended(after, before) == opposite[amended(before, after)]


@given(TEXTS, MEASURED)
def test_one_criterion_more_is_tighter_and_one_less_looser(
    before: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    after = [*before, {"key": "new", **more}]
    assert amended(before, after) == ("add_guardrail" if more["kind"] == "guardrail" else "tighten")
    assert amended(after, before) == "loosen"


def test_other_words_clarify_and_another_rule_replaces() -> None:
    assert kind_of({"belief": "a", "plan_if_fail": "b"}, {"belief": "c", "plan_if_fail": "d"}) == "clarify"
    assert kind_of({"belief": "a", "run_policy": "best"}, {"belief": "c", "run_policy": "designated"}) == "replace"
    assert (
        kind_of({"baseline_run": "", "baseline_metrics": {}}, {"baseline_run": "x", "baseline_metrics": {}})
        == "replace"
    )
