"""The API as a client sees it: a token per person and scope, at Monday 10:00."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from boards.models import Board
from tests.api.caller import Caller, caller_for
from tests.world import MONDAY, World

Sign = Callable[..., Caller]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """An hour after everything the world is made of."""
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


@pytest.fixture
def sign(world: World) -> Sign:
    """`sign("ben")` asks with a token of ben's; `sign("ben", "read")` with a narrower one; `sign()` with none."""

    def signed(who: str = "", scope: str = "admin") -> Caller:
        return caller_for(world, who, scope)

    return signed


@pytest.fixture
def ben(sign: Sign) -> Caller:
    return sign("ben")


@pytest.fixture
def rollback(db: None) -> Callable[[Callable[[], int]], int]:
    """Run something and take back what it did to the database."""

    def taken_back(act: Callable[[], int]) -> int:
        point = transaction.savepoint()
        try:
            return act()
        finally:
            transaction.savepoint_rollback(point)

    return taken_back
