"""A page whose write meets a busy database tries again, and otherwise says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from boards.actions.bulk import move_to_row
from boards.models import Card
from boards.views import cards
from tests.pages import client_of
from tests.world import World, lane_of

DEADLOCK, LOCK_TIMEOUT = "40P01", "55P03"


class ServerError(Exception):
    """As psycopg2 tells it."""

    def __init__(self, pgcode: str) -> None:
        self.pgcode = pgcode


class Failing:
    """`move_to_row` as it is on a database that says no a number of times."""

    def __init__(self, pgcode: str, times: int) -> None:
        self.pgcode, self.times, self.calls, self.real = pgcode, times, 0, move_to_row

    def __call__(self, **given: Any) -> Card:
        self.calls += 1
        if self.calls <= self.times:
            raise OperationalError("no") from ServerError(self.pgcode)
        return self.real(**given)


@pytest.fixture
def card(world: World, transactional_db: None) -> Card:
    return world.card(world.board())


def drop(world: World, card: Card, **headers: str) -> Any:
    browser: Client = client_of(world.ben)
    form = {"lane": lane_of(card.board, "code review").pk}
    return browser.post(f"/c/{card.ref}/placement/", form, headers=headers)


def test_a_write_that_lost_a_deadlock_is_run_again(
    world: World, card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(DEADLOCK, times=2)
    monkeypatch.setattr(cards, "move_to_row", failing)
    assert drop(world, card).status_code == 200
    assert failing.calls == 3
    assert Card.objects.get(pk=card.pk).lane.name == "code review"


@pytest.mark.parametrize("pgcode", [DEADLOCK, LOCK_TIMEOUT])
def test_a_database_that_stays_busy_is_told_as_that(
    world: World, card: Card, monkeypatch: pytest.MonkeyPatch, pgcode: str
) -> None:
    monkeypatch.setattr(cards, "move_to_row", Failing(pgcode, times=99))
    for headers in ({}, {"Accept": "application/json"}, {"HX-Request": "true"}):
        answer = drop(world, card, **headers)
        assert (answer.status_code, answer["Retry-After"]) == (503, "1")
        assert "busy" in answer.content.decode() + answer.headers.get("HX-Trigger", "")


def test_an_error_of_ours_is_not_told_as_a_busy_database(
    world: World, card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "move_to_row", Failing("23505", times=99))
    with pytest.raises(OperationalError):
        drop(world, card)
