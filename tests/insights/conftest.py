"""A board whose cards go their ways by actions, so that its log is true."""

from __future__ import annotations

import pytest

from boards.models import Board
from tests.world import World


@pytest.fixture
def board(world: World) -> Board:
    return world.board()
