"""A Redis that is full does not end a worker, and leaves it nothing in hand."""

from __future__ import annotations

from typing import Any

import pytest
from redis import Redis
from redis.exceptions import OutOfMemoryError

from config.celery import app
from tools import servers


def test_a_full_redis_is_one_to_come_back_to() -> None:
    for scheme in ("redis", "rediss"):
        assert OutOfMemoryError in app.connection(f"{scheme}://127.0.0.1:1/0").connection_errors


@pytest.mark.redis
def test_a_message_that_cannot_be_acknowledged_is_no_longer_in_hand() -> None:
    with servers.redis() as url, app.connection(url) as connection, Redis.from_url(url) as client:
        channel: Any = connection.default_channel
        channel.basic_qos(0, 1, False)
        queue = connection.SimpleQueue("proof", channel=channel)
        queue.put("wake up")
        message = queue.get(timeout=5)
        assert not channel.qos.can_consume()
        client.config_set("maxmemory", 1)
        message.ack()
        assert channel.qos.can_consume()
        client.config_set("maxmemory", 0)
        assert client.zcard("unacked_index") == 1  # it will come again
