"""Processes of the product as an operator starts them, each in a group of its own: a kill takes all of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
STOP_SECONDS = 20
ASGI = ("uvicorn", "config.asgi:application", "--lifespan", "off", "--log-level", "warning")
WSGI = (
    "gunicorn",
    "config.wsgi",
    "-k",
    "gthread",
    "-w",
    "1",
    "--threads",
    "8",
    "--no-control-socket",
    "--log-level",
    "error",
)
CELERY = ("celery", "--quiet", "-A", "config.celery")


class Process:
    """One `python -m …`; only its own group is ever signalled."""

    def __init__(self, command: tuple[str, ...], env: Mapping[str, str], log: Path) -> None:
        self.command, self.log = command, log
        with log.open("ab") as out:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=dict(env),
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self.popen.poll() is None

    def kill(self) -> None:
        """The whole group at once, without a chance to tidy up."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait(STOP_SECONDS)

    def stop(self) -> None:
        if self.alive:
            self.popen.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.popen.wait(STOP_SECONDS)
        self.kill()


def answering(port: int, process: Process) -> str:
    """The address of a web process once it answers."""
    address = f"http://127.0.0.1:{port}"
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.alive:
        try:
            with urllib.request.urlopen(f"{address}/health/live", timeout=5):  # noqa: S310 (our own address)
                return address
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise RuntimeError(f"{' '.join(process.command)} did not start: {process.log.read_text()[-2000:]}")
