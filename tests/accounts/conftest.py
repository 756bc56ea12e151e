"""Counters of tries live in the cache: here in one that is fresh for each test and follows a frozen clock."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def fresh_cache(request: pytest.FixtureRequest, settings: Any) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    fresh = {"BACKEND": backend, "LOCATION": request.node.nodeid}
    settings.CACHES = dict.fromkeys(settings.CACHES, fresh)
