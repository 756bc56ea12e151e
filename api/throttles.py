"""How often: each token (or session) a number of requests a minute, and each address without one far fewer.

Counted in the cache: in Redis for all processes together, in memory for each where there is no Redis.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponseBase

from accounts.errors import Refusal
from accounts.models import ApiToken, Person

WINDOW = 60
# A stranger's share of what a token may ask.
STRANGER = 20
# In how many steps a process tells the cache what it counted; a small limit is told each time.
STEPS = 500


class TooManyRequests(Refusal):
    status = 429
    code = "rate_limited"
    title = "Too many requests"


@dataclass(frozen=True)
class Allowance:
    """What is left of this minute."""

    limit: int
    used: int
    reset: int

    def write(self, response: HttpResponseBase) -> None:
        response.headers["RateLimit-Limit"] = str(self.limit)
        response.headers["RateLimit-Remaining"] = str(max(0, self.limit - self.used))
        response.headers["RateLimit-Reset"] = str(self.reset)


def spend(who: Person, auth: object) -> Allowance | None:
    """Count one request of a token, or of a person's sessions together."""
    name = f"token:{auth.pk}" if isinstance(auth, ApiToken) else f"person:{who.pk}"
    return _count(name, settings.RATE_LIMIT)


def spend_stranger(address: str) -> Allowance | None:
    """Count one request that named nobody we know."""
    return _count(f"address:{address}", max(1, settings.RATE_LIMIT // STRANGER) if settings.RATE_LIMIT else 0)


def refuse_excess(allowance: Allowance | None) -> None:
    if allowance is not None and allowance.used > allowance.limit:
        sentence = f"At most {allowance.limit} requests a minute. Wait {allowance.reset} seconds."
        raise TooManyRequests(sentence, headers={"Retry-After": str(allowance.reset)})


def _count(name: str, limit: int) -> Allowance | None:
    """One more in this minute's window; a limit of 0 counts nothing."""
    if not limit:
        return None
    now = int(time.time())
    window, reset = now // WINDOW, WINDOW - now % WINDOW
    return Allowance(limit, _tally.add(f"rate:{name}:{window}", window, max(1, limit // STEPS)), reset)


class _Tally:
    """What this process counted, told to the cache in steps: a busy token need not ask it each time.

    So the total of all processes may be too low by a step for each of them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = 0
        self._known: dict[str, int] = {}
        self._untold: dict[str, int] = {}

    def add(self, key: str, window: int, step: int) -> int:
        """Count one, and return how many there were in all."""
        with self._lock:
            if window != self._window:
                self._window, self._known, self._untold = window, {}, {}
            untold = self._untold[key] = self._untold.get(key, 0) + 1
            known = self._known.get(key)
            if known is not None and untold < step:
                return known + untold
            self._untold[key] = 0
        total = _tell(key, untold)
        self._known[key] = total
        return total


def _tell(key: str, count: int) -> int:
    cache = caches["rates"]
    try:
        return cache.incr(key, count)
    except ValueError:
        return count if cache.add(key, count, timeout=2 * WINDOW) else cache.incr(key, count)


_tally = _Tally()
