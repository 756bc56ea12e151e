"""A list that is read again costs what changed, and says at any time what a first reading would say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards import actions
from boards.api.card_memory import MEMORY, CardMemory, Wanted, card_fragments
from boards.card_json import Place
from boards.models import Board, Card, Lane
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World

ABC = Place("CHURN", {"id": 1, "name": "to do", "role": "queue"})


@pytest.fixture
def three(world: World, board: Board) -> list[Card]:
    return [world.card(board, f"Card {number}") for number in range(3)]


def listed(caller: Caller, query: str = "board=CHURN") -> list[dict[str, Any]]:
    return list(caller.get(f"/cards?{query}").json["results"])


def read_first(caller: Caller, query: str = "board=CHURN") -> list[dict[str, Any]]:
    MEMORY.forget()
    return listed(caller, query)


def questions(caller: Caller) -> int:
    with CaptureQueriesContext(connection) as queries:
        listed(caller)
    return len(queries)


def test_a_second_reading_asks_only_what_to_send(ben: Caller, three: list[Card]) -> None:
    listed(ben)
    assert questions(ben) == 3  # the token, the lanes, the cards by id and version
    ben.patch("/cards/CHURN-2", {"title": "Better"})
    assert questions(ben) == 4
    assert questions(ben) == 3


def test_each_change_is_in_the_next_list(ben: Caller, world: World, board: Board, three: list[Card]) -> None:
    """As if nothing had been kept: fields, labels, place, block, a lane's new name, archive."""
    lane = Lane.objects.get(board=board, name="to do")
    for change in (
        lambda: ben.patch("/cards/CHURN-1", {"title": "Better", "labels": ["data"], "assignees": ["ada"]}),
        lambda: ben.patch("/cards/CHURN-2", {"blocked": "No data"}),
        lambda: ben.post("/cards/CHURN-3/move", {"lane": "done"}),
        lambda: ben.post("/cards/CHURN-1/log", {"kind": "note", "body": "Seen"}),
        lambda: actions.change_lane(cause=world.by("ada"), lane=lane, changes={"name": "next"}),
        lambda: ben.post("/cards/CHURN-2/archive"),
    ):
        before = listed(ben)
        change()
        now = listed(ben)
        assert now != before
        assert now == read_first(ben)


def test_a_card_with_a_running_box_follows_the_clock(
    ben: Caller, world: World, board: Board, clock: time_machine.Traveller
) -> None:
    world.running(board, budget="5d")
    assert listed(ben)[0]["timebox"]["elapsed_minutes"] == 60
    clock.shift(timedelta(hours=1))
    assert listed(ben)[0]["timebox"]["elapsed_minutes"] == 120
    clock.shift(timedelta(days=7))
    assert listed(ben)[0]["timebox"]["state"] == "expired"


def test_what_one_person_read_is_shown_to_nobody_else(sign: Sign, ben: Caller, three: list[Card]) -> None:
    assert len(listed(ben)) == 3
    dan = sign("dan")
    assert listed(dan, "limit=200") == []
    assert dan.get("/cards?board=CHURN").status == 404


def test_a_card_that_leaves_between_the_questions_is_not_told(
    world: World, board: Board, three: list[Card]
) -> None:
    """It was found where the reader sees it, and lies elsewhere when it is read."""
    places = {three[0].lane_id: Place.of(three[0].lane)}
    wanted = [(Wanted(card.pk, card.version), card.lane_id) for card in three]
    done = Lane.objects.get(board=board, name="done")
    Card.objects.filter(pk=three[0].pk).update(lane=done)
    actions.trash_card(cause=world.by("ben"), card=three[1])
    assert len(card_fragments(wanted, places, world.at)) == 1


def test_the_rest_of_a_lane_is_of_the_board_that_was_asked_for(
    ben: Caller, world: World, three: list[Card]
) -> None:
    """A cursor names a lane; on another board it opens nothing of it."""
    world.board(key="OTHER")
    cursor = ben.get("/cards?board=CHURN&limit=1").json["next"]
    assert len(listed(ben, f"board=CHURN&limit=200&cursor={cursor}")) == 2
    assert listed(ben, f"board=OTHER&limit=200&cursor={cursor}") == []


def test_the_room_is_bounded_and_the_longest_unused_goes() -> None:
    memory = CardMemory(most=10)
    for number in (1, 2):
        memory.keep(Wanted(number, 1), ABC, b"12345")
    memory.find([(Wanted(1, 1), ABC)])
    memory.keep(Wanted(3, 1), ABC, b"12345")
    assert set(memory.find([(Wanted(number, 1), ABC) for number in (1, 2, 3)])) == {1, 3}
    memory.keep(Wanted(3, 2), ABC, b"123")
    assert memory.size == 8
    assert memory.find([(Wanted(3, 1), ABC)]) == {}
