"""Guesses in parallel take no more tries than guesses in a row, on the cache the product runs with."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from accounts.throttle import TRIES, Throttle, TooManyTries


@pytest.mark.usefixtures("transactional_db")
def test_parallel_guesses_take_no_more_tries_than_there_are() -> None:
    caches[TRIES].clear()
    throttle = Throttle("parallel", free=5, window=600, first_wait=600)

    def claim(_: int) -> bool:
        try:
            throttle.claim(timezone.now(), "ben", "203.0.113.7")
        except TooManyTries:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as crowd:
        taken = list(crowd.map(claim, range(24)))

    assert sum(taken) == 6  # five free ones, and the one that begins the first wait
