"""MLflow through the adapter: every trap of its answers, from a server of recorded shapes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from hypotheses.evaluation import Result
from integrations.trackers.adapter import (
    Access,
    HostBlocked,
    NoSuchRun,
    TrackerAuth,
    TrackerDown,
    TrackerError,
    Wanted,
    fitting,
    number,
    refs_in,
)
from integrations.trackers.mlflow import MLflow
from integrations.trackers.mlflow_runs import metrics_of, seen
from tests.integrations.playing import HOST_BLOCKED, Playing

RUN = "8d8542e797a54de89fb629884b01dad9"


@pytest.fixture
def tracker(mlflow: Playing) -> MLflow:
    return MLflow(Access(mlflow.url))


def asked_for(key: str = "", *refs: str, **more: object) -> Wanted:
    return Wanted(["1"], board=key, refs=refs, **more)  # type: ignore[arg-type]  # as the fields are


def test_a_run_is_read_with_what_the_evidence_needs(mlflow: Playing, tracker: MLflow) -> None:
    inputs = {
        "dataset_inputs": [
            {"tags": [{"key": "mlflow.data.context", "value": "train"}], "dataset": {"name": "a", "digest": "1"}},
            {"tags": [{"key": "mlflow.data.context", "value": "eval"}], "dataset": {"name": "b", "digest": "2"}},
        ]
    }
    key = mlflow.add(
        "CHURN-12",
        {"precision": 0.956},
        params={"lr": "5e-5", "seed": "7"},
        tags={"mlflow.source.git.commit": "9f1c2ab"},
        inputs=inputs,
    )
    found = tracker.get_run(key)
    assert (found.status, found.metrics, found.git, found.seed) == (
        "finished",
        {"precision": 0.956},
        "9f1c2ab",
        "7",
    )
    assert (found.dataset, found.refs, found.title) == ("b@2", ("CHURN-12",), "distilbert")
    assert found.url == f"{mlflow.url}/#/experiments/1/runs/{key}"
    assert found.started_at == datetime.fromtimestamp(1_795_314_864.343, UTC)


def test_a_run_without_metrics_tags_or_params_has_no_such_keys(mlflow: Playing, tracker: MLflow) -> None:
    found = tracker.get_run(mlflow.add(status="FAILED"))
    assert (found.status, found.metrics, found.refs, found.params) == ("failed", {}, (), {})


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("NaN", "NaN"),
        (1.7976931348623157e308, "Infinity"),
        (-1.7976931348623157e308, "-Infinity"),
        (float("inf"), "Infinity"),
        ("0.5", 0.5),
        (3, 3.0),
        (True, None),
        (None, None),
        ([1], None),
        ("abc", "abc"),
    ],
)
def test_what_is_no_finite_number_is_named_and_never_a_number(value: object, known: object) -> None:
    assert number(value) == known


@pytest.mark.parametrize("op", [">=", "<="])
@pytest.mark.parametrize("value", ["NaN", 1.7976931348623157e308, -1.7976931348623157e308])
def test_such_a_metric_neither_passes_nor_fails(mlflow: Playing, tracker: MLflow, value: object, op: str) -> None:
    from hypotheses.criteria import Criterion, judge

    metrics = tracker.get_run(mlflow.add(metrics={"auc": value})).metrics
    assert judge(Criterion("auc", metric="auc", op=op, target=0.5), [metrics], None).result == Result.UNKNOWN


def test_a_zero_without_step_and_time_is_suspect(mlflow: Playing, tracker: MLflow) -> None:
    """What a bare NaN in a request becomes; a zero at step 0 with a time is a zero."""
    entries = {
        "bare": {"key": "bare", "value": 0.0, "timestamp": 0, "step": 0},
        "real": {"key": "real", "value": 0.0, "timestamp": 1_795_314_864_404, "step": 0},
    }
    found = tracker.get_run(mlflow.add(metrics=entries))
    assert found.metrics == {"bare": None, "real": 0.0}
    assert found.suspects == ("bare",)


def test_the_latest_value_is_taken_and_not_the_best() -> None:
    entries = [
        {"key": "ooo", "value": 0.9, "timestamp": 1, "step": 5},
        {"key": "ooo", "value": 0.1, "timestamp": 2, "step": 2},
        {"key": "ooo", "value": 0.3, "timestamp": 3, "step": 5},
    ]
    assert metrics_of(entries) == ({"ooo": 0.3}, ())


def test_a_status_we_do_not_know_has_not_finished() -> None:
    assert seen({"info": {"run_id": RUN, "status": "SCHEDULED"}}, "https://m").status == "running"


def test_a_time_no_calendar_has_is_none() -> None:
    assert seen({"info": {"run_id": RUN, "start_time": 10**20, "end_time": "x"}}, "https://m").started_at is None


def test_a_deleted_run_is_still_given_and_says_so(mlflow: Playing, tracker: MLflow) -> None:
    key = mlflow.add("CHURN-1")
    mlflow.runs[key]["info"]["lifecycle_stage"] = "deleted"
    assert tracker.get_run(key).is_deleted
    assert tracker.search(asked_for("CHURN")).runs == []


def test_a_search_always_names_the_experiments(mlflow: Playing, tracker: MLflow) -> None:
    """Without them MLflow answers nothing at all, silently."""
    mlflow.add("CHURN-1")
    assert len(tracker.search(asked_for("CHURN")).runs) == 1
    assert all(body["experiment_ids"] for body in mlflow.searches())
    with pytest.raises(TrackerError, match="No experiment"):
        tracker.search(Wanted([], board="CHURN"))


def test_no_experiment_at_all_is_an_error(mlflow: Playing, tracker: MLflow) -> None:
    mlflow.experiments = {}
    with pytest.raises(TrackerError, match="No experiment"):
        tracker.places()


def test_experiments_are_read_page_by_page_and_by_name(mlflow: Playing, tracker: MLflow) -> None:
    mlflow.experiments = {str(number): f"e{number}" for number in range(25)}
    mlflow.page = 10
    assert tracker.places() == [str(number) for number in range(25)]
    assert MLflow(Access(mlflow.url, wanted=("e3", "e24"))).places() == ["3", "24"]


def test_one_card_is_not_its_namesake(mlflow: Playing, tracker: MLflow) -> None:
    mlflow.add("CHURN-30")
    third = mlflow.add("CHURN-3")
    assert [run.run_id for run in tracker.search(asked_for("", "CHURN-3")).runs] == [third]


def test_the_parts_of_a_search(mlflow: Playing, tracker: MLflow) -> None:
    old, late = mlflow.add("CHURN-1", ended=1_000), mlflow.add("CHURN-2", ended=9_000)
    live = mlflow.add("CHURN-3", status="RUNNING")
    since = datetime.fromtimestamp(5, UTC)
    found = {
        part: {run.run_id for run in tracker.search(asked_for("CHURN", part=part, since=since)).runs}
        for part in ("all", "ended", "running")
    }
    assert found == {"all": {old, late, live}, "ended": {late}, "running": {live}}


def test_pages_follow_their_token(mlflow: Playing, tracker: MLflow) -> None:
    wanted = {mlflow.add("CHURN-1", started=number) for number in range(7)}
    mlflow.page, token, found = 3, "", set()
    for _ in range(3):
        page = tracker.search(asked_for("CHURN"), token)
        found |= {run.run_id for run in page.runs}
        token = page.token
    assert (found, token) == (wanted, "")


@pytest.mark.parametrize("key", ["CH'URN", "churn", "CHURN%", "C`HURN", 'C"', "CHURN' or 1=1"])
def test_nothing_odd_comes_into_a_filter(mlflow: Playing, tracker: MLflow, key: str) -> None:
    with pytest.raises(NoSuchRun):
        tracker.search(asked_for(key))
    with pytest.raises(NoSuchRun):
        tracker.children(key, ["1"])
    assert mlflow.asked == []


def test_the_children_of_a_sweep_are_found_by_their_parent(mlflow: Playing, tracker: MLflow) -> None:
    parent = mlflow.add("CHURN-1")
    child = mlflow.add(metrics={"auc": 0.8}, tags={"mlflow.parentRunId": parent})
    assert [(run.run_id, run.refs) for run in tracker.children(parent, ["1"]).runs] == [(child, ())]


def test_a_history_is_put_in_order_over_its_pages(mlflow: Playing, tracker: MLflow) -> None:
    rows = [
        {"key": "auc", "value": n / 10, "timestamp": 5 + n, "step": step} for n, step in enumerate((5, 2, 5, 9))
    ]
    rows.append({"key": "auc", "value": "NaN", "timestamp": 20, "step": 10})
    key, mlflow.page = mlflow.add(), 2
    mlflow.history[key, "auc"] = rows
    points = tracker.history(key, "auc")
    assert [(point.step, point.value) for point in points] == [(2, 0.1), (5, 0.0), (5, 0.2), (9, 0.3), (10, "NaN")]
    assert tracker.history(key, "nope") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{url}/#/experiments/1/runs/{run}", True),
        ("{url}/#/experiments/1/runs/{run}/model-metrics", True),
        ("  {run} ", True),
        ("https://ml.example.org/ml/#/experiments/1/runs/{run}", True),
        ("https://ML.example.org/ml/#/experiments/1/runs/{run}", True),
        ("https://other.example.org/#/experiments/1/runs/{run}", False),
        ("{url}/#/experiments/1", False),
        ("{url}/#/experiments/1/runs/123", False),
        ("http://[/#/experiments/1/runs/{run}", False),
        ("val.auc=.83", False),
    ],
)
def test_a_pasted_address_names_its_run(mlflow: Playing, text: str, found: bool) -> None:
    tracker = MLflow(Access(mlflow.url, public_url="https://ml.example.org/ml"))
    assert tracker.parse_url(text.format(url=mlflow.url, run=RUN)) == (RUN if found else "")


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ((401, "text/html", "You are not authenticated."), TrackerAuth, "user name"),
        ((403, "text/plain", HOST_BLOCKED), HostBlocked, '--allowed-hosts "127.0.0.1:\\*'),
        ((403, "text/plain", "Permission denied"), TrackerAuth, "READ"),
        ((403, "text/plain", "Cross-origin request blocked"), TrackerAuth, ""),
        ((500, "text/html", "<h1>Internal Server Error</h1>"), TrackerDown, "later"),
        ((429, "text/plain", ""), TrackerDown, ""),
        ((404, "text/html", "<title>404</title>"), TrackerError, "prefix"),
        ((302, "text/html", ""), TrackerError, "address it leads to"),
        ((200, "text/html", "<!doctype html>a login page"), TrackerError, "Check the address"),
        ((200, "application/json", "[1]"), TrackerError, ""),
        (
            (400, "application/json", '{"error_code":"INVALID_PARAMETER_VALUE","message":"secret inside"}'),
            TrackerError,
            "",
        ),
    ],
)
def test_each_refusal_says_what_helps(
    mlflow: Playing, tracker: MLflow, fault: tuple[int, str, str], kind: type[TrackerError], words: str
) -> None:
    mlflow.fault = fault
    with pytest.raises(kind) as refusal:
        tracker.get_run(RUN)
    assert type(refusal.value) is kind
    assert words.replace("\\", "") in refusal.value.hint
    assert "secret" not in refusal.value.sentence + refusal.value.hint


def test_a_run_that_is_not_there(tracker: MLflow) -> None:
    with pytest.raises(NoSuchRun):
        tracker.get_run(RUN)


def test_an_address_inside_is_not_asked(mlflow: Playing, settings: Settings) -> None:
    settings.OUTBOUND_NETWORKS = []
    with pytest.raises(TrackerDown) as refusal:
        MLflow(Access(mlflow.url)).check()
    assert "PROOFLANE_OUTBOUND_NETWORKS" in refusal.value.hint
    assert mlflow.asked == []


def test_the_secret_goes_into_the_header_and_nowhere_else(mlflow: Playing) -> None:
    mlflow.password = "hush"
    access = Access(mlflow.url, auth="basic", username="reader", secret="hush", workspace="blue")
    assert MLflow(access).check().sentence == "MLflow 3.17.2 answers; 2 experiments can be read."
    assert "hush" not in repr(access)
    assert {headers.get("X-MLFLOW-WORKSPACE") for headers in mlflow.headers if "Content-Type" in headers} == {
        "blue"
    }
    assert all("Origin" not in headers for headers in mlflow.headers)
    with pytest.raises(TrackerAuth):
        MLflow(Access(mlflow.url, auth="bearer", secret="hush")).check()
    assert mlflow.headers[-1]["Authorization"] == "Bearer hush"


def test_of_too_many_metrics_those_of_the_criteria_stay() -> None:
    metrics: dict[str, float | str | None] = {f"m{number:05}": 1.0 for number in range(1_200)}
    kept = fitting({**metrics, "zz": 2.0, "": 1.0, "x" * 300: 1.0}, ["zz"])
    assert (len(kept), kept["zz"]) == (1_000, 2.0)


def test_a_tag_may_name_several_cards_in_any_case() -> None:
    assert refs_in(" churn-12, CHURN-7;CHURN-12 ") == ("CHURN-12", "CHURN-7")
    assert refs_in("next quarter") == ()
