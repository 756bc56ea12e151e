"""Slows down guessing: some tries are free, each further one has to wait longer.

A try is claimed before it is made, and who claims for the same subject takes turns: parallel guesses count like
guesses in a row. The counters are in the database, with or without Redis: without it nobody could sign in anyway.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.core.cache import caches
from django.db import connection, transaction
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from accounts.errors import Refusal

LONGEST_SECONDS = 900
REMEMBER_SECONDS = 3600
TRIES = "tries"


class TooManyTries(Refusal):
    """Wait; how long is in `retry_after`, in seconds."""

    status = 429
    code = "too_many_tries"
    title = noop("Too many tries")

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(_sentence(retry_after), retry_after=retry_after)


@dataclass(frozen=True)
class Throttle:
    """`free` tries within `window` seconds; after those the waits grow from `first_wait`, doubling each time."""

    name: str
    free: int
    window: int
    first_wait: int = 2
    PREFIX: ClassVar[str] = "tries"

    @transaction.atomic
    def claim(self, at: datetime, *subject: str) -> Claim:
        """Take one try for the subject, such as (account, address). Raises `TooManyTries`."""
        key, tries = f"{self.PREFIX}:{self.name}:{_short(subject)}", caches[TRIES]
        _take_turns(key)
        for number in range(self.free):
            if tries.add(f"{key}:{number}", 1, self.window):
                return Claim(key, f"{key}:{number}", self.free)
        waited = int(tries.get(f"{key}:waits", 0))
        wait = min(self.first_wait * 2**waited, LONGEST_SECONDS)
        now = int(at.timestamp())
        if not tries.add(f"{key}:gate", now + wait, wait):
            raise TooManyTries(max(1, int(tries.get(f"{key}:gate", now + 1)) - now))
        tries.set(f"{key}:waits", min(waited + 1, 16), REMEMBER_SECONDS)
        return Claim(key, f"{key}:gate", self.free)


@dataclass(frozen=True)
class Claim:
    """One try that was taken. It is given back when it was none, and all are forgotten when it was right."""

    key: str
    taken: str
    free: int

    def give_back(self) -> None:
        caches[TRIES].delete(self.taken)

    def forget_all(self) -> None:
        caches[TRIES].delete_many([f"{self.key}:{name}" for name in (*range(self.free), "waits", "gate")])


def _take_turns(key: str) -> None:
    """Until the transaction ends nobody else claims for this subject; SQLite has one writer at a time as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _short(subject: tuple[str, ...]) -> str:
    """A cache key must not grow with what somebody typed, nor tell it."""
    return hashlib.sha256("\0".join(subject).encode()).hexdigest()[:32]


def _sentence(seconds: int) -> str:
    if seconds < 60:
        return ngettext(
            "Too many tries. Try again in %(n)s second.", "Too many tries. Try again in %(n)s seconds.", seconds
        ) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many tries. Try again in %(n)s minute.", "Too many tries. Try again in %(n)s minutes.", minutes
    ) % {"n": minutes}
