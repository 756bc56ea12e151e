"""Pages by keyset: nothing twice and nothing left out, whatever comes and goes meanwhile."""

from __future__ import annotations

import pytest

from boards.models import Board
from tests.api.caller import Caller
from tests.world import World

ORDERINGS = ("rank", "created_at", "-updated_at", "due_at", "-due_at", "value", "-value", "information_per_day")


def walk(caller: Caller, query: str, limit: int = 3) -> list[str]:
    """The refs of all pages in order."""
    refs: list[str] = []
    cursor = ""
    while True:
        page = caller.get(f"/cards?limit={limit}&{query}{cursor}").json
        refs += [card["ref"] for card in page["results"]]
        if page["next"] is None:
            return refs
        cursor = f"&cursor={page['next']}"


@pytest.fixture
def ten(world: World, board: Board) -> list[str]:
    for number in range(10):
        value = number % 3 or None
        world.card(board, f"Card {number}", lane=("to do", "backlog")[number % 2], value=value)
    return [f"CHURN-{number}" for number in range(1, 11)]


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_the_pages_together_are_the_list(ben: Caller, ten: list[str], ordering: str) -> None:
    paged = walk(ben, f"ordering={ordering}")
    assert sorted(paged) == sorted(ten)
    assert paged == walk(ben, f"ordering={ordering}", limit=200)


def test_the_board_order_is_lanes_then_ranks(ben: Caller, ten: list[str]) -> None:
    assert walk(ben, "board=CHURN") == ten[1::2] + ten[::2]


def test_cards_that_come_and_go_shift_nothing(ben: Caller, world: World, board: Board, ten: list[str]) -> None:
    first = ben.get("/cards?ordering=created_at&limit=4").json
    ben.delete(f"/cards/{ten[0]}")
    world.later(minutes=1)
    world.card(board, "New")
    second = ben.get(f"/cards?ordering=created_at&limit=200&cursor={first['next']}").json
    assert [card["ref"] for card in second["results"]] == [*ten[4:], "CHURN-11"]


def test_a_cursor_of_ours_only(ben: Caller, ten: list[str]) -> None:
    cursor = ben.get("/cards?limit=2").json["next"]
    assert ben.get(f"/cards?limit=2&cursor={cursor[:-2]}xx").status == 400
    assert ben.get(f"/cards?ordering=created_at&cursor={cursor}").status == 400
    assert ben.get(f"/boards?cursor={cursor}").status == 400


def test_the_last_page_has_no_next(ben: Caller, ten: list[str]) -> None:
    page = ben.get("/cards?limit=10").json
    assert (len(page["results"]), page["next"]) == (10, None)
