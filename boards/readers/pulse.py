"""Signs of life of worker and beat, for `/health/ready`. Kept in the cache: nothing depends on them."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import Literal

from django.core.cache import cache
from django.db import DatabaseError
from django.utils.dateparse import parse_datetime

log = logging.getLogger(__name__)
Who = Literal["worker", "beat"]
KEPT_SECONDS = 7 * 24 * 3600
EVERY_SECONDS = 10.0
_noted: dict[Who, float] = {}


def note(who: Who, at: datetime) -> None:
    """It is alive; written down every ten seconds at most."""
    now = time.monotonic()
    if now - _noted.get(who, -EVERY_SECONDS) >= EVERY_SECONDS:
        _noted[who] = now
        try:
            cache.set(f"pulse:{who}", at.isoformat(), KEPT_SECONDS)
        except DatabaseError as error:
            log.warning("The cache is away for now: %s", error)


def age(who: Who, at: datetime) -> int | None:
    """Seconds since the last sign of life, or None when there has been none."""
    text = cache.get(f"pulse:{who}")
    last = parse_datetime(text) if text else None
    return max(0, round((at - last).total_seconds())) if last else None
