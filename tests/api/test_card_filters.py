"""What the list of cards can be narrowed to."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from boards.models import Board
from tests.api.caller import Caller
from tests.world import World


@pytest.fixture
def cards(world: World, board: Board) -> Board:
    world.card(board, "Collect the data", assignees=["ben"], labels=["data"], description="from the warehouse")
    world.card(board, "Draw a baseline", who="petra", lane="backlog", kind="exploration", value=3)
    world.hypothesis(board, "Embeddings help churn", labels=["NLP"])
    other = world.board("SPAM")
    world.card(other, "Another board")
    return board


def found(caller: Caller, query: str) -> list[str]:
    answer = caller.get(f"/cards?{query}")
    assert answer.status == 200, answer.content
    return [card["ref"] for card in answer.json["results"]]


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("board=CHURN", ["CHURN-2", "CHURN-1", "CHURN-3"]),
        ("board=SPAM", ["SPAM-1"]),
        ("lane=TO%20DO&board=CHURN", ["CHURN-1", "CHURN-3"]),
        ("kind=exploration", ["CHURN-2"]),
        ("assignee=ben", ["CHURN-1"]),
        ("author=petra", ["CHURN-2"]),
        ("label=nlp", ["CHURN-3"]),
        ("filter=label:nlp%20-kind:task&board=CHURN", ["CHURN-3"]),
        ("filter=assignee:me", ["CHURN-1"]),
        ("filter=churn&kind=hypothesis", ["CHURN-3"]),
        ("blocked=true", []),
        ("blocked=false&board=SPAM", ["SPAM-1"]),
        ("q=warehouse", ["CHURN-1"]),
        ("q=embeddings%20churn", ["CHURN-3"]),
        ("q=churn-2", ["CHURN-2"]),
        ("q=100%25", []),
        ("updated_since=2026-11-16T09:00:00Z&board=SPAM", ["SPAM-1"]),
        ("updated_since=2026-11-16T09:00:01Z", []),
        ("ordering=-value&board=CHURN&limit=1", ["CHURN-2"]),
        ("lane=999999999999999999999999", []),
    ],
)
def test_a_filter_keeps(ben: Caller, cards: Board, query: str, refs: list[str]) -> None:
    assert found(ben, query) == refs


def test_a_board_one_does_not_see_is_not_there(ben: Caller, cards: Board) -> None:
    assert ben.get("/cards?board=NONE").status == 404


def test_boxes_are_found_by_the_clock(
    ben: Caller, world: World, board: Board, clock: time_machine.Traveller
) -> None:
    world.running(board, "Long", budget="10d")
    world.running(board, "Short", budget="1d")
    planned = world.hypothesis(board, "Waits")
    world.write(planned)
    world.lock(planned)
    assert found(ben, "box=planned") == ["CHURN-3"]
    assert found(ben, "box=running") == ["CHURN-1", "CHURN-2"]
    assert found(ben, "box=expiring") == found(ben, "box=expired") == []
    clock.shift(timedelta(hours=7))
    assert (found(ben, "box=running"), found(ben, "box=expiring")) == (["CHURN-1", "CHURN-2"], [])
    clock.shift(timedelta(days=2))
    assert (found(ben, "box=running"), found(ben, "box=expired")) == (["CHURN-1"], ["CHURN-2"])


def test_cards_are_found_by_their_verdict(ben: Caller, world: World, board: Board) -> None:
    card = world.running(board)
    ben.post(f"/cards/{card.ref}/verdict", {"value": "invalid", "learned": "The labels were wrong."})
    assert found(ben, "verdict=invalid") == [card.ref]
    assert found(ben, "verdict=supported") == []
    assert ben.get("/cards?verdict=failed").status == 400


def test_cards_are_ordered_by_what_a_day_teaches(ben: Caller, world: World, board: Board) -> None:
    for title, forecast, budget in (("Sure", 0.95, "5d"), ("Coin flip", 0.5, "5d"), ("Long", 0.5, "20d")):
        card = world.hypothesis(board, title)
        world.write(card, forecast=forecast, budget=budget)
    world.card(board, "No box")
    assert found(ben, "ordering=-information_per_day") == ["CHURN-2", "CHURN-1", "CHURN-3", "CHURN-4"]


def test_a_filter_that_cannot_be_read_names_the_field_and_what_was_meant(ben: Caller, cards: Board) -> None:
    answer = ben.get("/cards?filter=lable:nlp")
    assert answer.status == 400
    assert answer.json["errors"][0]["field"] == "filter"
    assert answer.json["detail"] == "There is no filter lable. Did you mean label?"
