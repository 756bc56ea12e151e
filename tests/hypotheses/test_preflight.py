"""Before the lock: unknown metrics, targets that cannot be, and targets that teach nothing."""

from typing import Any

import pytest

from hypotheses.criteria import Criterion
from hypotheses.preflight import Severity, preflight


def found(baseline: dict[str, object] | None = None, **given: Any) -> list[tuple[str, Severity]]:
    criterion = Criterion(**{"key": "c", "metric": "val.auc", "target": 0.9, **given})
    return [(finding.code, finding.severity) for finding in preflight([criterion], baseline)]


IMPOSSIBLE = [("impossible_target", Severity.REFUSE)]


@pytest.mark.parametrize(
    ("metric", "op", "target"),
    [
        ("auc", ">=", 1.01),
        ("val/accuracy", ">=", 82),
        ("val_f1_score", ">", 1),
        ("Recall@10", "<", 0),
        ("test.precision", ">=", -0.1),
        ("auroc", "<=", 1.5),
        ("r2", ">=", 1.2),
        ("loss", ">=", float("nan")),
        ("loss", "<", None),
    ],
)
def test_targets_no_run_can_reach_are_refused(metric: str, op: str, target: float | None) -> None:
    assert found(metric=metric, op=op, target=target) == IMPOSSIBLE


@pytest.mark.parametrize(
    ("metric", "op", "target"),
    [
        ("auc", ">=", 1),
        ("auc", "<=", 0),
        ("precision_latency_ms", "<", 200),
        ("auc_gain", ">=", 5),
        ("r2", ">=", -3),
        ("wer", "<", 5),
        ("accurate_rows", ">", 1000),
    ],
)
def test_other_targets_are_left_alone(metric: str, op: str, target: float) -> None:
    assert found(metric=metric, op=op, target=target) == []


def test_a_baseline_in_per_cent_moves_the_bounds() -> None:
    assert found({"accuracy": 76.46}, metric="accuracy", target=82) == []
    assert found({"accuracy": 76.46}, metric="accuracy", target=101) == IMPOSSIBLE
    refused = preflight([Criterion("a", metric="accuracy", target=82)], {"accuracy": 0.76})
    assert "Write 0.82 for 82 %." in refused[0].message


def test_every_metric_must_be_known_to_the_baseline_run() -> None:
    assert found({"auc": 0.8}) == [("unknown_metric", Severity.BLOCK)]
    assert found({"val.auc": "NaN"}) == [("unknown_metric", Severity.BLOCK)]
    assert found(None) == []
    assert found({}) == []


def test_a_relative_target_needs_a_baseline() -> None:
    assert found(None, relative_to="baseline", target=0.02) == [("baseline_needed", Severity.BLOCK)]
    assert found({"auc": 1}, relative_to="baseline", target=0.02) == [("unknown_metric", Severity.BLOCK)]
    assert found({"val.auc": 0.8}, relative_to="baseline", target=0.02) == []
    assert found({"val.auc": 0.99}, relative_to="baseline", target=0.02) == IMPOSSIBLE


def test_a_target_the_baseline_meets_teaches_nothing() -> None:
    assert found({"val.auc": 0.9}) == [("nothing_to_learn", Severity.FLAG)]
    assert found({"val.auc": 0.9}, op=">") == []
    assert found({"val.auc": 0.9}, kind="guardrail") == []


def test_a_baseline_that_would_be_killed_is_flagged() -> None:
    assert found({"val.auc": 0.6}, kind="kill", op="<", target=0.7) == [("kill_already_met", Severity.FLAG)]
    assert found({"val.auc": 0.8}, kind="kill", op="<", target=0.7) == []


def test_attested_criteria_have_nothing_to_check() -> None:
    assert found({"x": 1}, mode="attested", metric="") == []
