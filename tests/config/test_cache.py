"""The cache in Redis: a Redis that is gone or slow costs speed, never a page."""

import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from config.cache import FailOpenRedisCache


def cache_at(url: str) -> FailOpenRedisCache:
    return FailOpenRedisCache(url, {"OPTIONS": dict(settings.REDIS_TIMEOUTS), "KEY_PREFIX": "test"})


@pytest.fixture(autouse=True)
def awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FailOpenRedisCache, "asleep_until", 0.0)


@pytest.fixture
def frozen() -> Iterator[str]:
    """A port that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


@pytest.mark.redis
def test_values_come_back_as_json() -> None:
    cache = cache_at(os.environ["REDIS_URL"])
    cache.set("card", {"title": "Ä", "places": [1, 2]})
    cache.set("count", 41)
    assert cache.get("card") == {"title": "Ä", "places": [1, 2]}
    assert cache.incr("count") == 42
    assert cache.add("card", 1) is False
    assert cache.get_many(["card", "none"]) == {"card": {"title": "Ä", "places": [1, 2]}}
    assert cache.delete("card") is True
    assert cache.get("card", "gone") == "gone"


@pytest.mark.parametrize("away", ["refused", "frozen"])
def test_without_redis_the_cache_is_empty_and_quick(away: str, frozen: str) -> None:
    cache = cache_at(frozen if away == "frozen" else "redis://127.0.0.1:1/0")
    began = time.monotonic()
    cache.set("card", 1)
    assert cache.get("card", "none") == "none"
    assert cache.get_many(["card"]) == {}
    assert cache.add("card", 1) is True
    assert cache.incr("card") == 1
    assert cache.set_many({"a": 1}) == ["a"]
    assert cache.has_key("card") is False
    cache.delete_many(["card"])
    assert cache.touch("card") is False
    assert time.monotonic() - began < 2


def test_redis_is_asked_again_after_a_while() -> None:
    cache = cache_at("redis://127.0.0.1:1/0")
    cache.get("card")
    assert FailOpenRedisCache.asleep_until > time.monotonic()
    FailOpenRedisCache.asleep_until = asked_again = time.monotonic()
    cache.get("card")
    assert FailOpenRedisCache.asleep_until > asked_again


def test_while_one_finds_out_whether_redis_is_back_nobody_else_waits(frozen: str) -> None:
    FailOpenRedisCache.asleep_until = time.monotonic()
    with ThreadPoolExecutor(8) as crowd:
        spent = list(crowd.map(lambda _: seconds_to_ask(frozen), range(8)))
    assert sorted(seconds > 0.5 for seconds in spent) == [False] * 7 + [True]


@pytest.mark.redis
def test_a_redis_that_is_back_is_used_at_once() -> None:
    cache = cache_at(os.environ["REDIS_URL"])
    FailOpenRedisCache.asleep_until = time.monotonic()
    with pytest.raises(ValueError, match="not found"):
        cache.incr("never-counted")
    cache.set("card", 1)
    assert cache.get("card") == 1


def seconds_to_ask(url: str) -> float:
    began = time.monotonic()
    assert cache_at(url).get("card", "none") == "none"
    return time.monotonic() - began
