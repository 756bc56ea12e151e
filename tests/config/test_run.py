"""`manage.py run` as a person meets it: real processes, from an empty folder."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from config.probe import is_ready
from tools.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 240  # a busy machine may take long; nobody waits longer than it takes


@contextmanager
def started(folder: Path, port: int | str, **more: str) -> Iterator["subprocess.Popen[str]"]:
    environment = {"PATH": os.environ["PATH"], "PORT": str(port), "PROOFLANE_DATA_DIR": str(folder), **more}
    with subprocess.Popen(
        [sys.executable, "manage.py", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def said_until(process: "subprocess.Popen[str]", wanted: str) -> str:
    """Read what the process says until it says the wanted thing."""
    overdue = threading.Timer(WAIT_SECONDS, process.kill)
    overdue.start()
    said = ""
    for line in process.stdout or ():
        said += line
        if wanted in line:
            overdue.cancel()
            return said
    pytest.fail(f"{wanted!r} was never said, but:\n{said}")


def living(folder: Path) -> list[bytes]:
    """Every process whose environment names this data folder, by its command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"PROOFLANE_DATA_DIR={folder}\0".encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes())
        except OSError:
            continue
    return [command for command in found if command]


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.worker
@pytest.mark.parametrize("how", ["ctrl-c", "killed"])
def test_it_serves_until_it_is_stopped_and_leaves_nothing(how: str, tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port) as process:
        said = said_until(process, "with the password")

        assert f"Prooflane is on http://127.0.0.1:{port}/" in said
        assert said.rstrip().rpartition(" ")[2] == (tmp_path / "demo_password").read_text()
        assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
        assert is_ready(port)
        with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as database:
            assert database.execute("SELECT count(*) FROM cache").fetchone()
        # what a person does in a second terminal
        assert "already runs with the data folder" in refusal(tmp_path, free_port())
        assert f"Port {port} is taken." in refusal(tmp_path / "other", port)

        if how == "ctrl-c":
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=WAIT_SECONDS)
            assert process.returncode == 0
            assert living(tmp_path) == []
        else:
            process.kill()
            process.communicate(timeout=WAIT_SECONDS)
            wait_until(lambda: living(tmp_path) == [])
    with socket.create_server(("127.0.0.1", port)):
        pass


def refusal(folder: Path, port: int | str, **more: str) -> str:
    """Start what cannot start, and return the one line it says."""
    with started(folder, port, **more) as process:
        said, _ = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode != 0
    assert said.count("\n") == 1, said
    return said


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port: str, tmp_path: Path) -> None:
    assert f"PORT must be a number from 1 to 65535, not {port!r}." in refusal(tmp_path, port)


def test_it_is_not_for_production(tmp_path: Path) -> None:
    production = {
        "DEBUG": "0",
        "SECRET_KEY": "0123456789" * 5,
        "ALLOWED_HOSTS": "board.example.org",
        "SITE_URL": "https://board.example.org",
    }
    assert "DEBUG is off" in refusal(tmp_path, free_port(), **production)


def test_a_database_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    url = "postgres://somebody:s3cret@127.0.0.1:1/board"
    said = refusal(tmp_path, free_port(), DATABASE_URL=url)
    assert said.startswith("CommandError: The database cannot be used: ")
    assert "s3cret" not in said
