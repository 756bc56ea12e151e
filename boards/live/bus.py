"""The wake-up call between processes: Redis pub/sub. It carries the id of a board and may be lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from redis.asyncio import Redis
from redis.exceptions import RedisError

from boards.readers.wake import CHANNEL

log = logging.getLogger(__name__)
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0)
LISTEN_SECONDS = 5.0


async def listen(url: str, wake: Callable[[int], None]) -> None:
    """Pass on every call, for ever; while Redis is away it is tried again at growing intervals."""
    timeouts: dict[str, Any] = settings.REDIS_TIMEOUTS
    failures = 0
    while True:
        try:
            async with Redis.from_url(url, **timeouts) as client, client.pubsub() as calls:
                await calls.subscribe(CHANNEL)
                failures = 0
                while True:
                    call = await calls.get_message(ignore_subscribe_messages=True, timeout=LISTEN_SECONDS)
                    if call is not None and call["data"].isdigit():
                        wake(int(call["data"]))
        except (RedisError, OSError) as error:
            log.warning("The streams do without Redis for now: %s", type(error).__name__)
        await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
        failures += 1
