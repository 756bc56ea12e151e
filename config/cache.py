"""The cache in Redis: JSON instead of pickle, and a cache that is gone costs speed, never a page."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
PAUSE_SECONDS = 5.0


class JsonSerializer:
    """Whole numbers stay what Redis can count with; everything else is JSON."""

    def dumps(self, value: Any) -> Any:
        return value if type(value) is int else orjson.dumps(value)

    def loads(self, data: Any) -> Any:
        return orjson.loads(data)


class FailOpenRedisCache(RedisCache):
    """Answers as an empty cache while Redis is away, and asks it again after five seconds."""

    # Django makes one cache per thread; what one of them learned spares the others the wait.
    asleep_until = 0.0

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        options = {"serializer": JsonSerializer(), "retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})

    def _ask(self, otherwise: Any, question: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < FailOpenRedisCache.asleep_until:
            return otherwise
        awakes, failed = FailOpenRedisCache.asleep_until > 0, False
        if awakes:  # one of us finds out whether Redis is back; nobody else waits meanwhile
            FailOpenRedisCache.asleep_until = time.monotonic() + PAUSE_SECONDS
        try:
            return question(*args, **kwargs)
        except RedisError as error:
            failed = True
            FailOpenRedisCache.asleep_until = time.monotonic() + PAUSE_SECONDS
            log.warning("The cache is away for now: %s", type(error).__name__)
            return otherwise
        finally:
            if awakes and not failed:
                FailOpenRedisCache.asleep_until = 0.0

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask(True, super().add, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(default, super().get, key, default, version)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = self._ask({}, super().get_many, keys, version)
        return found

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._ask(None, super().set, *args, **kwargs)

    def set_many(self, data: Mapping[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        missed: list[Any] = self._ask(list(data), super().set_many, data, *args, **kwargs)
        return missed

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask(False, super().touch, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask(False, super().delete, *args, **kwargs))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._ask(None, super().delete_many, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask(False, super().has_key, *args, **kwargs))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._ask(delta, super().incr, key, delta, version))
