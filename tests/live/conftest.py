"""A board on a real server, with the cast of the tests."""

from __future__ import annotations

import pytest

from boards.models import Board
from tests.world import World, make_world


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def board(world: World) -> Board:
    return world.board()
