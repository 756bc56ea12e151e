"""Against a real MLflow server and its own client: `make mlflow`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from boards.models import Card
from hypotheses.models import Round, Run
from integrations.models import TrackedRun, TrackerConnection
from integrations.trackers.adapter import Access, HostBlocked, NoSuchRun, TrackerAuth, TrackerError, Wanted
from integrations.trackers.asked import find, look_for
from integrations.trackers.mlflow import MLflow
from integrations.trackers.sync import sync
from tests.api.caller import caller_for
from tests.integrations.mlflow_server import ADMIN, PASSWORD, Server, serving
from tests.integrations.trackers import connect, tick
from tests.world import World
from timeboxes.actions import expire_due

pytestmark = pytest.mark.mlflow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("mlflow"), "--allowed-hosts", "127.0.0.1:*") as running:
        yield running


@pytest.fixture(autouse=True)
def allowed(settings: Settings) -> None:
    settings.OUTBOUND_NETWORKS = [ip_network("127.0.0.0/8"), ip_network("::1")]
    settings.OUTBOUND_PORTS = range(1, 65_536)


@pytest.fixture
def card(world: World, request: pytest.FixtureRequest) -> Card:
    """A running question on a board of its own, an hour ago: one server knows the runs of all tests."""
    world.at = datetime.now(UTC) - timedelta(hours=1)
    key = f"T{abs(hash(request.node.name)) % 10**8}"
    return world.running(world.board(key), budget="100d")


@pytest.fixture
def connection(world: World, server: Server) -> TrackerConnection:
    return connect(world, server.url)


def now(connection: TrackerConnection) -> TrackerConnection:
    """The worker comes by, now."""
    connection.refresh_from_db()
    sync(connection, datetime.now(UTC))
    connection.refresh_from_db()
    return connection


def tagged(card: Card, **spec: Any) -> dict[str, Any]:
    return {**spec, "tags": {"kanban.card": card.ref, **spec.get("tags", {})}}


def test_it_answers_with_its_version(server: Server) -> None:
    checked = MLflow(Access(server.url)).check()
    assert (checked.version, checked.places >= 1) == ("3.17.2", True)


def test_a_run_of_the_client_becomes_evidence_that_counts(
    server: Server, card: Card, connection: TrackerConnection
) -> None:
    spec = tagged(card, name="bert", params={"seed": "7"}, metrics=[("val.auc", 0.83, 1), ("ece", 0.02, 1)])
    key = server.log({**spec, "dataset": [1, 2]})[0]["id"]
    connection = now(connection)
    run = Run.objects.get()
    assert (connection.state, run.external_id, run.metrics) == ("ok", key, {"val.auc": 0.83, "ece": 0.02})
    assert (run.title, run.seed, run.status) == ("bert", "7", "finished")
    assert run.dataset.startswith("tickets@")
    assert Round.objects.get().suggested == "supported"
    now(connection)
    assert Run.objects.count() == 1


def test_numbers_that_are_none_are_unknown(server: Server, card: Card, connection: TrackerConnection) -> None:
    metrics = [("nan", "nan", 1), ("inf", "inf", 1), ("ninf", "-inf", 1), ("ooo", 0.9, 5), ("ooo", 0.1, 2)]
    metrics += [("ooo", 0.3, 5), ("val/auc roc", 0.7, 0), ("zero", 0.0, 0)]
    key = server.log(tagged(card, metrics=metrics))[0]["id"]
    now(connection)
    assert Run.objects.get().metrics == {
        "nan": "NaN",
        "inf": "Infinity",
        "ninf": "-Infinity",
        "ooo": 0.3,
        "val/auc roc": 0.7,
        "zero": 0.0,
    }
    points = MLflow(Access(server.url)).history(key, "ooo")
    assert [(point.step, point.value) for point in points] == [(2, 0.1), (5, 0.9), (5, 0.3)]


def test_a_bare_nan_in_a_request_is_suspect(server: Server, card: Card, connection: TrackerConnection) -> None:
    tags = [{"key": "kanban.card", "value": card.ref}]
    run = server.call("/runs/create", {"experiment_id": "0", "start_time": 1_000, "tags": tags})["run"]["info"]
    at = int(datetime.now(UTC).timestamp() * 1000)
    server.call("/runs/log-metric", {"run_id": run["run_id"], "key": "b", "value": float("nan"), "timestamp": at})
    server.call("/runs/update", {"run_id": run["run_id"], "status": "FINISHED", "end_time": at})
    now(connection)
    found = Run.objects.get()
    assert (found.metrics, [remark["code"] for remark in found.remarks]) == ({"b": None}, ["suspect"])


def test_the_children_of_a_sweep_are_found(server: Server, card: Card, connection: TrackerConnection) -> None:
    child = {"name": "child", "metrics": [("val.auc", 0.8, 1)]}
    logged = server.log(tagged(card, name="sweep", children=[child, child]))[0]
    now(connection)
    tracked = {each.external_id: each.parent for each in TrackedRun.objects.all()}
    assert tracked == {
        logged["id"]: "",
        **{each["id"]: logged["id"] for each in logged["children"]},
    }


def test_pages_of_experiments_and_runs(server: Server, card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    from integrations.trackers import mlflow

    wanted = {each["id"] for each in server.log(*[tagged(card) for _ in range(5)])}
    monkeypatch.setattr(mlflow, "PAGE", 2)
    monkeypatch.setattr(mlflow, "EXPERIMENTS_A_PAGE", 1)
    monkeypatch.setattr(mlflow, "HISTORY_A_PAGE", 2)
    found: list[str] = []
    tracker, token = MLflow(Access(server.url)), ""
    places = tracker.places()
    for _ in range(3):
        page = tracker.search(Wanted(places, refs=(card.ref,)), token)
        found, token = [*found, *(run.run_id for run in page.runs)], page.token
    assert (len(found), set(found), token) == (5, wanted, "")
    key = server.log(tagged(card, metrics=[("m", n, n) for n in range(5)]))[0]["id"]
    assert [point.step for point in tracker.history(key, "m")] == [0, 1, 2, 3, 4]


def test_the_filters_of_the_sync_are_understood(server: Server, card: Card) -> None:
    key = server.log(tagged(card))[0]["id"]
    tracker = MLflow(Access(server.url))
    places = [*tracker.places(), "999999"]
    board, recent = card.board.key, datetime.now(UTC) - timedelta(minutes=10)
    for part, since, found in (
        ("all", None, {key}),
        ("ended", recent, {key}),
        ("ended", datetime.now(UTC) + timedelta(hours=1), set()),
        ("running", None, set()),
    ):
        page = tracker.search(Wanted(places, board=board, part=part, since=since))  # type: ignore[arg-type]  # one of the three
        assert {run.run_id for run in page.runs} == found, part


def test_a_run_is_attached_by_the_address_its_client_prints(
    server: Server, world: World, card: Card, connection: TrackerConnection
) -> None:
    key = server.log({"metrics": [("val.auc", 0.7, 1)]})[0]["id"]
    experiment = MLflow(Access(server.url)).get_run(key).place
    attach = find(card, f"{server.url}/#/experiments/{experiment}/runs/{key}", datetime.now(UTC))
    assert attach is not None
    run, new = attach(cause=world.by(), card=card)
    assert (new, run.metrics, run.added_by) == (True, {"val.auc": 0.7}, world.ben)


def test_deleted_runs_are_given_but_not_found(server: Server, card: Card, connection: TrackerConnection) -> None:
    key = server.log(tagged(card))[0]["id"]
    server.call("/runs/delete", {"run_id": key})
    tracker = MLflow(Access(server.url))
    assert tracker.get_run(key).is_deleted
    assert tracker.search(Wanted(tracker.places(), refs=(card.ref,))).runs == []
    with pytest.raises(NoSuchRun):
        tracker.get_run("0" * 32)


def test_a_run_that_changes_after_the_gate_drifts(
    server: Server, world: World, card: Card, connection: TrackerConnection
) -> None:
    key = server.log(tagged(card, metrics=[("val.auc", 0.7, 1)]))[0]["id"]
    now(connection)
    world.at = datetime.now(UTC)
    expire_due(world.later(days=200))
    now(connection)
    assert TrackedRun.objects.get().frozen_at is not None
    at = int(datetime.now(UTC).timestamp() * 1000)
    server.call("/runs/log-metric", {"run_id": key, "key": "val.auc", "value": 0.9, "timestamp": at, "step": 2})
    assert look_for(card, datetime.now(UTC)) == (1, 0)
    run = Run.objects.get()
    assert run.metrics == {"val.auc": 0.7}
    assert run.remarks == [{"code": "drift", "text": "The tracker now says val.auc 0.9, which was 0.7."}]


def test_a_tag_put_on_an_old_run_is_found_on_request_and_by_the_daily_pass(
    server: Server, world: World, card: Card, connection: TrackerConnection
) -> None:
    old = server.call("/runs/create", {"experiment_id": "0", "start_time": 1_000})["run"]["info"]["run_id"]
    server.call("/runs/update", {"run_id": old, "status": "FINISHED", "end_time": 2_000})
    now(connection)
    server.call("/runs/set-tag", {"run_id": old, "key": "kanban.card", "value": card.ref})
    now(connection)
    assert not Run.objects.exists()
    TrackerConnection.objects.update(full_at=datetime.now(UTC) - timedelta(hours=25))
    now(connection)
    assert Run.objects.get().external_id == old


def test_histories_over_rest(server: Server, world: World, card: Card, connection: TrackerConnection) -> None:
    server.log(tagged(card, metrics=[("loss", 1 / (n + 1), n) for n in range(20)]))
    now(connection)
    ben = caller_for(world, "ben", "read")
    found = ben.get(f"/cards/{card.ref}/runs/{Run.objects.get().pk}/history?metric=loss").json
    assert (found["total"], found["points"][-1]["step"]) == (20, 19)


def test_the_host_header_trap(server: Server) -> None:
    with pytest.raises(HostBlocked) as refusal:
        MLflow(Access(f"http://localhost:{server.port}")).check()
    assert '--allowed-hosts "localhost:*' in refusal.value.hint


def test_a_static_prefix_moves_everything(tmp_path: Path) -> None:
    with serving(tmp_path, prefix="/ml") as prefixed:
        assert MLflow(Access(prefixed.url)).check().places == 1
        key = prefixed.log({"metrics": [("m", 1, 1)]})[0]["id"]
        tracker = MLflow(Access(prefixed.url))
        assert tracker.parse_url(tracker.get_run(key).url) == key
        with pytest.raises(TrackerError) as refusal:
            MLflow(Access(f"http://127.0.0.1:{prefixed.port}")).places()
        assert "prefix" in refusal.value.hint


def test_basic_auth_wants_its_password(tmp_path: Path, world: World) -> None:
    world.at = datetime.now(UTC) - timedelta(hours=1)
    with serving(tmp_path, auth=True) as guarded:
        with pytest.raises(TrackerAuth):
            MLflow(Access(guarded.url)).places()
        with pytest.raises(TrackerAuth):
            MLflow(Access(guarded.url, auth="basic", username=ADMIN, secret="wrong")).places()
        with pytest.raises(TrackerAuth):
            MLflow(Access(guarded.url, auth="bearer", secret=PASSWORD)).places()
        made = connect(world, guarded.url, auth="basic", username=ADMIN, secret=PASSWORD)
        card = world.running(world.board(), budget="100d")
        guarded.log(tagged(card, metrics=[("val.auc", 0.83, 1)]))
        assert now(made).state == "ok"
        assert Run.objects.get().metrics == {"val.auc": 0.83}


def test_a_server_that_goes_away_and_comes_back(tmp_path: Path, world: World) -> None:
    with serving(tmp_path) as running:
        made = connect(world, running.url)
        world.running(world.board())
        assert tick(world, made).state == "ok"
    gone = tick(world, made)
    assert (gone.state, gone.failures) == ("down", 1)
