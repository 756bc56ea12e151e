"""Lanes on the settings page: no way to lose a card."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from boards.models import Board, Lane
from tests.pages import client_of, invalid_fields, said, words
from tests.world import World, drawn, kinds, lane_of

LANES = "/boards/CHURN/lanes/"
NEW = {"new-name": "waiting", "new-role": "queue", "new-wip_mode": "off"}


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


@pytest.fixture
def ada(world: World) -> Client:
    return client_of(world.ada)


def names(board: Board) -> list[str]:
    return [lane.name for lane in board.lanes.all()]


def change(client: Client, lane: Lane, **changes: Any) -> Any:
    now = {"name": lane.name, "role": lane.role, "wip_mode": lane.wip_mode, "wip_limit": lane.wip_limit or ""}
    flags = {name: "on" for name in ("runs_box", "needs_verdict") if getattr(lane, name)}
    data = {f"lane-{lane.pk}-{name}": value for name, value in {**now, **flags, **changes}.items()}
    return client.post(f"{LANES}{lane.pk}/", data)


def test_a_lane_is_added_before_done(board: Board, ada: Client) -> None:
    answer = ada.post(LANES, NEW, follow=True)

    assert names(board)[-2:] == ["waiting", "done"]
    assert said(answer) == ["waiting is there."]


def test_a_name_that_is_taken_comes_back_with_an_open_form(board: Board, ada: Client) -> None:
    answer = ada.post(LANES, {**NEW, "new-name": "Done"})

    assert answer.status_code == 422
    assert invalid_fields(answer) == {"new-name"}
    assert '<details class="fold" id="new-lane" open>' in answer.content.decode()


def test_everything_about_a_lane_is_saved(board: Board, ada: Client) -> None:
    lane = lane_of(board, "code review")
    change(
        ada, lane, name="review", wip_limit="3", wip_mode="block", policy="Two pairs of eyes", needs_verdict="on"
    )

    lane.refresh_from_db()
    assert (lane.name, lane.wip_limit, lane.wip_mode, lane.needs_verdict) == ("review", 3, "block", True)
    assert lane.policy == "Two pairs of eyes"


def test_what_is_switched_off_is_saved_too(board: Board, ada: Client) -> None:
    lane = lane_of(board, "test hypothesis")

    change(ada, lane, runs_box="")

    lane.refresh_from_db()
    assert lane.runs_box is False


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "done"}, "name"),
        ({"wip_limit": "0"}, "wip_limit"),
        ({"wip_limit": "1e9"}, "wip_limit"),
        ({"role": "backlog"}, "role"),
        ({"wip_mode": "panic"}, "wip_mode"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    board: Board, ada: Client, changes: dict[str, str], field: str
) -> None:
    lane = lane_of(board, "code review")
    answer = change(ada, lane, **changes)

    assert answer.status_code == 422
    assert invalid_fields(answer) == {f"lane-{lane.pk}-{field}"}
    assert "<details open>" in answer.content.decode()
    assert names(board)[3] == "code review"


def test_the_backlog_keeps_its_role_and_its_place(board: Board, ada: Client) -> None:
    backlog, done = lane_of(board, "backlog"), lane_of(board, "done")

    assert change(ada, backlog, role="queue").status_code == 422
    ada.post(f"{LANES}{done.pk}/position/", {"position": "0"})

    assert names(board)[0] == "backlog"
    assert names(board)[1] == "done"


def test_a_lane_gets_another_place(board: Board, ada: Client) -> None:
    lane = lane_of(board, "code review")
    seq = Board.objects.get(pk=board.pk).seq

    answer = ada.post(f"{LANES}{lane.pk}/position/", {"position": "2"}, HTTP_ACCEPT="application/json")

    assert answer.json() == {"text": "code review is lane 3 now."}
    assert names(board)[2] == "code review"
    assert kinds(board, seq) == ["lane.moved"]


@pytest.mark.parametrize("position", ["", "-1", "left", "9" * 40])
def test_a_place_is_a_number(board: Board, ada: Client, position: str) -> None:
    lane = lane_of(board, "to do")
    answer = ada.post(f"{LANES}{lane.pk}/position/", {"position": position})

    assert answer.status_code == (302 if position == "9" * 40 else 400)


def test_a_removed_lane_leaves_its_cards_to_another(world: World, board: Board, ada: Client) -> None:
    world.card(board, "Alpha", "code review")
    target = lane_of(board, "update model")

    answer = ada.post(f"{LANES}{lane_of(board, 'code review').pk}/removal/", {"target": target.pk}, follow=True)

    assert "update model: Alpha" in drawn(board)
    assert said(answer) == ["code review is removed; its cards are in update model."]


def test_a_lane_with_cards_needs_a_target(world: World, board: Board, ada: Client) -> None:
    world.card(board, "Alpha", "code review")

    answer = ada.post(f"{LANES}{lane_of(board, 'code review').pk}/removal/", {"target": ""})

    assert answer.status_code == 409
    assert "say which lane takes them" in words(answer)
    assert "code review: Alpha" in drawn(board)


def test_the_backlog_and_lanes_of_other_boards_are_out_of_reach(world: World, board: Board, ada: Client) -> None:
    other = world.board("OTHER")
    foreign = lane_of(other, "code review")

    assert ada.post(f"{LANES}{lane_of(board, 'backlog').pk}/removal/", {"target": ""}).status_code == 409
    assert ada.post(f"{LANES}{foreign.pk}/removal/", {"target": ""}).status_code == 404
    assert change(ada, foreign, name="mine").status_code == 404
    review = lane_of(board, "code review")
    assert ada.post(f"{LANES}{review.pk}/removal/", {"target": foreign.pk}).status_code == 404
    assert "code review" in names(board)
