"""What every test may use: the browser, a real ASGI server, and the count of what could not run."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from django.db import connection

if TYPE_CHECKING:
    from tests.world import World

# Playwright's sync API runs an event loop in the thread of the tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM") or next(
    (path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None
)
# A marker, what it needs, whether that is here, and the command that brings it.
NEEDS = {
    "browser": (bool(CHROMIUM), "Chromium", "apt-get install chromium"),
    "postgres": (os.environ.get("DATABASE_URL", "").startswith("postgres"), "PostgreSQL", "make test"),
    "redis": (bool(os.environ.get("REDIS_URL")), "Redis", "make test"),
}
CHROMIUM_SWITCHES = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
START_SECONDS = 20


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this run has no server or browser for, and say what would bring it.

    MLflow weighs more than the product; its tests are a run of their own (`make mlflow`) and no part of others.
    """
    if not os.environ.get("MLFLOW_PYTHON"):
        theirs = [item for item in items if "mlflow" in item.keywords]
        config.hook.pytest_deselected(items=theirs)
        items[:] = [item for item in items if "mlflow" not in item.keywords]
    for item in items:
        for marker, (here, what, command) in NEEDS.items():
            if marker in item.keywords and not here:
                item.add_marker(pytest.mark.skip(reason=f"NOT RUN: no {what} in this run ({command})"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data beside the repository."""
    if not DATA.is_dir():
        pytest.skip("NOT RUN: no folder ../shared/data with real boards")
    return DATA


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the machine's own Chromium, also as root, and let it call nobody."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(CHROMIUM_SWITCHES)}


@pytest.fixture
def asgi_server(transactional_db: None) -> Iterator[str]:
    """Serve the real ASGI application on the test database, and return its address.

    The live_server of pytest-django is WSGI: it cannot hold event streams.
    """
    from config.asgi import application

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            application, lifespan="off", log_level="warning", timeout_graceful_shutdown=1, proxy_headers=False
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _wait_until(lambda: server.started or not thread.is_alive())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(START_SECONDS)
    assert not thread.is_alive(), "the server did not stop"
    connection.close()


def _wait_until(condition: Any) -> None:
    end = time.monotonic() + START_SECONDS
    while not condition():
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.01)


@pytest.fixture
def world(db: None) -> "World":
    """The cast of `tests/world.py` in their teams."""
    from tests.world import make_world

    return make_world()


@pytest.fixture(autouse=True)
def forget_calendars_and_cards() -> Iterator[None]:
    """A process keeps calendars, markup and JSON by their numbers, which the next test may give to others."""
    yield
    from boards.api.card_memory import MEMORY
    from boards.card_json import hours_of
    from boards.fragments import forget_cards

    hours_of.cache_clear()
    forget_cards()
    MEMORY.forget()
