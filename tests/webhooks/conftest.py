from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from pytest_django import Settings

from boards.models import Board
from tests.webhooks.hooks import Receiver, receiving
from tests.world import World


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A receiver on this machine, whose address the operator allows."""
    with receiving() as receiver:
        settings.OUTBOUND_NETWORKS = [ip_network("127.0.0.1")]
        settings.OUTBOUND_PORTS = {receiver.port}
        yield receiver
