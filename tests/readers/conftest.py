"""A board, its cast, and the readers of its log."""

from __future__ import annotations

import pytest

from boards.models import Board
from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def board(world: World) -> Board:
    return world.board()
