"""Connecting a tracker: by admins, with a secret that nobody sees again, and a test that says what helps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.errors import Conflict, Forbidden, Invalid
from accounts.models import AuditRecord
from accounts.sealing import unseal
from boards.models import Event
from hypotheses.models import Run
from integrations.actions import change_tracker, remove_tracker
from integrations.models import TrackedRun, TrackerConnection
from integrations.trackers.kinds import access_of
from tests.api.caller import caller_for
from tests.integrations.playing import HOST_BLOCKED, Playing
from tests.integrations.trackers import SOMEWHERE, connect, tick, tracked
from tests.pages import client_of
from tests.world import World

BASIC = {"auth": "basic", "username": "reader", "secret": "hush-hush"}
FORM = {"kind": "mlflow", "name": "Ours", "auth": "basic", "username": "reader", "secret": "hush-hush"}


def test_a_secret_is_sealed_and_told_nowhere(
    world: World, caplog: pytest.LogCaptureFixture, tmp_path: Any
) -> None:
    made = connect(world, **BASIC)
    changed = change_tracker(actor=world.ada, connection=made, at=world.at, name="Theirs")
    assert unseal(changed.sealed_secret) == access_of(changed).secret == "hush-hush"
    call_command("dumpdata", output=str(tmp_path / "all.json"))
    told = [record.__dict__ for record in caplog.records]
    audit = list(AuditRecord.objects.order_by("pk").values_list("kind", "data"))
    assert "hush-hush" not in (tmp_path / "all.json").read_text() + str(told) + str(audit)
    assert [kind for kind, _ in audit if kind.startswith("tracker.")] == ["tracker.added", "tracker.changed"]


@pytest.mark.parametrize("who", ["ben", "petra", "vera"])
def test_only_admins_connect(world: World, who: str) -> None:
    made = connect(world)
    with pytest.raises(Forbidden):
        change_tracker(actor=world.cast[who], connection=made, at=world.at, name="x")
    with pytest.raises(Forbidden):
        remove_tracker(actor=world.cast[who], connection=made, at=world.at)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"base_url": ""}, "base_url"),
        ({"base_url": "ftp://m"}, "base_url"),
        ({"base_url": "http://u:p@m"}, "base_url"),
        ({"base_url": "http://m:6379"}, "base_url"),
        ({"base_url": "http://m/?x=1"}, "base_url"),
        ({"public_url": "javascript:alert(1)"}, "public_url"),
        ({"auth": "basic", "secret": "x"}, "username"),
        ({"auth": "basic", "username": "a:b", "secret": "x"}, "username"),
        ({"auth": "bearer"}, "secret"),
        ({"auth": "digest"}, "auth"),
        ({"kind": "neptune"}, "kind"),
        ({"kind": "wandb", "secret": "x"}, "workspace"),
        ({"workspace": "a\r\nX-Evil: 1"}, "workspace"),
        ({"secret": "a\nb", "auth": "bearer"}, "secret"),
        ({"experiments": ["x"] * 101}, "experiments"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_makes_no_connection_is_refused(world: World, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        connect(world, **given)
    assert [error.field for error in refusal.value.errors] == [field]


def test_two_of_one_name_are_refused(world: World) -> None:
    connect(world)
    with pytest.raises(Conflict):
        connect(world)


def test_a_secret_does_not_go_to_another_address(world: World) -> None:
    made = connect(world, **BASIC)
    with pytest.raises(Invalid, match="enter the password or token again"):
        change_tracker(actor=world.ada, connection=made, at=world.at, base_url="https://evil.example.org")
    moved = change_tracker(
        actor=world.ada, connection=made, at=world.at, base_url="https://new.example.org", secret="another"
    )
    assert unseal(moved.sealed_secret) == "another"


def test_another_address_is_read_from_its_beginning(world: World, mlflow: Playing) -> None:
    made = tick(world, connect(world, mlflow.url))
    assert made.synced_until is not None
    changed = change_tracker(actor=world.ada, connection=made, at=world.at, experiments=["churn"])
    assert (changed.synced_until, changed.state, changed.cursor) == (None, "new", {})


def test_without_a_way_to_sign_in_no_secret_is_kept(world: World) -> None:
    made = connect(world, **BASIC)
    changed = change_tracker(actor=world.ada, connection=made, at=world.at, auth="none")
    assert (changed.sealed_secret, changed.username) == ("", "")


def test_removing_it_leaves_the_runs_on_their_cards(world: World) -> None:
    made = connect(world)
    tracked(world, made, world.running(world.board()))
    remove_tracker(actor=world.ada, connection=made, at=world.at)
    assert (Run.objects.count(), TrackedRun.objects.count(), TrackerConnection.objects.count()) == (1, 0, 0)


def test_a_changed_key_of_the_server_is_said_and_not_a_crash(world: World, settings: Settings) -> None:
    made = connect(world, **BASIC)
    settings.SECRET_KEY = "another-key-" * 6
    tick(world, made)
    made.refresh_from_db()
    assert (made.state, made.failures) == ("auth", 1)
    assert "enter it again" in made.hint


# Pages ------------------------------------------------------------------------------------------------------


def test_an_admin_connects_on_the_page_and_sees_that_it_answers(world: World, mlflow: Playing) -> None:
    mlflow.password = "hush-hush"
    answer = client_of(world.ada).post("/teams/demo/trackers/", {**FORM, "base_url": mlflow.url}, follow=True)
    page = answer.content.decode()
    assert "MLflow 3.17.2 answers; 2 experiments can be read." in page
    assert "hush-hush" not in page
    assert TrackerConnection.objects.get().state == "ok"


def test_the_test_explains_the_host_header(world: World, mlflow: Playing) -> None:
    made, mlflow.fault = connect(world, mlflow.url), (403, "text/plain", HOST_BLOCKED)
    page = client_of(world.ada).post(f"/teams/demo/trackers/{made.pk}/trial/", follow=True).content.decode()
    assert "--allowed-hosts &quot;127.0.0.1:*,localhost:*&quot;" in page
    assert "refuses its name" in page
    assert "Failing since" in page


def test_a_form_with_a_mistake_comes_back(world: World) -> None:
    answer = client_of(world.ada).post("/teams/demo/trackers/", {**FORM, "base_url": "ftp://m"})
    assert answer.status_code == 422
    assert "must begin with https:// or http://" in answer.content.decode()
    assert not TrackerConnection.objects.exists()


def test_a_change_keeps_the_secret_and_shows_none(world: World, mlflow: Playing) -> None:
    made, client = connect(world, mlflow.url, **BASIC), client_of(world.ada)
    path = f"/teams/demo/trackers/{made.pk}/"
    assert "hush" not in client.get(path).content.decode()
    client.post(path, {**FORM, "secret": "", "name": "Renamed", "base_url": mlflow.url})
    made.refresh_from_db()
    assert (made.name, unseal(made.sealed_secret)) == ("Renamed", "hush-hush")


def test_everybody_in_the_team_sees_how_it_does(world: World) -> None:
    connect(world)
    page = client_of(world.vera).get("/teams/demo/trackers/").content.decode()
    assert "Our MLflow" in page
    assert "Connect a tracker" not in page
    assert "None yet" in client_of(world.dan).get("/teams/other/trackers/").content.decode()


def test_the_audit_tells_it_in_sentences(world: World) -> None:
    remove_tracker(actor=world.ada, connection=connect(world), at=world.at)
    page = client_of(world.ada).get("/teams/demo/").content.decode()
    assert f"Ada connected the tracker Our MLflow at {SOMEWHERE}" in page
    assert "Ada disconnected the tracker Our MLflow" in page


# REST -------------------------------------------------------------------------------------------------------


def test_a_client_connects_tests_changes_and_removes(world: World, mlflow: Playing) -> None:
    ada = caller_for(world, "ada", "admin")
    made = ada.post(
        "/teams/demo/trackers", {"name": "Ours", "base_url": mlflow.url, "public_url": "https://ml.test"}
    )
    assert (made.status, made.json["has_secret"], made.json["state"]) == (201, False, "new")
    path = f"/teams/demo/trackers/{made.json['id']}"
    tested = ada.post(f"{path}/test")
    assert (tested.json["ok"], tested.json["version"], tested.json["experiments"]) == (True, "3.17.2", 2)
    changed = ada.ask("PATCH", path, {"auth": "bearer", "secret": "hush-hush"})
    assert (changed.json["auth"], changed.json["has_secret"]) == ("bearer", True)
    listed = ada.get("/teams/demo/trackers")
    assert [row["name"] for row in listed.json["results"]] == ["Ours"]
    assert b"hush" not in made.content + tested.content + changed.content + listed.content
    assert ada.ask("DELETE", path).status == 204
    assert ada.get(path).status == 404


def test_a_failing_test_says_why_over_rest(world: World, mlflow: Playing) -> None:
    made, mlflow.fault = connect(world, mlflow.url), (403, "text/plain", HOST_BLOCKED)
    tested = caller_for(world, "ada", "admin").post(f"/teams/demo/trackers/{made.pk}/test").json
    assert (tested["ok"], tested["state"]) == (False, "host_blocked")
    assert "--allowed-hosts" in tested["hint"]


def test_unknown_fields_are_refused(world: World) -> None:
    refused = caller_for(world, "ada", "admin").post("/teams/demo/trackers", {"name": "x", "state": "ok"})
    assert (refused.status, set(refused.fields)) == (400, {"state"})


def test_no_tracker_is_in_an_exported_board(world: World) -> None:
    made, board = connect(world, **BASIC), world.board()
    tracked(world, made, world.running(board))
    exported = json.dumps(list(Event.objects.values_list("data", flat=True)))
    assert made.sealed_secret not in exported
    assert "hush" not in exported
