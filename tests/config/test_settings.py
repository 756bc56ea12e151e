"""The settings as a whole, read by a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "0123456789" * 5
PRODUCTION = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "board.example.org", "SITE_URL": "https://board.example.org"}


def run(folder: Path, environment: dict[str, str], *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PROOFLANE_DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def read(folder: Path, environment: dict[str, str], *names: str, role: str = "command") -> dict[str, object]:
    code = (
        "import json, sys; from config import start; start.begin(sys.argv[1]);"
        "from django.conf import settings;"
        "print(json.dumps({name: getattr(settings, name) for name in sys.argv[2:]}, default=str))"
    )
    done = run(folder, environment, "-c", code, role, *names)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_production_does_not_start_without(missing: str, tmp_path: Path) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = run(tmp_path, environment, "manage.py", "check")
    assert done.returncode == 3
    assert done.stderr.startswith(f"prooflane: {missing} must be set while DEBUG is off.")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY must have at least 50 characters."),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name hosts"),
        ("ALLOWED_HOSTS", "other.example.org", "ALLOWED_HOSTS must also name board.example.org"),
        ("DATABASE_URL", "mysql://u:p@h/d", "DATABASE_URL must start with one of"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL must start with one of"),
        ("DATABASE_URL", "postgres://u:p@h:port/d", "DATABASE_URL has a port that is not a number."),
        ("REDIS_URL", "localhost:6379", "REDIS_URL must start with one of"),
        ("EMAIL_URL", "mail.example.org", "EMAIL_URL must start with one of"),
        ("TRUSTED_PROXIES", "proxy", "TRUSTED_PROXIES must be a number or networks"),
        ("PROOFLANE_LOG_FORMAT", "xml", "PROOFLANE_LOG_FORMAT must be one of text, json, not 'xml'."),
        ("PROOFLANE_DATBASE", "x", "PROOFLANE_DATBASE is not a setting of Prooflane"),
    ],
)
def test_a_wrong_value_is_one_sentence(name: str, value: str, sentence: str, tmp_path: Path) -> None:
    done = run(tmp_path, {**PRODUCTION, name: value}, "manage.py", "migrate")
    assert done.returncode == 3
    assert done.stderr.startswith(f"prooflane: {sentence}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "run"],
        ["-m", "config.wsgi"],
        ["-m", "uvicorn", "config.asgi:application", "--port", "0"],
        ["-m", "celery", "-A", "config.celery", "worker"],
        ["-m", "celery", "-A", "config.celery", "beat"],
    ],
)
def test_every_process_refuses_in_one_sentence(command: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, {**PRODUCTION, "PROOFLANE_DATBASE": "x"}, *command)
    assert done.returncode == 3
    assert done.stderr.startswith("prooflane: PROOFLANE_DATBASE is not a setting of Prooflane")
    assert done.stderr.count("\n") == 1


def test_production_passes_the_deployment_check(tmp_path: Path) -> None:
    environment = {**PRODUCTION, "TRUSTED_PROXIES": "1"}
    done = run(tmp_path, environment, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_debug_is_off_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert read(tmp_path, PRODUCTION, "DEBUG") == {"DEBUG": False}


def test_the_key_of_the_embedded_installation_turns_on_no_server(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text(KEY)
    assert run(tmp_path, {}, "-m", "config.asgi").stderr.startswith("prooflane: SECRET_KEY must be set")
    assert run(tmp_path, {}, "manage.py", "check").returncode == 0


def test_https_hardens_the_cookies(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS")
    assert read(tmp_path, PRODUCTION, *names) == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SESSION_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31536000,
    }


@pytest.mark.parametrize(
    ("role", "age", "statement"), [("wsgi", 60, "5s"), ("asgi", 0, "5s"), ("job", 60, "60s"), ("command", 60, "0")]
)
def test_postgres_limits_follow_the_process(role: str, age: int, statement: str, tmp_path: Path) -> None:
    environment = {**PRODUCTION, "DATABASE_URL": "postgres://u:p@h:1/d?sslmode=require"}
    database = read(tmp_path, environment, "DATABASE", role=role)["DATABASE"]
    assert isinstance(database, dict)
    assert database["CONN_MAX_AGE"] == age
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["options"].startswith(f"-c statement_timeout={statement} -c lock_timeout=2s")


@pytest.mark.parametrize("server", ["config.wsgi", "config.asgi"])
def test_a_server_collects_what_requests_leave_not_what_it_is_made_of(server: str, tmp_path: Path) -> None:
    code = f"import gc, {server}; print(len(gc.get_objects()) < gc.get_freeze_count() / 10, gc.get_threshold()[0])"
    assert run(tmp_path, PRODUCTION, "-c", code).stdout == "True 20000\n"


def test_a_worker_settles_before_it_splits(tmp_path: Path) -> None:
    code = (
        "import gc; from celery.signals import worker_init; import config.celery as jobs;"
        "jobs.app.loader.import_default_modules(); worker_init.send(sender=None);"
        "print(len(gc.get_objects()) < gc.get_freeze_count() / 10, gc.get_threshold()[0])"
    )
    assert run(tmp_path, PRODUCTION, "-c", code).stdout == "True 20000\n"
