"""Processes of the product as an operator starts them, on the database of the test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tools.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60


def database_url() -> str:
    """Where the database of the test is."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{where['NAME']}"
    secret = f":{where['PASSWORD']}" if where["PASSWORD"] else ""
    return f"postgres://{where['USER']}{secret}@{where['HOST']}:{where['PORT']}/{where['NAME']}"


@contextmanager
def started(*command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python …` in a process group of its own; whatever is left of it at the end is killed."""
    ours = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **ours, **environment},
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """At once and without a chance to tidy up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def web(port: int = 0, **environment: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The web process, answering; its address and the process."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    serve = ("-m", "uvicorn", "config.asgi:application", "--port", str(port), "--lifespan", "off")
    with started(*serve, "--log-level", "warning", "--timeout-graceful-shutdown", "1", **environment) as process:
        wait_until_ready(address, process)
        yield address, process


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "the server has ended"
        try:
            with urllib.request.urlopen(f"{address}/health/live", timeout=2):  # noqa: S310 (our own server)
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
    raise AssertionError("the server did not start")
