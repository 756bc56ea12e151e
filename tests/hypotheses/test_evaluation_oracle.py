"""The rule table once more, slowly, with floats and from the outside: on random rounds it must agree."""

import math
import operator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import fmean
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hypotheses.evaluation import Criterion, Evaluation, Run, counting_runs, evaluate

LOCKED = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)

VALUES = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0, None, "NaN", math.inf, -1.797e308])
KINDS = st.sampled_from(["success", "success", "guardrail", "kill"])
MEASURED = st.builds(
    Criterion,
    key=st.uuids().map(str),
    kind=KINDS,
    metric=st.sampled_from("abc"),
    op=st.sampled_from([">", ">=", "<", "<="]),
    target=st.sampled_from([0.25, 0.5, 0.75, -0.25, -50.0]),
    relative_to=st.sampled_from(["absolute", "absolute", "baseline"]),
    unit=st.sampled_from(["", "%"]),
    min_runs=st.sampled_from([1, 1, 1, 2]),
)
ATTESTED = st.builds(
    Criterion, key=st.uuids().map(str), kind=KINDS, mode=st.just("attested"), attested_by=st.just("admin")
)
CRITERIA = st.one_of(MEASURED, MEASURED, MEASURED, ATTESTED)
BASELINES = st.one_of(st.none(), st.fixed_dictionaries({"a": VALUES}, optional={"b": VALUES}))
RUNS = st.builds(
    Run,
    id=st.uuids().map(str),
    status=st.sampled_from(["finished", "finished", "finished", "running", "failed"]),
    first_seen=st.integers(-1, 5).map(lambda hours: LOCKED + hours * HOUR),
    started_at=st.one_of(st.none(), st.integers(-1, 9).map(lambda hours: LOCKED + hours * HOUR)),
    ended_at=st.one_of(st.none(), st.integers(5, 30).map(lambda hours: LOCKED + hours * HOUR)),
    metrics=st.fixed_dictionaries({"a": VALUES, "b": VALUES}, optional={"c": VALUES}),
    designated=st.sampled_from([False, False, True]),
    seed=st.sampled_from(["", "1", "2"]),
)
OPS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


def oracle_value(runs: list[Run], metric: str) -> float | None:
    values = [each.metrics.get(metric) for each in runs]
    if not values or any(not isinstance(v, float) or abs(v) > 1e308 for v in values):
        return None
    return fmean(v for v in values if isinstance(v, float))


@dataclass
class Known:
    """What stands beside the runs: the baseline's metrics, and by key what a person answered."""

    baseline: dict[str, Any]
    answers: dict[str, bool]


def oracle_limit(criterion: Criterion, known: Known) -> float | None:
    target = criterion.target
    assert isinstance(target, float)
    if criterion.relative_to == "absolute":
        return target
    base = known.baseline.get(criterion.metric)
    if not isinstance(base, float) or abs(base) > 1e308:
        return None
    return base + (abs(base) * target / 100 if criterion.unit == "%" else target)


def oracle_met(criterion: Criterion, runs: list[Run], known: Known) -> bool | None:
    if criterion.mode == "attested":
        return known.answers.get(criterion.key)
    value, limit = oracle_value(runs, criterion.metric), oracle_limit(criterion, known)
    return None if value is None or limit is None else OPS[criterion.op](value, limit)


def counts_for_the_oracle(run: Run) -> bool:
    return run.status == "finished" and run.first_seen >= LOCKED and (run.started_at or LOCKED) >= LOCKED


def is_fine(criteria: list[Criterion], run: Run, known: Known) -> bool:
    kills = [oracle_met(each, [run], known) for each in criteria if each.kind == "kill"]
    others = [oracle_met(each, [run], known) for each in criteria if each.kind != "kill"]
    return True not in kills and all(others)


def oracle(
    criteria: list[Criterion], runs: list[Run], policy: str, chosen: list[Run], known: Known
) -> tuple[str, str]:
    counted = [run for run in runs if counts_for_the_oracle(run)]
    designated = [run for run in runs if run.designated] if policy == "designated" else []
    met = {
        kind: [oracle_met(each, chosen, known) for each in criteria if each.kind == kind]
        for kind in ("success", "guardrail", "kill")
    }
    enough = len({run.seed for run in counted} - {""}) if policy == "mean_of_seeds" else len(counted)
    measured = [each for each in criteria if each.mode == "metric"]
    pool = [run for run in designated if run in counted] if designated else counted
    fine = sum(is_fine(criteria, run, known) for run in pool)
    answered = any(each.key in known.answers for each in criteria if each.mode == "attested")
    table = {
        "inconclusive no_evidence": not pool and not answered,
        "refuted kill_criterion_met": True in met["kill"],
        "inconclusive insufficient_runs": any(enough < each.min_runs for each in measured),
        "refuted guardrail_failed": False in met["guardrail"],
        "refuted target_missed": False in met["success"],
        "inconclusive target_unknown": None in met["success"] or not met["success"],
        "inconclusive guardrail_unknown": None in met["guardrail"],
        "inconclusive selection_noise": policy == "best" and fine * 2 <= len(pool),
        "supported all_met": True,
    }
    suggested, reason = next(answer for answer, holds in table.items() if holds).split()
    return suggested, reason


def check_choice(answer: Evaluation, runs: list[Run], policy: str) -> None:
    """What each policy may choose, said without saying how."""
    counted = counting_runs(runs, LOCKED)
    by_id = {each.id: each for each in counted}
    chosen = [by_id[name] for name in answer.chosen]
    assert all(a.finish <= b.finish for a, b in pairwise(counted))
    if policy == "mean_of_seeds":
        assert {each.seed for each in chosen} == {each.seed for each in counted} - {""}
        assert len({each.seed for each in chosen}) == len(chosen)
    elif policy == "latest_finished":
        assert chosen == list(counted[-1:])
    else:
        assert len(chosen) <= 1


@settings(max_examples=600, deadline=None)
@given(
    st.lists(CRITERIA, max_size=4),
    st.lists(RUNS, max_size=5),
    st.sampled_from(["designated", "latest_finished", "mean_of_seeds", "best"]),
    BASELINES,
    st.data(),
)
def test_the_oracle_agrees(
    criteria: list[Criterion], runs: list[Run], policy: str, baseline: dict[str, Any] | None, data: st.DataObject
) -> None:
    asked = [each.key for each in criteria if each.mode == "attested"]
    answers = data.draw(st.dictionaries(st.sampled_from(asked), st.booleans())) if asked else {}
    beside: dict[str, Any] = {"locked_at": LOCKED, "baseline_metrics": baseline, "attestations": answers}
    answer = evaluate(criteria, runs, policy, **beside)
    chosen, known = [run for run in runs if run.id in answer.chosen], Known(baseline or {}, answers)
    assert (answer.suggested, answer.reason) == oracle(criteria, runs, policy, chosen, known)
    check_choice(answer, runs, policy)
    assert evaluate(criteria, runs[::-1], policy, **beside) == answer


@settings(max_examples=200, deadline=None)
@given(st.lists(MEASURED, min_size=1, max_size=4), st.lists(RUNS, min_size=1, max_size=5))
def test_best_is_as_good_as_any_run_alone(criteria: list[Criterion], runs: list[Run]) -> None:
    answer = evaluate(criteria, runs, "best", locked_at=LOCKED)
    alone = [evaluate(criteria, [each], "designated", locked_at=LOCKED) for each in counting_runs(runs, LOCKED)]
    if any(each.reason == "all_met" for each in alone):
        assert answer.reason in ("all_met", "selection_noise")
