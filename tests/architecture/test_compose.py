"""The compose file starts what it says: each command is run here, on real PostgreSQL and Redis."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from config import settings as read_settings
from config.probe import is_ready
from tools.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("build") == "."}
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}
WAIT_SECONDS = 120


def test_every_process_comes_from_one_image() -> None:
    assert set(OURS) == {"migrate", "web", "live", "worker", "beat"}
    assert len({service["image"] for service in OURS.values()}) == 1


def test_every_variable_is_a_setting() -> None:
    for name, service in OURS.items():
        assert set(service["environment"]) <= read_settings.env.known, name


def test_secrets_have_no_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    used = re.findall(r"(?<!\$)\$\{(\w+)([^}]*)\}", text)
    assert {name for name, _ in used} >= SECRETS
    assert [name for name, rest in used if name in SECRETS and rest != ":?"] == []


def test_the_example_names_exactly_what_is_to_be_filled_in() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", text))
    example = dict(
        line.split("=", 1) for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line[:30]
    )
    assert set(example) == used
    assert set(example.values()) == {""}


@pytest.mark.parametrize(
    ("path", "streams"),
    [
        ("/boards/CHURN/events", True),
        ("/api/v1/boards/CHURN/stream", True),
        ("/boards/CHURN/", False),
        ("/boards/CHURN/events/", False),
        ("/api/v1/boards/CHURN/events", False),
        ("/x/boards/CHURN/events", False),
    ],
)
def test_the_proxy_sends_streams_to_the_process_that_holds_them(path: str, streams: bool) -> None:
    pattern = re.search(r"path_regexp (\S+)", (ROOT / "docker" / "Caddyfile").read_text())
    assert pattern is not None
    assert bool(re.search(pattern[1], path)) is streams


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of the compose file, with its variables filled in and our servers behind the names."""
    given = os.environ["DATABASE_URL"]
    name = f"compose_{os.getpid()}"
    with _administering(given) as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    values = {
        "ALLOWED_HOSTS": "board.example.org",
        "SITE_URL": "https://board.example.org",
        "SECRET_KEY": "0123456789" * 5,
        "POSTGRES_PASSWORD": "pg",
        "REDIS_PASSWORD": "rd",
    }
    filled = {key: _fill_in(str(value), values) for key, value in COMPOSE["x-app"]["environment"].items()}
    yield {
        **filled,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DATABASE_URL": f"{given.rpartition('/')[0]}/{name}",
        "REDIS_URL": os.environ["REDIS_URL"],
        "PROOFLANE_DATA_DIR": str(tmp_path),
        "HOSTNAME": socket.gethostname(),
    }
    with _administering(given) as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _administering(url: str) -> Iterator[Any]:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _fill_in(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda found: values.get(found[1], ""), text)


@contextmanager
def process(name: str, environment: dict[str, str], port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a service's command as it stands, on a port of ours."""
    command = shlex.split(OURS[name]["command"])
    if command[0] == "gunicorn":
        command += ["--bind", f"127.0.0.1:{port}", "--workers", "1"]
    if command[0] == "uvicorn":
        command[command.index("--host") + 1] = "127.0.0.1"
        command[command.index("--port") + 1] = str(port)
    with subprocess.Popen(command, cwd=ROOT, env=environment) as started:
        try:
            yield started
        finally:
            started.terminate()
            assert started.wait(WAIT_SECONDS) in (0, -15)


def healthy(name: str, environment: dict[str, str], port: int) -> bool:
    test = (
        OURS[name]["healthcheck"]["test"].replace("$$", "$").replace("/data/", environment["PROOFLANE_DATA_DIR"])
    )
    check = test.replace("8000", str(port))
    return subprocess.run(["sh", "-c", check], cwd=ROOT, env=environment, check=False).returncode == 0


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.worker
def test_every_process_starts_and_becomes_healthy(environment: dict[str, str]) -> None:
    migrate = subprocess.run(shlex.split(OURS["migrate"]["command"]), cwd=ROOT, env=environment, check=False)
    assert migrate.returncode == 0
    for name in ("web", "live", "worker", "beat"):
        port = free_port()
        with process(name, environment, port) as started:
            end = time.monotonic() + WAIT_SECONDS
            while not healthy(name, environment, port):
                assert started.poll() is None, f"{name} ended"
                assert time.monotonic() < end, f"{name} did not become healthy"
                time.sleep(0.3)
            if name in ("web", "live"):
                assert not is_ready(port, "evil.example.org"), "the host of a request is not checked"
