"""The push client as a script of its own, against the real server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.actions import create_token
from boards.models import Card
from hypotheses.models import Run
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
