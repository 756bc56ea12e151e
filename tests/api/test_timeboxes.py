"""`/timeboxes`: by the clock, decided once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from boards.models import Board
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World


@pytest.fixture
def box(ben: Caller, world: World, board: Board) -> dict[str, Any]:
    """Five days, running since an hour ago."""
    world.running(board)
    found: dict[str, Any] = ben.get("/timeboxes").json["results"][0]
    return found


def test_a_running_box_counts_working_time(ben: Caller, box: dict[str, Any]) -> None:
    assert (box["card"], box["board"], box["round"], box["state"]) == ("CHURN-1", "CHURN", 1, "running")
    assert (box["budget_minutes"], box["elapsed_minutes"], box["remaining_minutes"]) == (2400, 60, 2340)
    assert box["due_at"] == "2026-11-20T18:00:00Z"
    assert ben.get(f"/timeboxes/{box['id']}").json == box


def test_boxes_are_found_by_board_state_and_due_time(
    ben: Caller, box: dict[str, Any], clock: time_machine.Traveller
) -> None:
    def count(query: str) -> int:
        return len(ben.get(f"/timeboxes?{query}").json["results"])

    assert (count("board=CHURN"), count("state=running"), count("state=expired")) == (1, 1, 0)
    assert count("due_before=2026-11-20T18:00:01Z") == 1
    assert count("due_before=2026-11-20T18:00:00Z") == 0
    clock.shift(timedelta(days=7))
    assert (count("state=running"), count("state=expired")) == (0, 1)
    assert ben.get("/timeboxes?board=NONE").status == 404


def test_a_box_stands_still_for_a_reason(ben: Caller, box: dict[str, Any], clock: time_machine.Traveller) -> None:
    path = f"/timeboxes/{box['id']}"
    assert ben.post(f"{path}/pause", {"reason": ""}).status == 400
    paused = ben.post(f"{path}/pause", {"reason": "Waiting for labels"}).json
    assert (paused["state"], paused["due_at"]) == ("paused", None)
    clock.shift(timedelta(days=1))
    assert ben.get(path).json["elapsed_minutes"] == 60
    resumed = ben.post(f"{path}/resume").json
    assert (resumed["state"], resumed["elapsed_minutes"]) == ("running", 60)
    assert ben.post(f"{path}/resume").code == "wrong_state"


def test_an_exploration_gets_its_box_by_hand(ben: Caller, world: World, board: Board) -> None:
    card = world.card(board, "Look around", kind="exploration")
    planned = ben.post("/timeboxes", {"card": card.ref, "budget": "2d"})
    assert (planned.status, planned.json["state"], planned.json["budget_minutes"]) == (201, "planned", 960)
    path = f"/timeboxes/{planned.json['id']}"
    assert ben.patch(path, {"budget_minutes": 60}).json["budget_minutes"] == 60
    assert ben.post(f"{path}/start").json["state"] == "running"
    assert ben.post(f"{path}/start").status == 409
    assert ben.patch(path, {"budget": "3d"}).status == 409
    assert ben.post("/timeboxes", {"card": card.ref, "budget": "2d"}).status == 409
    assert ben.post("/timeboxes", {"card": card.ref}).status == 400
    assert ben.post("/timeboxes", {"card": "NONE-1", "budget": "1d"}).status == 404


def test_there_is_nothing_to_decide_while_it_runs(sign: Sign, box: dict[str, Any]) -> None:
    refused = sign("petra").post(f"/timeboxes/{box['id']}/decision", {"outcome": "stop"})
    assert (refused.status, refused.code) == (409, "gate_closed")


def test_a_gate_is_decided_once_and_by_the_owner(
    sign: Sign, box: dict[str, Any], clock: time_machine.Traveller
) -> None:
    path = f"/timeboxes/{box['id']}/decision"
    clock.shift(timedelta(days=7))
    assert sign("ben").post(path, {"outcome": "continue"}).status == 403
    extend = {"outcome": "extend", "extend_minutes": "2d", "forecast": 0.7, "expects": "The rest of the labels"}
    done = sign("petra").post(path, {**extend, "rationale": "Close"})
    assert (done.status, done.json["author"], done.json["extend_minutes"]) == (201, "petra", 960)
    assert (done.json["timebox"]["extensions"], done.json["timebox"]["budget_minutes"]) == (1, 3360)
    second = sign("petra").post(path, {"outcome": "stop"})
    assert (second.status, second.code) == (409, "already_decided")


def test_a_gate_shows_that_it_waits(sign: Sign, box: dict[str, Any], clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=7))
    petra, path = sign("petra"), f"/timeboxes/{box['id']}"
    assert petra.get(path).json["state"] == "expired"
    assert petra.post(f"{path}/decision", {"outcome": "stop"}).status == 201
    closed = petra.get(path).json
    assert (closed["state"], closed["gate"], closed["decisions"][0]["outcome"]) == ("closed", None, "stop")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"outcome": "give up"},
        {"outcome": "extend", "forecast": 1},
        {"outcome": "stop", "extend_minutes": "soon"},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(sign: Sign, box: dict[str, Any], body: dict[str, Any]) -> None:
    assert sign("petra").post(f"/timeboxes/{box['id']}/decision", body).status == 400


def test_the_box_of_others_is_not_there(sign: Sign, box: dict[str, Any]) -> None:
    dan, path = sign("dan"), f"/timeboxes/{box['id']}"
    assert dan.get("/timeboxes").json["results"] == []
    assert dan.get(path).status == 404
    assert dan.post(f"{path}/pause", {"reason": "x"}).status == 404
    assert dan.get("/timeboxes/99999999999999999999").status == 404
