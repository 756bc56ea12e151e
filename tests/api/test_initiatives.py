"""`/boards/{key}/initiatives`, `/gates` and the initiative of a card, as a client sees them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from boards.models import Board
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import MONDAY, World

pytestmark = pytest.mark.django_db
PATH = "/boards/CHURN/initiatives"
STAGES = [{"name": "Proof", "budget": "1w", "asks": "AUC of .82"}, {"name": "Build", "budget": "12w"}]


@pytest.fixture
def petra(sign: Sign, board: Board) -> Caller:
    return sign("petra")


@pytest.fixture
def made(petra: Caller) -> dict[str, Any]:
    answer = petra.post(PATH, {"name": "Churn v3", "goal": "Fewer lost", "stages": STAGES})
    assert answer.status == 201
    return dict(answer.json)


def test_it_is_made_read_changed_and_removed(petra: Caller, made: dict[str, Any]) -> None:
    here = f"{PATH}/{made['id']}"
    assert [stage["state"] for stage in made["stages"]] == ["planned", "planned"]
    assert petra.get(here).json == made
    assert petra.get(PATH).json["results"] == [made]
    assert petra.patch(here, {"goal": "None lost"}).json["goal"] == "None lost"
    assert petra.patch(here, {"colour": "red"}).fields == {"colour": "unknown_field"}
    assert petra.get(f"{PATH}/999").status == 404
    assert petra.delete(here).status == 204
    assert petra.get(here).status == 404


def test_the_next_box_opens_in_one_call(world: World, board: Board, petra: Caller, made: dict[str, Any]) -> None:
    card = world.running(board, "Proof of concept", budget="1d")
    here = f"{PATH}/{made['id']}"
    stage = made["stages"][0]["id"]
    assert petra.patch(f"{here}/stages/{stage}", {"proof": card.ref}).json["stages"][0]["proof"] == card.ref
    assert petra.post(f"{here}/decision", {"outcome": "stop"}).code == "gate_closed"
    assert petra.post(f"{here}/start").json["stages"][0]["state"] == "running"
    world.push(card, **{"val.auc": 0.9})
    verdict = {"value": "supported", "learned": "It holds."}
    passed = petra.post(f"{here}/decision", {"outcome": "continue", "verdict": verdict})
    assert passed.status == 201
    assert [each["state"] for each in passed.json["stages"]] == ["closed", "running"]
    assert passed.json["stages"][0]["decisions"][0]["outcome"] == "continue"
    assert petra.get(f"/cards/{card.ref}").json["verdict"]["value"] == "supported"
    assert petra.post(f"{here}/start").status == 404


def test_a_stage_that_is_over_says_so_by_the_clock_and_is_decided_once(
    petra: Caller, made: dict[str, Any], clock: time_machine.Traveller
) -> None:
    here = f"{PATH}/{made['id']}"
    petra.post(f"{here}/start")
    clock.move_to(MONDAY + timedelta(days=20))
    stage = petra.get(here).json["stages"][0]
    assert (stage["state"], stage["gate"]["reason"], stage["remaining_minutes"]) == ("expired", "expiry", 0)
    assert petra.post(f"{here}/decision", {"outcome": "extend"}).fields == {
        "extend_minutes": "too_long",
        "expects": "required",
    }
    assert petra.post(f"{here}/decision", {"outcome": "continue"}).status == 201
    clock.move_to(MONDAY + timedelta(days=21))
    again = petra.post(f"{here}/decision", {"outcome": "continue", "stage": stage["id"]})
    assert (again.status, again.code) == (409, "already_decided")


def test_cards_are_put_in_and_found(world: World, board: Board, petra: Caller, made: dict[str, Any]) -> None:
    inside, outside = world.card(board, "inside"), world.card(board, "outside")
    path = f"/cards/{inside.ref}/initiative"
    card = petra.put(path, {"initiative": made["id"]})
    assert card.json["initiative"] == {"id": made["id"], "name": "Churn v3"}
    for wanted in (str(made["id"]), "churn v3"):
        assert [each["ref"] for each in petra.get(f"/cards?initiative={wanted}").json["results"]] == [inside.ref]
    assert [each["ref"] for each in petra.get("/cards?initiative=none").json["results"]] == [outside.ref]
    assert petra.get("/cards?initiative=nothing").json["results"] == []
    assert petra.put(path, {"initiative": None}).json["initiative"] is None
    assert petra.put(path, {"initiative": 999}).status == 404
    assert petra.put(path, {}).fields == {"initiative": "required"}


def test_the_gates_of_all_boards(
    world: World, board: Board, petra: Caller, sign: Sign, clock: time_machine.Traveller
) -> None:
    card = world.running(board, budget="1d")
    assert [row["card"] for row in petra.get("/gates?show=soon").json["results"]] == [card.ref]
    assert petra.get("/gates").json == {"results": [], "next": None}
    clock.move_to(MONDAY + timedelta(days=2))
    row = petra.get("/gates?board=CHURN").json["results"][0]
    assert (row["open"], row["reason"], row["waits_minutes"], row["mine"]) == (True, "expiry", 480, True)
    assert petra.post(f"/timeboxes/{row['timebox']}/decision", {"outcome": "stop"}).status == 201
    assert petra.get("/gates?show=mine").json["results"] == []
    assert sign("dan").get("/gates").json["results"] == []
    assert petra.get("/gates?show=hers").status == 400


def test_the_last_date_is_the_owners(world: World, board: Board, petra: Caller, ben: Caller) -> None:
    card = world.running(board, budget="5d")
    box = f"/timeboxes/{petra.get(f'/cards/{card.ref}').json['timebox']['id']}"
    wanted = {"hard_stop_at": "2026-11-20T12:00:00Z"}
    assert ben.patch(box, wanted).status == 403
    assert petra.patch(box, wanted).json["hard_stop_at"] == "2026-11-20T12:00:00Z"
    assert petra.patch(box, {"hard_stop_at": "2020-01-01T00:00:00Z"}).fields == {"hard_stop_at": "invalid"}
    assert petra.patch(box, {}).status == 400
