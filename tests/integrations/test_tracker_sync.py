"""Following a tracker: runs come by their tag, once, whatever happens in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Person
from boards.actions import trash_card
from boards.models import Card, Event
from hypotheses.models import Round, Run
from integrations import tasks
from integrations.actions import take_turn
from integrations.models import TrackedRun, TrackerConnection
from integrations.trackers import sync as syncing
from tests.integrations.playing import Playing
from tests.integrations.trackers import connect, tick
from tests.world import MONDAY, World, kinds


@pytest.fixture
def card(world: World) -> Card:
    return world.running(world.board())


@pytest.fixture
def connection(world: World, mlflow: Playing) -> TrackerConnection:
    return connect(world, mlflow.url)


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def finished(world: World, mlflow: Playing, ref: str, **metrics: float) -> str:
    """A run that begins and ends now."""
    return mlflow.add(ref, dict(metrics), started=ms(world.at), ended=ms(world.at) + 1)


def test_a_tagged_run_becomes_evidence_that_counts(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    finished(world, mlflow, card.ref, **{"val.auc": 0.83})
    connection = tick(world, connection)
    run = Run.objects.get()
    assert (run.source, run.metrics, run.status, run.added_by) == ("mlflow", {"val.auc": 0.83}, "finished", None)
    assert Round.objects.get().suggested == "supported"
    event = Event.objects.get(kind="evidence.added")
    assert (event.actor_name, event.origin, event.data["counts"]) == ("MLflow", "tracker", True)
    assert (connection.state, connection.synced_until) == ("ok", world.at)
    assert "gate.opened" in kinds(card.board)  # every criterion is met


def test_a_second_tick_brings_nothing_twice(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    finished(world, mlflow, card.ref, ece=0.1)
    tick(world, connection)
    seq = Event.objects.count()
    for _ in range(3):
        tick(world, connection)
    assert (Event.objects.count(), Run.objects.count(), TrackedRun.objects.count()) == (seq, 1, 1)


def test_a_run_that_was_pushed_before_is_the_same_run(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    from hypotheses.actions import add_run

    key = finished(world, mlflow, card.ref, ece=0.1)
    add_run(cause=world.by(), card=card, source="mlflow", external_id=key, metrics={"ece": 0.2}, title="Mine")
    tick(world, connection)
    run = Run.objects.get()
    assert (run.metrics, run.title, run.added_by) == ({"ece": 0.1}, "Mine", world.ben)


def test_a_running_run_is_preliminary_and_then_finishes(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    tick(world, connection)
    key = mlflow.add(card.ref, {"val.auc": 0.5}, status="RUNNING", started=ms(world.at))
    tick(world, connection)
    assert Run.objects.get().status == "running"
    mlflow.runs[key]["info"] |= {"status": "FINISHED", "end_time": ms(world.at)}
    mlflow.set(key, **{"val.auc": 0.7})
    tick(world, connection)
    assert (Run.objects.get().status, Run.objects.get().metrics) == ("finished", {"val.auc": 0.7})


def test_the_windowed_search_asks_only_for_what_is_new(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    until = tick(world, connection).synced_until or MONDAY
    mlflow.asked.clear()
    tick(world, connection)
    filters = [body["filter"] for body in mlflow.searches()]
    since = ms(until - timedelta(minutes=10))
    assert filters == [
        "tags.`kanban.card` LIKE 'CHURN-%' and attributes.status = 'RUNNING'",
        f"tags.`kanban.card` LIKE 'CHURN-%' and attributes.end_time > {since}",
    ]


def test_a_tag_on_an_old_run_is_found_by_the_daily_pass(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    tick(world, connection)
    mlflow.add(card.ref, {"ece": 0.1}, started=1_000, ended=2_000)
    tick(world, connection)
    assert not Run.objects.exists()
    tick(world, connection, hours=25)
    run = Run.objects.get()
    assert run.started_at == datetime.fromtimestamp(1, UTC)
    assert Event.objects.get(kind="evidence.added").data["counts"] is False


def test_many_pages_are_read_over_several_ticks_and_survive_a_restart(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncing, "MOST_CHILDREN", 0)
    for _ in range(25):
        finished(world, mlflow, card.ref, ece=0.1)
    mlflow.page = 3
    seen = []
    for _ in range(4):
        connection = tick(world, TrackerConnection.objects.get())
        seen.append((Run.objects.count(), connection.synced_until is not None))
    assert seen == [(12, False), (24, False), (25, True), (25, True)]


def test_a_run_that_comes_while_pages_are_read_is_not_missed(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window moves to the beginning of the pass, not to its end."""
    monkeypatch.setattr(syncing, "MOST_CHILDREN", 0)
    for _ in range(13):
        finished(world, mlflow, card.ref, ece=0.1)
    mlflow.page = 3
    tick(world, connection)
    late = finished(world, mlflow, card.ref, ece=0.2)
    for _ in range(4):
        tick(world, connection, minutes=30)
    assert Run.objects.filter(external_id=late).exists()


