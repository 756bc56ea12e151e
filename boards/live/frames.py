"""How a message looks on an event stream."""

from __future__ import annotations

import random
from typing import Any

import orjson

from boards.models import Event

HEARTBEAT = b": hb\n\n"
RETRY_MILLISECONDS = (1_000, 5_000)


def retry() -> bytes:
    """When to come back after a cut; another time for each client, or a restart would be a stampede."""
    return b"retry: %d\n\n" % random.randint(*RETRY_MILLISECONDS)  # noqa: S311 (no secret)


def message(kind: str, data: Any, seq: int | None = None) -> bytes:
    """One message; `seq` is where a client goes on that was cut after it."""
    position = b"id: %d\n" % seq if seq is not None else b""
    return b"%sevent: %s\ndata: %s\n\n" % (position, kind.encode(), orjson.dumps(data))


def event_message(event: Event, board_key: str) -> bytes:
    return message(event.kind, event.as_dict(board_key), event.seq)
