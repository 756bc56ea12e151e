"""A board whose log is read."""

from __future__ import annotations

import pytest

from boards.models import Board
from tests.world import World


@pytest.fixture
def board(world: World) -> Board:
    return world.board()