def test_the_children_of_a_sweep_come_with_their_parent(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    parent = mlflow.add(card.ref, status="RUNNING", started=ms(world.at))
    child = mlflow.add(
        metrics={"ece": 0.1}, tags={"mlflow.parentRunId": parent}, started=ms(world.at), ended=ms(world.at) + 1
    )
    tick(world, connection)
    run = Run.objects.get(external_id=child)
    assert TrackedRun.objects.get(run=run).parent == parent
    assert [remark["code"] for remark in run.remarks] == ["via_parent"]
    later = mlflow.add(metrics={"ece": 0.2}, tags={"mlflow.parentRunId": parent}, ended=ms(world.at))
    tick(world, connection)
    assert Run.objects.filter(external_id=later).exists()


def test_a_name_of_no_card_is_shown_and_stops_nothing(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    task = world.card(card.board, "A task")
    for ref in ("CHURN-99", task.ref, card.ref, "OTHER-1"):
        finished(world, mlflow, ref, ece=0.1)
    connection = tick(world, connection)
    assert [run.card for run in Run.objects.all()] == [card]
    assert connection.strays == sorted(["CHURN-99", task.ref])


def test_a_run_may_name_two_cards(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    other = world.hypothesis(card.board, "Another question")
    finished(world, mlflow, f"{card.ref}, {other.ref}", ece=0.1)
    tick(world, connection)
    assert {run.card for run in Run.objects.all()} == {card, other}


def test_another_teams_cards_are_not_its_business(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    from boards.actions import create_board, create_card

    dans = create_board(
        cause=world.by("dan"), team=world.dan.memberships.get().team, key="DANS", name="D", preset="ml"
    )
    theirs = create_card(cause=world.by("dan"), board=dans, title="Theirs", kind="hypothesis")
    finished(world, mlflow, theirs.ref, ece=0.1)
    tick(world, connection)
    assert not Run.objects.exists()


def test_cards_in_the_trash_get_nothing(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    tick(world, connection)
    trash_card(cause=world.by(), card=card)
    finished(world, mlflow, card.ref, ece=0.1)
    connection = tick(world, connection)
    assert (Run.objects.count(), connection.state) == (0, "ok")


def test_failures_are_counted_and_pauses_grow(
    world: World, connection: TrackerConnection, mlflow: Playing
) -> None:
    mlflow.fault = (500, "text/html", "<h1>Internal Server Error</h1>")
    world.running(world.board())
    pauses = []
    for _ in range(7):
        connection = tick(world, connection)
        pauses.append(((connection.next_try_at or world.at) - world.at).total_seconds() / 60)
    assert pauses == [2, 4, 8, 16, 32, 60, 60]
    assert (connection.state, connection.failures, connection.failing_since) == (
        "down",
        7,
        MONDAY + timedelta(minutes=2),
    )
    mlflow.fault = None
    connection = tick(world, connection)
    assert (connection.state, connection.failures, connection.failing_since) == ("ok", 0, None)


def test_the_worker_leaves_a_resting_tracker_alone(world: World, connection: TrackerConnection) -> None:
    at = world.at
    TrackerConnection.objects.update(next_try_at=at + timedelta(minutes=4))
    assert not TrackerConnection.objects.due_by(at).exists()
    assert TrackerConnection.objects.due_by(at + timedelta(minutes=4)).exists()


def test_one_reader_at_a_time(world: World, card: Card, connection: TrackerConnection, mlflow: Playing) -> None:
    assert take_turn(connection=connection, at=world.at)
    assert not take_turn(connection=connection, at=world.at)
    tick(world, connection, seconds=30)
    assert mlflow.asked == []
    tick(world, connection, seconds=31)  # whoever held it is dead
    assert mlflow.asked != []


def test_the_task_reads_who_is_due(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    finished(world, mlflow, card.ref, ece=0.1)
    tasks.sync_tracker(connection.pk)
    tasks.sync_tracker(connection.pk + 1)
    assert Run.objects.count() == 1


def test_beat_asks_for_every_tracker(
    world: World, connection: TrackerConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, ...]] = []
    monkeypatch.setattr(tasks.sync_tracker, "apply_async", lambda args, **_: asked.append(args))
    tasks.sync_trackers()
    assert asked == [(connection.pk,)]


def test_a_run_that_was_deleted_says_so_the_next_day(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    deleted, gone = finished(world, mlflow, card.ref, ece=0.1), finished(world, mlflow, card.ref, ece=0.2)
    tick(world, connection)
    mlflow.runs[deleted]["info"]["lifecycle_stage"] = "deleted"
    del mlflow.runs[gone]
    tick(world, connection, hours=25)
    codes = {run.external_id: [remark["code"] for remark in run.remarks] for run in Run.objects.all()}
    assert codes == {deleted: ["deleted"], gone: ["deleted"]}
    seq = Event.objects.count()
    tick(world, connection, hours=25)
    assert Event.objects.count() == seq


def test_other_data_than_the_baseline_is_remarked(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    def on(digest: str) -> dict[str, object]:
        return {"dataset_inputs": [{"dataset": {"name": "tickets", "digest": digest}}]} if digest else {}

    base = mlflow.add(card.ref, {"ece": 0.3}, inputs=on("a"))
    tick(world, connection)
    Round.objects.update(baseline_run=base)
    remarked: dict[str, list[str]] = {"a": [], "b": ["other_dataset"], "": ["no_dataset"]}
    wanted = {
        mlflow.add(card.ref, {"ece": 0.1}, inputs=on(digest), ended=ms(world.at)): codes
        for digest, codes in remarked.items()
    }
    tick(world, connection)
    found = {
        run.external_id: [remark["code"] for remark in run.remarks]
        for run in Run.objects.exclude(external_id=base)
    }
    assert found == wanted


def test_a_hundred_runs_are_one_change_of_the_card(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    for _ in range(100):
        finished(world, mlflow, card.ref, ece=0.1)
    card.refresh_from_db()
    before = card.version
    tick(world, connection)
    card.refresh_from_db()
    assert (Run.objects.count(), card.face["runs"], card.version) == (100, 100, before + 1)


def test_the_person_behind_it_is_nobody(
    world: World, card: Card, connection: TrackerConnection, mlflow: Playing
) -> None:
    finished(world, mlflow, card.ref, ece=0.1)
    tick(world, connection)
    assert Event.objects.get(kind="evidence.added").actor is None
    assert not Person.objects.filter(username="MLflow").exists()
