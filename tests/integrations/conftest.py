from __future__ import annotations

import pytest

from accounts.models import Person, Team
from tests.world import World


@pytest.fixture
def team(world: World) -> Team:
    return world.team


@pytest.fixture
def ada(world: World) -> Person:
    return world.ada


@pytest.fixture
def petra(world: World) -> Person:
    return world.petra
