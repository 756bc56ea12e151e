"""`/cards/{ref}/move`: the one operation that sets lane and order."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Board
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World, drawn, kinds, lane_of


@pytest.fixture
def three(world: World, board: Board) -> Board:
    for title in "abc":
        world.card(board, title)
    return board


@pytest.mark.parametrize(
    ("body", "lane"),
    [
        ({"lane": "to do", "to": "top"}, "to do: c a b"),
        ({"lane": "TO DO", "before": "CHURN-2"}, "to do: a c b"),
        ({"lane": "to do", "after": "CHURN-1"}, "to do: a c b"),
        ({"lane": "code review"}, "code review: c"),
        ({"lane": "to do", "to": "bottom"}, "to do: a b c"),
    ],
)
def test_a_card_goes_where_it_is_told(ben: Caller, three: Board, body: dict[str, str], lane: str) -> None:
    assert ben.post("/cards/CHURN-3/move", body).status == 200
    assert lane in drawn(three)


def test_a_lane_is_named_by_its_id_too(ben: Caller, three: Board) -> None:
    number = lane_of(three, "code review").pk
    moved = ben.post("/cards/CHURN-1/move", {"lane": number, "expected_lane": lane_of(three, "to do").pk})
    assert moved.json["lane"] == {"id": number, "name": "code review", "role": "review"}
    assert moved.json["version"] == 2


def test_the_same_place_records_nothing(ben: Caller, three: Board) -> None:
    moved = ben.post("/cards/CHURN-3/move", {"lane": "to do", "to": "bottom"})
    assert (moved.status, moved.json["version"]) == (200, 1)
    assert kinds(three)[-1] == "card.created"


@pytest.mark.parametrize(
    "seen", [{"expected_lane": "backlog"}, {"expected_lane": "gone"}, {"expected_lane": 999}, {"version": 7}]
)
def test_a_card_that_is_not_where_it_was_seen_stays(ben: Caller, three: Board, seen: dict[str, object]) -> None:
    refused = ben.post("/cards/CHURN-1/move", {"lane": "done", **seen})
    assert (refused.status, refused.code) == (409, "stale_move")
    assert refused.json["current"]["lane"]["name"] == "to do"


def test_a_neighbour_that_is_elsewhere_makes_the_move_stale(ben: Caller, three: Board) -> None:
    refused = ben.post("/cards/CHURN-1/move", {"lane": "code review", "after": "CHURN-2"})
    assert (refused.status, refused.code) == (409, "stale_move")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lane": "nowhere"},
        {"lane": True},
        {"lane": None},
        {"lane": "to do", "before": "CHURN-1", "after": "CHURN-2"},
        {"lane": "to do", "to": "middle"},
        {"lane": "to do", "index": 1},
    ],
)
def test_a_place_that_makes_no_sense_is_refused(ben: Caller, three: Board, body: dict[str, object]) -> None:
    assert ben.post("/cards/CHURN-1/move", body).status == 400


def test_a_full_lane_refuses_and_the_owner_overrides(sign: Sign, world: World, three: Board) -> None:
    number = lane_of(three, "code review").pk
    sign("ada").patch(f"/boards/CHURN/lanes/{number}", {"wip_limit": 1, "wip_mode": "block"})
    ben, petra = sign("ben"), sign("petra")
    assert ben.post("/cards/CHURN-1/move", {"lane": "code review"}).status == 200
    full = ben.post("/cards/CHURN-2/move", {"lane": "code review"})
    assert (full.status, full.code, full.json["can_override"]) == (409, "wip_limit", False)
    body = {"lane": "code review", "wip_override": "The customer waits"}
    assert ben.post("/cards/CHURN-2/move", body).status == 403
    assert petra.post("/cards/CHURN-2/move", body).status == 200


def test_a_lane_that_runs_boxes_lists_what_is_missing(ben: Caller, world: World, board: Board) -> None:
    card = world.hypothesis(board)
    refused = ben.post(f"/cards/{card.ref}/move", {"lane": "test hypothesis"})
    assert (refused.status, refused.code) == (422, "lane_rule")
    lock = ben.post(f"/cards/{card.ref}/lock", {})
    assert lock.status == 422
    assert refused.fields == lock.fields
    assert "criteria" in refused.fields


def test_the_backlog_is_ranked_by_its_owner(sign: Sign, world: World, board: Board) -> None:
    world.card(board, "a", lane="backlog")
    world.card(board, "b", lane="backlog")
    body = {"lane": "backlog", "to": "top"}
    assert sign("ben").post("/cards/CHURN-2/move", body).status == 403
    assert sign("petra").post("/cards/CHURN-2/move", body).status == 200


def test_the_questions_of_a_move_do_not_grow_with_the_lane(ben: Caller, world: World, board: Board) -> None:
    def asked(ref: str, lane: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert ben.post(f"/cards/{ref}/move", {"lane": lane, "to": "top"}).status == 200
        return len(queries)

    first = world.card(board, "a")
    ben.get("/me")
    few = asked(first.ref, "code review")
    for number in range(20):
        world.card(board, f"Card {number}", lane=("to do", "code review")[number % 2])
    assert asked("CHURN-2", "code review") == few
    assert few <= 20
