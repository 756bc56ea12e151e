"""A board with cards in a real browser; every test ends with a look at the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from accounts.models import Person
from boards.actions import change_lane
from boards.models import Board
from tests.browser.desk import Desk
from tests.world import World, lane_of, make_world

expect.set_options(timeout=20_000)  # a machine may be busy; what never comes still fails


def pytest_exception_interact(node: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
    """Keep what was on the screen when a test failed."""
    desks = [each for each in getattr(node, "funcargs", {}).values() if isinstance(each, Desk)]
    for desk in desks if report.when == "call" else []:
        with suppress(PlaywrightError):  # it may be what failed
            desk.picture()


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def board(world: World) -> Board:
    """To do: A B C D. Test hypothesis: E, running. Code review: F G, limit 2. Update model: H."""
    Person.objects.update(guide={"closed": world.at.isoformat()})  # people who know their way about
    board = world.board()
    for title in "ABCD":
        world.card(board, title)
    world.running(board, "E")
    for title in "FG":
        world.card(board, title, "code review")
    world.card(board, "H", "update model")
    review = lane_of(board, "code review")
    change_lane(cause=world.by("ada"), lane=review, changes={"wip_limit": 2, "wip_mode": "warn"})
    return board


@pytest.fixture
def desk(page: Page, asgi_server: str, world: World, board: Board) -> Iterator[Desk]:
    """The board as ben sees it."""
    desk = Desk(page, asgi_server, world, board)
    desk.open("ben")
    yield desk
    page.goto("about:blank")  # the stream ends before the server does
    assert desk.complaints == []
