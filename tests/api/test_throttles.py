"""How often one may ask, and what every answer says of it."""

from __future__ import annotations

import pytest
import time_machine
from django.core.cache.backends.locmem import LocMemCache
from pytest_django import Settings

from api.throttles import _Tally
from tests.api.conftest import Sign


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = LocMemCache("throttle-test", {})
    cache.clear()
    monkeypatch.setattr("api.throttles.caches", {"rates": cache})
    monkeypatch.setattr("api.throttles._tally", _Tally())


def test_every_answer_says_what_is_left(sign: Sign, settings: Settings) -> None:
    settings.RATE_LIMIT = 100
    ben = sign("ben")
    first, second = ben.get("/me"), ben.get("/boards/NONE")
    assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("100", "99")
    assert second.headers["RateLimit-Remaining"] == "98"
    assert 0 < int(first.headers["RateLimit-Reset"]) <= 60


def test_too_many_requests_are_told_when_to_come_back(sign: Sign, settings: Settings) -> None:
    settings.RATE_LIMIT = 3
    ben, petra = sign("ben"), sign("petra")
    assert [ben.get("/me").status for _ in range(4)] == [200, 200, 200, 429]
    refused = ben.get("/me")
    assert refused.code == "rate_limited"
    assert refused.headers["Retry-After"] == refused.headers["RateLimit-Reset"]
    assert refused.headers["RateLimit-Remaining"] == "0"
    assert petra.get("/me").status == 200


def test_the_next_minute_begins_anew(sign: Sign, settings: Settings, clock: time_machine.Traveller) -> None:
    settings.RATE_LIMIT = 1
    ben = sign("ben")
    assert [ben.get("/me").status for _ in range(2)] == [200, 429]
    clock.shift(60)
    assert ben.get("/me").status == 200


def test_an_address_without_a_token_has_fewer(sign: Sign, settings: Settings) -> None:
    settings.RATE_LIMIT = 40
    assert [sign().get("/me").status for _ in range(3)] == [401, 401, 429]
    assert sign("ben").get("/me").status == 200


def test_no_limit_counts_nothing(sign: Sign, settings: Settings) -> None:
    settings.RATE_LIMIT = 0
    assert "RateLimit-Limit" not in sign("ben").get("/me").headers
    assert "RateLimit-Limit" not in sign().get("/me").headers


def test_processes_tell_each_other_what_they_counted() -> None:
    """The total is never further off than a step for each process."""
    one, other = _Tally(), _Tally()
    for _ in range(50):
        one.add("rate:x:1", 1, 10)
        other.add("rate:x:1", 1, 10)
    assert 100 - 10 <= one.add("rate:x:1", 1, 1) <= 101
