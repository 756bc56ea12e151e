"""The servers a bench measures: PostgreSQL that survives a power cut, Redis, two web workers, one for streams."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import servers

START_SECONDS = 60
WEB_WORKERS, WEB_THREADS = 2, 8


@dataclass
class Stage:
    """Addresses of the running servers, their environment, and the process that has to be watched."""

    web: str
    live: str
    floor: str
    env: dict[str, str]
    web_pid: int
    floor_pid: int


@contextmanager
def stage() -> Iterator[Stage]:
    """Start everything, seeded, and stop it again."""
    with ExitStack() as stack:
        database = stack.enter_context(servers.postgres(durable=True))
        redis = stack.enter_context(servers.redis())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="prooflane-bench-"))
        env = _environment(database, redis, folder)
        _run(env, "manage.py", "migrate", "-v0")
        _run(env, "manage.py", "collectstatic", "--noinput", "-v0")
        _run(env, "-m", "tools.bench.seed")
        web, live, floor = (servers.free_port() for _ in range(3))
        gunicorn = (
            "-m",
            "gunicorn",
            "--keep-alive",
            "75",
            "--no-control-socket",
            "--log-level",
            "error",
            "-k",
            "gthread",
            "-w",
            str(WEB_WORKERS),
            "--threads",
            str(WEB_THREADS),
        )
        web_pid = _serve(stack, env, web, *gunicorn, "-b", f"127.0.0.1:{web}", "config.wsgi:application")
        uvicorn = ("-m", "uvicorn", "config.asgi:application", "--lifespan", "off", "--log-level", "warning")
        _serve(stack, env, live, *uvicorn, "--port", str(live))
        floor_pid = _serve(
            stack, env, floor, *gunicorn, "-b", f"127.0.0.1:{floor}", "tools.bench.floor:application"
        )
        yield Stage(_url(web), _url(live), _url(floor), env, web_pid, floor_pid)


def _environment(database: str, redis: str, folder: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PROOFLANE_")},
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": "only-for-the-bench-" * 4,
        "DEBUG": "0",
        "PROOFLANE_DATA_DIR": folder,
        "PROOFLANE_RATE_LIMIT": "0",
        "PROOFLANE_LOG_LEVEL": "ERROR",
    }


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _run(env: dict[str, str], *command: str) -> None:
    subprocess.run([sys.executable, *command], env=env, check=True, cwd=Path(__file__).parents[2])


def _serve(stack: ExitStack, env: dict[str, str], port: int, *command: str) -> int:
    process = subprocess.Popen([sys.executable, *command], env=env, cwd=Path(__file__).parents[2])
    stack.callback(_stop, process)
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"{_url(port)}/health/live", timeout=2)  # noqa: S310 (our own address)
            return process.pid
        except urllib.error.HTTPError:
            return process.pid
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{' '.join(command)} did not start")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
