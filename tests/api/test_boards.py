"""`/boards` and their lanes."""

from __future__ import annotations

from typing import Any

import pytest

from boards.models import Board
from tests.api.conftest import Sign
from tests.world import ROUND_THE_CLOCK, World, kinds, lane_of

NEW = {"team": "demo", "key": "SPAM", "name": "Spam model", "preset": "ml"}


def test_a_board_is_made_with_the_lanes_of_its_preset(sign: Sign, world: World) -> None:
    made = sign("ada").post("/boards", NEW)
    assert (made.status, made.headers["Location"]) == (201, "/api/v1/boards/SPAM")
    names = [lane["name"] for lane in made.json["lanes"]]
    assert names == ["backlog", "to do", "test hypothesis", "code review", "update model", "done"]
    assert (made.json["team"], made.json["seq"], made.json["calendar"]["tz"]) == ("demo", 1, "UTC")
    assert made.json["settings"] == {
        "on_continue": "next_lane",
        "expiry": "notify",
        "max_extensions": 1,
        "rank_by": "product_owner",
        "capacity_days": 10,
    }


def test_a_key_is_taken_once_on_the_server(sign: Sign, world: World) -> None:
    assert sign("ada").post("/boards", NEW).status == 201
    taken = sign("dan").post("/boards", {**NEW, "team": "other"})
    assert (taken.status, taken.code) == (409, "key_taken")


@pytest.mark.parametrize("key", ["A", "TOOLONGAKEY", "lower", "1A", "A-B", ""])
def test_a_key_is_two_to_ten_capitals(sign: Sign, world: World, key: str) -> None:
    assert sign("ada").post("/boards", {**NEW, "key": key}).status == 400


def test_a_team_one_is_not_in_is_not_there(sign: Sign, world: World) -> None:
    assert sign("ada").post("/boards", {**NEW, "team": "other"}).status == 404


def test_the_list_holds_what_one_sees(sign: Sign, board: Board) -> None:
    assert [each["key"] for each in sign("vera").get("/boards").json["results"]] == ["CHURN"]
    assert sign("vera").get("/boards?team=demo").json["results"][0]["name"] == "Churn model"
    assert sign("dan").get("/boards").json["results"] == []
    assert sign("dan").get("/boards?team=demo").status == 404


def test_settings_and_calendar_change(sign: Sign, board: Board) -> None:
    ada = sign("ada")
    changed = ada.patch(
        "/boards/CHURN",
        {"name": "Churn 2", "calendar": ROUND_THE_CLOCK, "settings": {"expiry": "park", "max_extensions": 2}},
    ).json
    assert (changed["name"], changed["settings"]["expiry"], changed["settings"]["max_extensions"]) == (
        "Churn 2",
        "park",
        2,
    )
    assert changed["calendar"]["week"]["sun"] == [["00:00", "24:00"]]
    assert changed["version"] == 2
    assert board.calendars.count() == 2


def test_the_same_again_changes_nothing(sign: Sign, board: Board) -> None:
    ada = sign("ada")
    before = ada.get("/boards/CHURN").json
    again = {"name": before["name"], "calendar": before["calendar"], "settings": before["settings"]}
    assert ada.patch("/boards/CHURN", again).json == before


def test_a_wrong_calendar_is_explained(sign: Sign, board: Board) -> None:
    wrongs: list[Any] = [{"tz": "Mars", "week": {}}, {"tz": "UTC"}, [], {**ROUND_THE_CLOCK, "more": 1}]
    for wrong in wrongs:
        refused = sign("ada").patch("/boards/CHURN", {"calendar": wrong})
        assert (refused.status, set(refused.fields)) == (400, {"calendar"})


def test_a_removed_board_is_gone(sign: Sign, board: Board) -> None:
    assert sign("petra").delete("/boards/CHURN").status == 403
    assert sign("ada").delete("/boards/CHURN").status == 204
    assert sign("ada").get("/boards/CHURN").status == 404
    assert sign("ada").post("/boards", {**NEW, "key": "CHURN"}).status == 409


def lane(sign: Sign, name: str) -> dict[str, Any]:
    lanes = sign("ada").get("/boards/CHURN/lanes").json["results"]
    found: dict[str, Any] = next(each for each in lanes if each["name"] == name)
    return found


def test_a_lane_is_added_changed_and_moved(sign: Sign, board: Board) -> None:
    ada = sign("ada")
    made = ada.post("/boards/CHURN/lanes", {"name": "label data", "role": "active", "wip_limit": 2})
    assert (made.status, made.json["position"], made.json["wip_mode"]) == (201, 5, "off")
    number = made.json["id"]
    body = {"position": 1, "wip_mode": "block", "policy": "Two at most."}
    changed = ada.patch(f"/boards/CHURN/lanes/{number}", body).json
    assert (changed["position"], changed["wip_mode"], changed["policy"]) == (1, "block", "Two at most.")
    assert kinds(board)[-3:] == ["lane.added", "lane.changed", "lane.moved"]
    assert ada.get(f"/boards/CHURN/lanes/{number}").json == changed


def test_a_lane_says_how_many_open_cards_it_holds(sign: Sign, world: World, board: Board) -> None:
    world.card(board)
    world.card(board)
    assert lane(sign, "to do")["cards"] == 2


def test_a_lane_with_cards_goes_only_with_a_place_for_them(sign: Sign, world: World, board: Board) -> None:
    card, ada, number = world.card(board), sign("ada"), lane_of(board, "to do").pk
    refused = ada.delete(f"/boards/CHURN/lanes/{number}")
    assert (refused.status, refused.code) == (409, "lane_not_empty")
    assert ada.delete(f"/boards/CHURN/lanes/{number}?move_cards_to=nowhere").status == 400
    assert ada.delete(f"/boards/CHURN/lanes/{number}?move_cards_to=Backlog").status == 204
    card.refresh_from_db()
    assert card.lane.name == "backlog"
    assert ada.delete(f"/boards/CHURN/lanes/{number}").status == 404


def test_the_lane_of_another_board_is_not_there(sign: Sign, world: World, board: Board) -> None:
    other = world.board("SPAM")
    number = lane_of(other, "to do").pk
    assert sign("ada").patch(f"/boards/CHURN/lanes/{number}", {"name": "x"}).status == 404
    assert (
        sign("ada").delete(f"/boards/CHURN/lanes/{lane_of(board, 'to do').pk}?move_cards_to={number}").status
        == 400
    )


def test_members_configure_nothing(sign: Sign, board: Board) -> None:
    assert sign("ben").post("/boards/CHURN/lanes", {"name": "x"}).status == 403
    assert sign("ben").patch("/boards/CHURN", {"name": "x"}).status == 403
