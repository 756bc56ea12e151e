from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings

from accounts.models import Person, Team
from tests.integrations.playing import Playing, playing
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


@pytest.fixture
def mlflow(settings: Settings) -> Iterator[Playing]:
    """A tracker on this machine, whose address the operator allows."""
    with playing() as played:
        settings.OUTBOUND_NETWORKS = [ip_network("127.0.0.1")]
        settings.OUTBOUND_PORTS = {urlsplit(played.url).port}
        yield played
