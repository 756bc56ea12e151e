"""Clients that ask again because an answer was lost: whatever arrives how often, it happens once."""

from __future__ import annotations

import threading
from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from api.models import IdempotencyRecord
from boards.models import Board, Card, Event
from tests.api.caller import Answer, Caller, caller_for
from tests.concurrency.crowd import at_once, errors
from tests.world import World, make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def create(caller: Caller, key: str) -> Answer:
    """Ask until it is done, as a client does that is told to wait."""
    for _ in range(200):
        answer = caller.post("/cards", {"board": "CHURN", "title": key}, Idempotency_Key=key)
        if answer.status != 409:
            return answer
        assert answer.code == "idempotency_in_flight"
        assert answer.headers["Retry-After"] == "1"
        threading.Event().wait(0.02)
    raise AssertionError("it never came to an end")


def test_five_times_at_once_is_once(world: World, board: Board) -> None:
    ben = caller_for(world, "ben")
    acts = [partial(create, Caller(headers=ben.headers), f"key-{n}") for n in range(8) for _ in range(5)]
    answers = at_once(*acts)
    assert not errors(answers)
    assert {answer.status for answer in answers} == {201}
    refs = Counter(answer.json["ref"] for answer in answers)
    assert sorted(refs.values()) == [5] * 8
    assert len({answer.content for answer in answers}) == 8
    assert Card.objects.count() == 8
    assert Event.objects.filter(kind="card.created").count() == 8


def test_while_the_first_still_runs_the_second_is_told_to_wait(world: World, board: Board) -> None:
    """The first request hangs in its transaction, behind the board lock somebody holds."""
    ben = caller_for(world, "ben")
    locked, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Board.objects.select_for_update().get(pk=board.pk)
            locked.set()
            go_on.wait(30)

    def first() -> Answer:
        locked.wait(30)
        return Caller(headers=ben.headers).post("/cards", BODY, Idempotency_Key="k1")

    def second() -> Answer:
        locked.wait(30)
        _wait_for_advisory_lock()
        answer = Caller(headers=ben.headers).post("/cards", BODY, Idempotency_Key="k1")
        go_on.set()
        return answer

    _, made, refused = at_once(hold, first, second)
    assert (refused.status, refused.code) == (409, "idempotency_in_flight")
    assert made.status == 201
    assert Card.objects.count() == 1
    assert IdempotencyRecord.objects.count() == 1


BODY: dict[str, Any] = {"board": "CHURN", "title": "Once"}


def _wait_for_advisory_lock() -> None:
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone()[0]:
                return
        threading.Event().wait(0.01)
    raise AssertionError("nobody holds the key")


def test_two_clients_that_sync_the_same_ticket_make_one_card(world: World, board: Board) -> None:
    ben = caller_for(world, "ben")

    def put(title: str) -> Answer:
        return Caller(headers=ben.headers).put("/cards/by-ref/jira/NLP-7?board=CHURN", {"title": title})

    answers = at_once(*[partial(put, f"Title {n % 2}") for n in range(8)])
    assert not errors(answers)
    assert [answer.status for answer in answers].count(201) == 1
    assert {answer.json["ref"] for answer in answers} == {"CHURN-1"}
    assert Card.objects.count() == 1


def test_a_snapshot_and_the_changes_after_it_fit_while_others_write(world: World, board: Board) -> None:
    """The cards of a snapshot are those its `seq` says, whoever writes meanwhile."""
    ben = caller_for(world, "ben")
    done = threading.Event()

    def write() -> None:
        for number in range(30):
            Caller(headers=ben.headers).post("/cards", {"board": "CHURN", "title": f"Card {number}"})
        done.set()

    def look() -> list[tuple[int, int]]:
        seen = []
        while not done.is_set():
            found = Caller(headers=ben.headers).get("/boards/CHURN/snapshot").json
            seen.append((found["seq"], len(found["cards"])))
        return seen

    results = at_once(write, look, look)
    assert not errors(results)
    assert all(seq == 1 + cards for looks in results[1:] for seq, cards in looks)
    assert len(results[1]) > 1
