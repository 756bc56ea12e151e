"""Real workers bring boards in, and one that is killed in the middle of it does no harm."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from boards.models import Board, Card
from config.celery import app
from integrations.models import Import
from integrations.tasks import ask_to_import
from tests.integrations.handed_in import TRELLO, handed_in
from tests.integrations.test_tracker_worker import WITHIN, WORKER
from tests.integrations.trello import a_board, a_card, a_list, is_gapless
from tests.processes import kill, started
from tests.world import World, make_world

MANY = 1_500


@pytest.fixture
def world(transactional_db: None) -> World:
    app.control.purge()  # what earlier tests have asked for, of databases that are gone
    return make_world()


def wait_for(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + WITHIN
    while not condition():
        assert time.monotonic() < ends, Import.objects.values("state", "said", "attempts")
        time.sleep(0.02)


def ended() -> bool:
    return not Import.objects.unfinished().exists()


def test_beat_looks_for_imports() -> None:
    app.loader.import_default_modules()
    named = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {"integrations.tasks.run_imports", "integrations.tasks.forget_old_imports"} <= named & set(app.tasks)


@pytest.mark.worker
@pytest.mark.timeout(240)
def test_a_worker_brings_what_was_handed_in(world: World) -> None:
    with started(*WORKER):
        ask_to_import(handed_in(world, TRELLO, key="SPACE"))
        wait_for(ended)
    job = Import.objects.get()
    assert (job.state, job.said, job.board and job.board.key) == ("done", "", "SPACE")


@pytest.mark.worker
@pytest.mark.timeout(300)
def test_a_killed_worker_leaves_no_half_board_and_the_next_one_ends_it(world: World) -> None:
    doing = a_list("Doing")
    cards = [a_card(doing, f"Card {number}", desc="x" * 500) for number in range(MANY)]
    job = handed_in(world, json.dumps(a_board([doing], cards)), key="SPACE")
    with started(*WORKER) as worker:
        ask_to_import(job)
        wait_for(lambda: Import.objects.filter(state="running").exists())
        kill(worker)
    assert not Board.objects.exists()
    with started(*WORKER):
        app.send_task("integrations.tasks.run_imports")
        wait_for(ended)
    job.refresh_from_db()
    assert (job.state, job.said, job.attempts) == ("done", "", 2)
    assert Card.objects.count() == MANY
    assert is_gapless(Board.objects.get())
