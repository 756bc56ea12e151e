"""A board on a real server, with the cast of the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boards.models import Board
from tests.live.listening import close_all
from tests.world import World, make_world


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


@pytest.fixture
def asgi_server(asgi_server: str) -> Iterator[str]:
    """The real server, which no stream keeps from stopping."""
    yield asgi_server
    close_all()
