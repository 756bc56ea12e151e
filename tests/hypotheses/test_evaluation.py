"""The suggestion follows the rule table, rule by rule and policy by policy."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hypotheses.evaluation import Criterion, Run, counts, evaluate, evaluate_metrics

LOCKED = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
PRECISION = Criterion("precision", metric="precision", op=">", target=0.95)
RECALL = Criterion("recall", metric="recall", op=">", target=0.7)
LATENCY = Criterion("latency", kind="guardrail", metric="ms", op="<=", target=200)
LEAK = Criterion("leak", kind="kill", metric="leak", op=">", target=0)
STORY = [PRECISION, RECALL]


def run(name: str, hours: float = 1, **given: Any) -> Run:
    start = LOCKED + hours * HOUR
    times = {"first_seen": start, "started_at": start, "ended_at": start + HOUR}
    known = {key: given.pop(key) for key in ("status", "designated", "seed", *times) if key in given}
    return Run(**{"id": name, "status": "finished", **times, **known, "metrics": given})


def suggest(
    criteria: list[Criterion], *runs: Run, policy: str = "designated", **given: Any
) -> tuple[str, str, tuple[str, ...]]:
    answer = evaluate(criteria, runs, policy, **{"locked_at": LOCKED, **given})
    return answer.suggested, answer.reason, answer.chosen


def test_nothing_counts_without_evidence() -> None:
    assert suggest(STORY) == ("inconclusive", "no_evidence", ())
    early = run("early", -1, precision=0.99, recall=0.9)
    assert suggest(STORY, early) == ("inconclusive", "no_evidence", ())
    assert suggest(STORY, run("a", precision=0.99, recall=0.9), locked_at=None)[1] == "no_evidence"


def test_all_met_is_supported() -> None:
    assert suggest(STORY, run("a", precision=0.96, recall=0.71)) == ("supported", "all_met", ("a",))


def test_one_target_missed_refutes() -> None:
    assert suggest(STORY, run("a", precision=0.95, recall=0.9)) == ("refuted", "target_missed", ("a",))


def test_success_is_a_conjunction_on_the_same_run() -> None:
    """The best precision of one run and the best recall of another prove nothing."""
    precise, thorough = (
        run("precise", 1, precision=0.99, recall=0.5),
        run("thorough", 2, precision=0.5, recall=0.9),
    )
    for policy in ("designated", "latest_finished", "best"):
        assert suggest(STORY, precise, thorough, policy=policy)[:2] == ("refuted", "target_missed")


def test_a_miss_is_known_before_an_unknown() -> None:
    assert suggest(STORY, run("a", precision=0.5))[1] == "target_missed"
    assert suggest(STORY, run("a", precision=0.99)) == ("inconclusive", "target_unknown", ("a",))
    assert suggest(STORY, run("a", precision=0.99, recall="NaN"))[1] == "target_unknown"
    assert suggest(STORY, run("a", precision=1.797e308, recall=0.9))[1] == "target_unknown"


def test_guardrails_come_before_targets_when_they_fail_and_after_when_unknown() -> None:
    criteria = [*STORY, LATENCY]
    assert suggest(criteria, run("a", precision=0.1, recall=0.9, ms=300))[:2] == ("refuted", "guardrail_failed")
    assert suggest(criteria, run("a", precision=0.99, recall=0.9))[:2] == ("inconclusive", "guardrail_unknown")
    assert suggest(criteria, run("a", precision=0.99))[1] == "target_unknown"


def test_a_kill_criterion_on_the_chosen_run_comes_first() -> None:
    killed = run("killed", 1, precision=0.99, recall=0.9, leak=0.2)
    clean = run("clean", 2, precision=0.99, recall=0.9, leak=0)
    needs_three = [Criterion("auc", metric="auc", target=0.5, min_runs=3), LEAK]
    assert suggest([*STORY, LEAK], killed)[:2] == ("refuted", "kill_criterion_met")
    assert suggest(needs_three, killed)[:2] == ("refuted", "kill_criterion_met")
    assert suggest([*STORY, LEAK], killed, clean)[:2] == (
        "supported",
        "all_met",
    )  # another run's leak is not its own
    assert suggest([*STORY, LEAK], run("a", precision=0.99, recall=0.9))[1] == "all_met"  # unknown is not met


def test_too_few_runs_block_both_directions() -> None:
    criteria = [Criterion("auc", metric="auc", target=0.8, min_runs=2), LATENCY]
    for auc in (0.9, 0.1):
        answer = evaluate(criteria, [run("a", auc=auc, ms=900)], "designated", locked_at=LOCKED)
        assert (answer.suggested, answer.reason) == ("inconclusive", "insufficient_runs")
        assert (answer.criteria[0].result, answer.criteria[0].value) == ("unknown", auc)
        assert answer.criteria[0].why == "It needs 2 counting runs and has 1."
    assert suggest(criteria, run("a", auc=0.9, ms=1), run("b", 2, auc=0.9, ms=1))[1] == "all_met"


def test_nothing_is_supported_without_a_success_criterion() -> None:
    assert suggest([LATENCY], run("a", ms=1))[:2] == ("inconclusive", "target_unknown")
    assert suggest([], run("a"))[:2] == ("inconclusive", "target_unknown")


@pytest.mark.parametrize(
    ("changes", "expected", "why"),
    [
        ({}, True, "finished"),
        ({"started_at": LOCKED, "first_seen": LOCKED}, True, "finished"),
        ({"started_at": LOCKED - HOUR}, False, "before"),
        ({"first_seen": LOCKED - HOUR}, False, "before"),
        ({"started_at": None}, True, "finished"),
        ({"started_at": None, "first_seen": LOCKED - HOUR}, False, "before"),
        ({"status": "running"}, False, "running"),
        ({"status": "failed"}, False, "failed"),
        ({"status": "killed"}, False, "killed"),
    ],
)
def test_a_run_counts_when_it_finished_and_began_after_the_lock(
    changes: dict[str, Any], expected: bool, why: str
) -> None:
    answer, sentence = counts(run("a", **changes), LOCKED)
    assert answer is expected
    assert why in sentence


def test_designated_looks_at_the_designated_run_only() -> None:
    good, bad = run("good", 1, precision=0.99, recall=0.9), run("bad", 2, precision=0.1, recall=0.9)
    chosen = run("good", 1, precision=0.99, recall=0.9, designated=True)
    assert suggest(STORY, chosen, bad) == ("supported", "all_met", ("good",))
    assert suggest(STORY, good) == ("supported", "all_met", ("good",))  # the only one that counts
    assert suggest(STORY, good, bad) == ("refuted", "target_missed", ("bad",))  # nothing designated: the latest


def test_a_designated_run_that_does_not_count_is_not_replaced() -> None:
    still = run("still", 3, precision=0.99, recall=0.9, designated=True, status="running")
    good = run("good", 1, precision=0.99, recall=0.9)
    assert suggest(STORY, still, good) == ("inconclusive", "no_evidence", ())


def test_latest_finished_goes_by_the_end_then_the_start_then_the_id() -> None:
    long = run("long", 1, ended_at=LOCKED + 9 * HOUR, precision=0.99, recall=0.9)
    late = run("late", 5, precision=0.1, recall=0.1)
    assert suggest(STORY, late, long, policy="latest_finished")[2] == ("long",)
    open_end = run("open", 7, ended_at=None, precision=0.99, recall=0.9)
    assert suggest(STORY, late, open_end, policy="latest_finished")[2] == ("open",)
    assert suggest(STORY, run("b", 1), run("a", 1), policy="latest_finished")[2] == ("b",)


def test_the_latest_run_without_the_metric_is_unknown_and_no_older_one_steps_in() -> None:
    runs = run("old", 1, precision=0.99, recall=0.9), run("new", 2)
    assert suggest(STORY, *runs, policy="latest_finished")[:2] == ("inconclusive", "target_unknown")


def test_the_mean_of_seeds_needs_distinct_seeds() -> None:
    auc = [Criterion("auc", metric="auc", target=0.8, min_runs=3)]
    three = [run(f"r{n}", n, seed=str(n), auc=value) for n, value in ((1, 0.7), (2, 0.8), (3, 0.9))]
    assert suggest(auc, *three, policy="mean_of_seeds") == ("supported", "all_met", ("r1", "r2", "r3"))
    again = run("r4", 4, seed="3", auc=0.8)  # the same seed again replaces its earlier run
    assert suggest(auc, *three, again, policy="mean_of_seeds")[1:] == ("target_missed", ("r1", "r2", "r4"))
    assert suggest(auc, *three[:2], policy="mean_of_seeds")[1] == "insufficient_runs"
    no_seeds = [run(f"r{n}", n, auc=0.9) for n in range(5)]
    assert suggest(auc, *no_seeds, policy="mean_of_seeds")[:2] == ("inconclusive", "insufficient_runs")


def test_a_seed_without_the_metric_is_not_left_out_of_the_mean() -> None:
    auc = [Criterion("auc", metric="auc", target=0.8)]
    runs = run("a", 1, seed="1", auc=0.9), run("b", 2, seed="2", auc="NaN")
    assert suggest(auc, *runs, policy="mean_of_seeds")[1] == "target_unknown"


def test_best_takes_the_run_that_meets_most_and_then_the_better_value() -> None:
    runs = [
        run("precise", 1, precision=0.99, recall=0.5),
        run("both", 2, precision=0.96, recall=0.8),
        run("better", 3, precision=0.97, recall=0.75),
    ]
    assert suggest(STORY, *runs, policy="best") == ("supported", "all_met", ("better",))
    loss = [Criterion("loss", metric="loss", op="<", target=0.3)]
    assert suggest(loss, run("a", loss=0.2), run("b", 2, loss=0.1), policy="best")[2] == ("b",)


def test_the_best_of_many_is_noise_when_most_runs_miss() -> None:
    auc = [Criterion("auc", metric="auc", target=0.8)]
    runs = [run(f"r{n}", n, auc=value) for n, value in enumerate((0.81, 0.79, 0.78, 0.82))]
    assert suggest(auc, *runs, policy="best") == ("inconclusive", "selection_noise", ("r3",))
    assert suggest(auc, *runs[:2], policy="best")[1] == "selection_noise"  # one of two is no majority
    assert suggest(auc, runs[3], policy="best")[1] == "all_met"  # nothing was selected
    assert suggest(auc, *runs[1:3], policy="best")[1] == "target_missed"
    assert suggest(auc, *runs, policy="latest_finished")[1] == "all_met"


def test_best_with_an_unknown_kill_criterion_is_no_noise() -> None:
    runs = [run(f"r{n}", n, precision=0.99, recall=0.9) for n in range(3)]
    assert suggest([*STORY, LEAK], *runs, policy="best")[1] == "all_met"


def test_an_attestation_is_evidence_of_its_own() -> None:
    legal = Criterion("legal", mode="attested", attested_by="product_owner")
    assert suggest([legal])[:2] == ("inconclusive", "no_evidence")
    assert suggest([legal], attestations={"legal": True})[:2] == ("supported", "all_met")
    assert suggest([legal], attestations={"legal": False})[:2] == ("refuted", "target_missed")
    assert suggest([legal, PRECISION], attestations={"legal": True})[1] == "insufficient_runs"
    assert suggest([legal, PRECISION], run("a", precision=0.99))[1] == "target_unknown"
    assert suggest([PRECISION], attestations={"other": True})[1] == "no_evidence"


def test_a_dry_run_is_one_run_beside_those_that_count() -> None:
    answer = evaluate_metrics(STORY, {"precision": 0.96, "recall": 0.71})
    assert (answer.suggested, answer.reason) == ("supported", "all_met")
    assert [result.needed for result in answer.criteria] == ["> 0.95", "> 0.7"]
    assert evaluate_metrics(STORY, {}).reason == "target_unknown"
    seeds = [Criterion("auc", metric="auc", target=0.8, min_runs=3)]
    assert evaluate_metrics(seeds, {"auc": 0.9}).reason == "insufficient_runs"
    assert evaluate_metrics(seeds, {"auc": 0.9}, other_runs=2).reason == "all_met"
    gain = [Criterion("auc", metric="auc", target=0.05, relative_to="baseline")]
    assert evaluate_metrics(gain, {"auc": 0.9}, baseline_metrics={"auc": 0.86}).reason == "target_missed"


def test_an_unknown_policy_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="run policy"):
        suggest(STORY, run("a"), policy="luckiest")
