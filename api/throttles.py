"""How often: each token (or session) a number of requests a minute, and each address without one far fewer.

Counted in the cache: in Redis for all processes together, in memory for each where there is no Redis.
"""

from __future__ import annotations

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
    key, reset = f"rate:{name}:{now // WINDOW}", WINDOW - now % WINDOW
    cache = caches["rates"]
    try:
        used = cache.incr(key)
    except ValueError:
        used = 1 if cache.add(key, 1, timeout=2 * WINDOW) else cache.incr(key)
    return Allowance(limit, used, reset)
