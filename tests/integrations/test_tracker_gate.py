"""At the gate a tracked run is read afresh and frozen; what the tracker says later is shown beside it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from boards.models import Card, Event
from hypotheses.actions import record_verdict
from hypotheses.models import Round, Run
from integrations.models import TrackedRun, TrackerConnection
from tests.api.caller import caller_for
from tests.integrations.playing import Playing
from tests.integrations.trackers import connect, tick
from tests.pages import client_of
from tests.world import World
from timeboxes.actions import decide, expire_due
from timeboxes.models import TimeBox

DRIFT = "The tracker now says val.auc 0.6, which was 0.8."


@pytest.fixture
def card(world: World) -> Card:
    return world.running(world.board(), budget="1d")


@pytest.fixture
def connection(world: World, mlflow: Playing) -> TrackerConnection:
    return connect(world, mlflow.url)


@pytest.fixture
def key(world: World, card: Card, connection: TrackerConnection, mlflow: Playing) -> str:
    """A finished run that misses the target, on the card."""
    at = int(world.at.timestamp() * 1000)
    made = mlflow.add(card.ref, {"val.auc": 0.7}, started=at, ended=at + 1)
    tick(world, connection)
    return made


def expire(world: World) -> None:
    expire_due(world.later(days=3))


def codes() -> list[str]:
    return [remark["code"] for remark in Run.objects.get().remarks]


def test_the_worker_reads_afresh_when_the_gate_has_opened(
    world: World, connection: TrackerConnection, mlflow: Playing, key: str
) -> None:
    expire(world)
    mlflow.set(key, **{"val.auc": 0.8})
    tick(world, connection)
    assert Run.objects.get().metrics == {"val.auc": 0.8}
    assert TrackedRun.objects.get().frozen_at == world.at


def test_from_then_on_it_is_frozen_and_drift_is_shown(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing, key: str
) -> None:
    expire(world)
    mlflow.set(key, **{"val.auc": 0.8})
    tick(world, connection)
    mlflow.set(key, **{"val.auc": 0.6})
    tick(world, connection, hours=25)
    run = Run.objects.get()
    assert (run.metrics, run.remarks) == ({"val.auc": 0.8}, [{"code": "drift", "text": DRIFT}])
    assert Event.objects.filter(kind="evidence.changed").latest("seq").data["remarks"] == [DRIFT]
    page = client_of(world.ben).get(f"/c/{card.ref}/").content.decode()
    assert "changed since" in page
    assert DRIFT in page
    mlflow.set(key, **{"val.auc": 0.8})
    tick(world, connection, hours=25)
    assert codes() == []


def test_the_gates_dialog_reads_afresh(world: World, card: Card, mlflow: Playing, key: str) -> None:
    expire(world)
    mlflow.set(key, **{"val.auc": 0.9})
    with time_machine.travel(world.later(minutes=1), tick=False):
        page = client_of(world.petra).get(f"/c/{card.ref}/gate/").content.decode()
    assert "The evidence suggests <b>supported</b>" in page
    assert TrackedRun.objects.get().frozen_at is not None


def test_the_form_of_the_verdict_reads_afresh(world: World, card: Card, mlflow: Playing, key: str) -> None:
    mlflow.set(key, **{"val.auc": 0.9})
    with time_machine.travel(world.later(minutes=1), tick=False):
        page = client_of(world.ben).get(f"/c/{card.ref}/verdict/").content.decode()
    assert "The evidence suggests <b>supported</b>" in page


def test_a_verdict_over_rest_reads_afresh(world: World, card: Card, mlflow: Playing, key: str) -> None:
    mlflow.set(key, **{"val.auc": 0.9})
    with time_machine.travel(world.later(minutes=1), tick=False):
        said = caller_for(world, "ben", "write").post(
            f"/cards/{card.ref}/verdict", {"value": "supported", "learned": "It holds on this data."}
        )
    assert (said.status, said.json["suggested"], said.json["override_reason"]) == (201, "supported", "")


def test_an_unreachable_tracker_is_told_and_the_last_values_stay(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing, key: str
) -> None:
    expire(world)
    mlflow.fault = (500, "text/html", "")
    with time_machine.travel(world.later(minutes=1), tick=False):
        client = client_of(world.petra)
        page = client.get(f"/c/{card.ref}/gate/").content.decode()
        asked = len(mlflow.asked)
        client.get(f"/c/{card.ref}/gate/")
    assert "Our MLflow has not been reachable for 0 minutes" in page
    assert "Its runs are shown as they were read" in page
    assert "The evidence suggests <b>refuted</b>" in page
    assert len(mlflow.asked) == asked  # it rests, and nobody waits for it again
    connection.refresh_from_db()
    assert (connection.state, connection.failures) == ("down", 1)


def test_what_a_concluded_round_rests_on_never_changes(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing, key: str
) -> None:
    record_verdict(cause=world.by(), card=card, value="refuted", learned="Too few tickets.")
    mlflow.set(key, **{"val.auc": 0.9})
    tick(world, connection, hours=25)
    assert Run.objects.get().metrics == {"val.auc": 0.7}
    assert codes() == ["drift"]
    assert Round.objects.get().suggested == "refuted"


def test_a_status_data_or_tag_that_changes_is_drift_too(
    world: World, connection: TrackerConnection, mlflow: Playing, key: str
) -> None:
    expire(world)
    tick(world, connection)
    run = mlflow.runs[key]
    run["info"]["status"] = "FAILED"
    run["data"]["tags"] = [{"key": "kanban.card", "value": "CHURN-9"}]
    run["inputs"] = {"dataset_inputs": [{"dataset": {"name": "other", "digest": "z"}}]}
    mlflow.set(key, ece=0.2)
    tick(world, connection, hours=25)
    assert [remark["text"] for remark in Run.objects.get().remarks] == [
        "The tracker now says ece 0.2, which was not there.",
        "The tracker now calls it failed; it was finished.",
        "The tracker now names other data.",
        "It no longer carries the tag CHURN-1.",
    ]
    assert Run.objects.get().status == "finished"


def test_an_extension_thaws_it(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing, key: str
) -> None:
    expire(world)
    tick(world, connection)
    box = TimeBox.objects.get()
    decide(
        cause=world.by("petra"),
        box=box,
        outcome="extend",
        rationale="Another seed",
        extend_minutes=120,
        forecast=0.5,
        expects="whether it holds",
    )
    mlflow.set(key, **{"val.auc": 0.75})
    tick(world, connection, hours=25)
    assert (Run.objects.get().metrics, TrackedRun.objects.get().frozen_at) == ({"val.auc": 0.75}, None)


# Attaching by address ----------------------------------------------------------------------------------------


def test_a_pasted_address_is_read_from_the_tracker(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    key = mlflow.add(metrics={"val.auc": 0.83}, name="from the tracker")
    url = f"{mlflow.url}/#/experiments/1/runs/{key}"
    answer = client_of(world.ben).post(f"/c/{card.ref}/evidence/", {"what": url, "title": ""})
    run = Run.objects.get()
    assert answer.status_code == 302
    assert (run.source, run.external_id, run.metrics) == ("mlflow", key, {"val.auc": 0.83})
    assert (run.title, run.added_by, run.url) == ("from the tracker", world.ben, url)
    client_of(world.ben).post(f"/c/{card.ref}/evidence/", {"what": key, "title": "Mine"})
    assert (Run.objects.get().title, TrackedRun.objects.count()) == ("Mine", 1)


def test_with_metrics_beside_it_what_was_typed_stands(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    """So a result can be noted while the tracker is away."""
    mlflow.fault = (500, "text/html", "")
    url = f"{mlflow.url}/#/experiments/1/runs/{'a' * 32}"
    client_of(world.ben).post(f"/c/{card.ref}/evidence/", {"what": f"{url} val.auc=.8"})
    assert (Run.objects.get().source, Run.objects.get().metrics) == ("web", {"val.auc": 0.8})


def test_a_link_of_nobody_is_a_link(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    client_of(world.ben).post(f"/c/{card.ref}/evidence/", {"what": "https://example.org/report"})
    assert (Run.objects.get().kind, mlflow.asked) == ("link", [])


@pytest.mark.parametrize("trouble", ["missing", "deleted", "down"])
def test_an_address_that_cannot_be_read_is_not_attached(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing, trouble: str
) -> None:
    key = mlflow.add()
    words = {"missing": "has no such run", "deleted": "was deleted", "down": "answers with 500"}[trouble]
    if trouble == "missing":
        del mlflow.runs[key]
    elif trouble == "deleted":
        mlflow.runs[key]["info"]["lifecycle_stage"] = "deleted"
    else:
        mlflow.fault = (500, "text/html", "")
    url = f"{mlflow.url}/#/experiments/1/runs/{key}"
    answer = client_of(world.ben).post(f"/c/{card.ref}/evidence/", {"what": url})
    assert (answer.status_code, Run.objects.count()) == (422, 0)
    assert words in answer.content.decode()
    refused = caller_for(world, "ben", "write").post(f"/cards/{card.ref}/runs", {"url": url})
    assert (refused.status, refused.code) == (422, "run_not_read")


def test_a_client_attaches_by_address(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    ben, key = caller_for(world, "ben", "write"), mlflow.add(metrics={"val.auc": 0.83})
    body = {"url": f"{mlflow.url}/#/experiments/1/runs/{key}"}
    first = ben.post(f"/cards/{card.ref}/runs", body, Idempotency_Key="k1")
    again = ben.post(f"/cards/{card.ref}/runs", body, Idempotency_Key="k1")
    other = ben.post(f"/cards/{card.ref}/runs", body)
    assert (first.status, first.json["metrics"], first.json["source"]) == (201, {"val.auc": 0.83}, "mlflow")
    assert (again.headers.get("Idempotent-Replay"), other.status) == ("true", 200)


def test_who_may_not_write_makes_no_call(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    url = f"{mlflow.url}/#/experiments/1/runs/{mlflow.add()}"
    assert client_of(world.vera).post(f"/c/{card.ref}/evidence/", {"what": url}).status_code == 403
    assert caller_for(world, "vera", "write").post(f"/cards/{card.ref}/runs", {"url": url}).status == 403
    assert client_of(world.vera).post(f"/c/{card.ref}/runs/search/").status_code == 403
    assert mlflow.asked == []


# Looking for runs, histories ---------------------------------------------------------------------------------


def test_looking_for_runs_finds_them_of_any_age(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    parent = mlflow.add(card.ref, started=1_000, ended=2_000)
    mlflow.add(metrics={"ece": 0.1}, tags={"mlflow.parentRunId": parent})
    ben = caller_for(world, "ben", "write")
    assert ben.post(f"/cards/{card.ref}/runs/search").json == {"found": 2, "new": 2}
    assert ben.post(f"/cards/{card.ref}/runs/search").json == {"found": 2, "new": 0}
    assert all(body["experiment_ids"] for body in mlflow.searches())


def test_the_button_looks_too(world: World, card: Card, connection: TrackerConnection, mlflow: Playing) -> None:
    client = client_of(world.ben)
    assert "Look for runs" in client.get(f"/c/{card.ref}/").content.decode()
    page = client.post(f"/c/{card.ref}/runs/search/", follow=True).content.decode()
    assert f"No run carries the tag kanban.card = {card.ref}" in page
    mlflow.add(card.ref, {"ece": 0.1})
    assert (
        "1 run in the trackers, 1 new" in client.post(f"/c/{card.ref}/runs/search/", follow=True).content.decode()
    )


def test_without_a_tracker_there_is_no_button(world: World, card: Card) -> None:
    assert "Look for runs" not in client_of(world.ben).get(f"/c/{card.ref}/").content.decode()


def test_a_long_history_is_thinned_and_keeps_its_ends(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    ben, key = caller_for(world, "ben", "write"), mlflow.add(card.ref, {"loss": 0.1})
    rows = [{"key": "loss", "value": n, "timestamp": n + 1, "step": n} for n in range(63_000)]
    mlflow.history[key, "loss"], mlflow.page = rows, 25_000
    ben.post(f"/cards/{card.ref}/runs/search")
    path = f"/cards/{card.ref}/runs/{Run.objects.get().pk}/history"
    found = ben.get(f"{path}?metric=loss").json
    assert (found["total"], len(found["points"]) <= 500) == (63_000, True)
    assert (found["points"][0]["step"], found["points"][-1]["step"]) == (0, 62_999)
    assert ben.get(f"{path}?metric=nope").json == {"metric": "nope", "total": 0, "points": []}


def test_nothing_waits_inside_a_transaction(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tracker that hangs must not hold the board's lock, nor on SQLite everybody's."""
    from django.db import connection as database

    from accounts.outbound import fetch

    depths: list[int] = []

    def watched(*args: object, **kwargs: object) -> object:
        depths.append(len(database.savepoint_ids))
        return fetch(*args, **kwargs)  # type: ignore[arg-type]  # handed on

    outside = len(database.savepoint_ids)
    monkeypatch.setattr("integrations.trackers.wire.fetch", watched)
    ben, key = caller_for(world, "ben", "write"), mlflow.add(card.ref, {"val.auc": 0.9})
    ben.post(f"/cards/{card.ref}/runs", {"url": f"{mlflow.url}/#/experiments/1/runs/{key}"}, Idempotency_Key="k")
    ben.post(f"/cards/{card.ref}/runs/search", Idempotency_Key="s")
    world.at = datetime.fromtimestamp(world.at.timestamp(), world.at.tzinfo) + timedelta(hours=1)
    tick(world, connection)
    ben.post(
        f"/cards/{card.ref}/verdict", {"value": "not_tested", "learned": "Nothing of use."}, Idempotency_Key="v"
    )
    assert set(depths) == {outside}
