"""The line of the next two weeks: by the team's days, by hand, and by whom."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accounts.errors import Forbidden, Invalid
from boards.actions.ranking import set_cut
from boards.backlog_page import Cut, backlog_page
from boards.models import Board, Card
from tests.pages import client_of, words
from tests.world import World, drawn, kinds, lane_of, last_event, make_world

PART: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def board(world: World) -> Board:
    """Four questions of four days each."""
    board = world.board()
    for title in ("One", "Two", "Three", "Four"):
        world.write(world.hypothesis(board, title, "backlog"), budget="4d")
    return board


def cut(board: Board) -> Cut:
    board.refresh_from_db()
    found = backlog_page(board, lane_of(board, "backlog"), None).cut
    assert found is not None
    return found


def test_it_is_drawn_where_the_days_of_the_team_end(world: World, board: Board) -> None:
    assert cut(board) == Cut(place=2, filled=8, capacity=10, by_hand=False)
    assert "8 of 10 d filled" in words(client_of(world.petra).get("/boards/CHURN/backlog/"))


def test_the_product_owner_puts_it_elsewhere_and_takes_that_back(world: World, board: Board) -> None:
    assert set_cut(cause=world.by("petra"), board=board, after="CHURN-3") == ""
    assert cut(board) == Cut(place=3, filled=12, capacity=10, by_hand=True)
    assert cut(board).is_over
    assert last_event(board).previous == {"cut_after": ""}
    set_cut(cause=world.by("petra"), board=board, after="")
    assert cut(board).place == 2


def test_the_same_place_again_records_nothing(world: World, board: Board) -> None:
    before = kinds(board)
    set_cut(cause=world.by("petra"), board=board, after="")
    assert kinds(board) == before


def test_it_falls_back_when_its_card_leaves_the_backlog(world: World, board: Board) -> None:
    set_cut(cause=world.by("petra"), board=board, after="CHURN-1")
    world.move(Card.objects.get(ref="CHURN-1"), "to do", who="petra")
    assert not cut(board).by_hand


@pytest.mark.parametrize("who", ["ben", "ada", "vera"])
def test_nobody_else_draws_it(world: World, board: Board, who: str) -> None:
    with pytest.raises(Forbidden):
        set_cut(cause=world.by(who), board=board, after="CHURN-1")


def test_below_a_card_of_another_lane_is_no_place(world: World, board: Board) -> None:
    world.card(board, "Elsewhere")
    with pytest.raises(Invalid):
        set_cut(cause=world.by("petra"), board=board, after="CHURN-5")


def test_a_filtered_or_sorted_table_has_no_line(world: World, board: Board) -> None:
    client = client_of(world.petra)
    for query in ("?q=One", "?order=score"):
        assert "Next two weeks" not in words(client.get(f"/boards/CHURN/backlog/{query}"))


@pytest.mark.parametrize(("who", "order"), [("petra", "One Two Three Four"), ("ben", "Two Three Four One")])
def test_a_selection_is_moved_in_one_act_and_each_row_says_why_it_stayed(
    world: World, board: Board, who: str, order: str
) -> None:
    lane = lane_of(board, "to do")
    lane.wip_limit, lane.wip_mode = 1, "block"
    lane.save()
    form = {"lane": lane.pk, "ref": ["CHURN-1", "CHURN-2"], "op": "op-1"}
    answer = client_of(world.cast[who]).post("/boards/CHURN/backlog/moves/", form, **PART)
    assert json.loads(answer["HX-Trigger"])["backlog:moved"]["op"] == "op-1"
    assert 'id="stays-CHURN-2"' in answer.content.decode()
    assert drawn(board).splitlines()[1] == "to do: One"
    client_of(world.cast[who]).post("/boards/CHURN/undo/", {"op_of": "op-1", "op": "op-2"})
    assert drawn(board).splitlines()[0] == f"backlog: {order}"


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("belief", "70", "70"),
        ("belief", "65 %", "65"),
        ("value", "4", "4"),
        ("days", "2.5", "2.5"),
        ("days", "3d", "3"),
    ],
)
def test_numbers_are_set_in_the_row(world: World, board: Board, field: str, value: str, shown: str) -> None:
    answer = client_of(world.ben).post("/c/CHURN-1/estimate/", {"field": field, "value": value})
    assert answer.status_code == 200
    page = client_of(world.ben).get("/boards/CHURN/backlog/").content.decode()
    cell = page.split(f'id="{field}-CHURN-1"')[1].split(">")[0]
    assert f'value="{shown}"' in cell


NONSENSE = [("belief", "100"), ("value", "9"), ("value", "1.5"), ("days", "soon"), ("days", "nan")]


@pytest.mark.parametrize(("field", "value"), NONSENSE)
def test_what_is_no_such_number_is_refused(world: World, board: Board, field: str, value: str) -> None:
    before = kinds(board)
    form = {"field": field, "value": value}
    answer = client_of(world.ben).post("/c/CHURN-1/estimate/", form, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert kinds(board) == before


def test_a_viewer_reads_the_numbers_as_text(world: World, board: Board) -> None:
    assert 'class="cell"' not in client_of(world.vera).get("/boards/CHURN/backlog/").content.decode()
