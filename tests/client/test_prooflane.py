"""The push client as a script of its own, against the real server."""

import importlib
import os
import subprocess
import sys
import tomllib
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import prooflane
import pytest
from pytest_django import Settings

from accounts.actions import create_token
from boards.models import Card
from hypotheses.models import Run
from tests.integrations.playing import playing
from tests.integrations.trackers import connect
from tests.world import World, make_world

CLIENT = Path(__file__).resolve().parents[2] / "client" / "prooflane.py"


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def card(world: World) -> Card:
    return world.running(world.board())


def run(url: str, token: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PROOFLANE_URL": url, "PROOFLANE_TOKEN": token}
    return subprocess.run(
        [sys.executable, str(CLIENT), *arguments], env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def token(world: World) -> str:
    return create_token(person=world.ben, name="ci", scope="write", at=world.at)[1]


def test_a_script_logs_a_run_and_checks_it(asgi_server: str, card: Card, token: str) -> None:
    assert run(asgi_server, token, "check", card.ref).returncode == 2
    logged = run(asgi_server, token, "log-run", card.ref, "--metric", "val.auc=0.83", "--external-id", "r1")
    assert (logged.returncode, Run.objects.get().metrics) == (0, {"val.auc": 0.83})
    assert run(asgi_server, token, "check", card.ref).returncode == 0


@pytest.mark.parametrize(("value", "code"), [("0.83", 0), ("0.81", 1), ("nan", 2)])
def test_a_result_is_checked_before_it_is_logged(
    asgi_server: str, card: Card, token: str, value: str, code: int
) -> None:
    answer = run(asgi_server, token, "check", card.ref, "--metric", f"val.auc={value}")
    assert answer.returncode == code
    assert Run.objects.count() == 0


def test_what_cannot_be_asked_is_three(asgi_server: str, card: Card, token: str) -> None:
    assert run(asgi_server, "plk_wrong", "check", card.ref).returncode == 3
    assert run(asgi_server, token, "check", "CHURN-99").returncode == 3
    assert run(asgi_server, token, "chekc").returncode == 3
    assert run("", "", "check", card.ref).returncode == 3


def test_a_training_script_logs_from_python(
    asgi_server: str, card: Card, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROOFLANE_URL", asgi_server)
    monkeypatch.setenv("PROOFLANE_TOKEN", token)
    answer = prooflane.log_run(card.ref, {"val.auc": 0.83, "loss": float("nan")}, seed=7, params={"lr": 0.1})
    stored = Run.objects.get()
    assert (answer["counts"], stored.metrics, stored.seed) == (True, {"val.auc": 0.83, "loss": "nan"}, "7")
    assert prooflane.evaluate(card.ref, {"val.auc": 0.81})["suggested"] == "refuted"


def test_a_run_of_a_tracker_is_named_by_its_address_alone(
    asgi_server: str, card: Card, token: str, world: World, settings: Settings
) -> None:
    with playing() as mlflow:
        settings.OUTBOUND_NETWORKS = [ip_network("127.0.0.1")]
        settings.OUTBOUND_PORTS = {urlsplit(mlflow.url).port}
        connect(world, mlflow.url)
        url = f"{mlflow.url}/#/experiments/1/runs/{mlflow.add(metrics={'val.auc': 0.9})}"
        done = run(asgi_server, token, "log-run", card.ref, "--url", url)
        assert (done.returncode, Run.objects.get().source, Run.objects.get().metrics) == (
            0,
            "mlflow",
            {"val.auc": 0.9},
        )


def test_everything_a_run_has_can_be_said_on_the_command_line(asgi_server: str, card: Card, token: str) -> None:
    words = "--metric a=1 --param lr=5e-5 --git 9f1c --dataset d@1 --seed 3 --title T --external-id r1 --source ci"
    times = ["--started-at", "2026-11-16T10:00:00Z", "--ended-at", "2026-11-16T11:00:00Z", "--status", "failed"]
    assert run(asgi_server, token, "log-run", card.ref, *words.split(), *times).returncode == 0
    stored = Run.objects.get()
    assert (stored.source, stored.external_id, stored.status, stored.params) == (
        "ci",
        "r1",
        "failed",
        {"lr": "5e-5"},
    )
    assert (stored.git, stored.dataset, stored.seed, stored.title) == ("9f1c", "d@1", "3", "T")
    assert run(asgi_server, token, "log-run", card.ref, "--param", "lr").returncode == 3


def test_the_command_that_is_installed_is_there() -> None:
    """What `pip install` of this folder names as the command, and what it needs to run: nothing."""
    project = tomllib.loads((CLIENT.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["scripts"]["prooflane"].partition(":")
    assert callable(getattr(importlib.import_module(module), name))
    assert "dependencies" not in project
