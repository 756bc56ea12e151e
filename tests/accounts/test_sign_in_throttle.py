"""Guessing gets slower and slower where it comes from, and nobody else is locked out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.throttle import Throttle, TooManyTries
from config.cache import FailOpenRedisCache
from tests.world import MONDAY, PASSWORD, World

pytestmark = pytest.mark.django_db
ATTACKER, HOME = "203.0.113.7", "198.51.100.4"
WRONG = "wrong-wrong-wrong"


def guess(name: str = "ben", address: str = ATTACKER, password: str = WRONG, **more: Any) -> Any:
    return Client().post("/sign-in/", {"username": name, "password": password}, REMOTE_ADDR=address, **more)


def test_the_waits_double_up_to_a_quarter_of_an_hour() -> None:
    throttle, waits = Throttle("growing", free=5, window=7200), []
    with time_machine.travel(MONDAY, tick=False) as clock:
        for _ in range(16):
            try:
                throttle.claim(timezone.now(), "ben", ATTACKER)
            except TooManyTries as refused:
                waits.append(refused.retry_after)
                clock.shift(timedelta(seconds=refused.retry_after))

    assert waits == [2, 4, 8, 16, 32]


def test_no_wait_is_longer_than_a_quarter_of_an_hour() -> None:
    throttle = Throttle("long", free=0, window=60, first_wait=2)
    with time_machine.travel(MONDAY, tick=False) as clock:
        for _ in range(12):
            throttle.claim(timezone.now(), "ben")
            with pytest.raises(TooManyTries) as refused:
                throttle.claim(timezone.now(), "ben")
            clock.shift(timedelta(seconds=refused.value.retry_after))

    assert refused.value.retry_after == 900
    assert refused.value.sentence == "Too many tries. Try again in 15 minutes."


def test_at_most_ten_guesses_a_minute_count_from_one_source(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        effective = 0
        for second in range(60):
            effective += guess(f"name{second % 20}").status_code == 422
            clock.shift(timedelta(seconds=1))

    assert effective <= 10


def test_an_invented_forwarded_address_is_no_new_source(world: World) -> None:
    answers = [guess(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}") for number in range(12)]

    assert answers[-1].status_code == 429


def test_the_right_password_does_not_help_the_guesser_while_waiting(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(8):
            guess()
        assert guess(password=PASSWORD).status_code == 429


def test_the_owner_signs_in_from_home_at_any_time(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(30):
            guess()
        assert guess(address=HOME, password=PASSWORD).status_code == 302


def test_a_wait_is_told_in_words_that_tell_nothing_else(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        known, unknown = ([guess(name) for _ in range(8)][-1] for name in ("ben", "nobody"))

    assert known.status_code == unknown.status_code == 429
    assert "Too many tries. Try again in" in known.content.decode()
    assert known.content.decode().count("ben") == unknown.content.decode().count("nobody")


def test_name_and_address_of_one_account_share_their_tries(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        for number in range(8):
            guess(("ben", "ben@example.org")[number % 2])
        assert guess("BEN").status_code == 429


def test_signing_in_forgets_the_mistakes(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(4):
            guess(address=HOME)
        assert guess(address=HOME, password=PASSWORD).status_code == 302
        assert [guess(address=HOME).status_code for _ in range(4)] == [422] * 4


def test_a_try_is_taken_before_it_is_made(world: World) -> None:
    """So parallel guesses count like guesses in a row."""
    throttle = Throttle("test", free=3, window=60)
    claims = [throttle.claim(MONDAY, "ben") for _ in range(3)]

    throttle.claim(MONDAY, "ben")  # the first that starts a wait
    with pytest.raises(TooManyTries) as refused:
        throttle.claim(MONDAY, "ben")
    assert refused.value.retry_after == 2

    claims[0].give_back()
    throttle.claim(MONDAY, "ben")


@pytest.mark.django_db(transaction=True)
def test_no_request_runs_in_one_transaction() -> None:
    """What a refused sign-in counted must not be rolled back with its answer."""
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")
    assert not connection.in_atomic_block


def test_guesses_are_counted_while_redis_is_away(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FailOpenRedisCache, "asleep_until", 0.0)
    nobody = {"BACKEND": "config.cache.FailOpenRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "default": nobody, "rates": nobody}
    assert [guess().status_code for _ in range(7)] == [422] * 6 + [429]
