"""A real worker reads a tracker: the tasks are found, call each other, and reach the settings of the operator."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings

from config.celery import app
from hypotheses.models import Run
from integrations.models import TrackerConnection
from tests.integrations.playing import playing
from tests.integrations.trackers import connect
from tests.processes import started
from tests.world import World, make_world

WORKER = [
    "-m",
    "celery",
    "--quiet",
    "-A",
    "config.celery",
    "worker",
    "--loglevel",
    "WARNING",
    "--concurrency",
    "2",
    "--pool",
    "threads",
]
WITHIN = 90


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def test_beat_knows_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    named = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert "integrations.tasks.sync_trackers" in named
    assert named <= set(app.tasks)


@pytest.mark.worker
@pytest.mark.timeout(240)
def test_a_worker_brings_the_runs(world: World, settings: Settings) -> None:
    with playing() as mlflow:
        port = urlsplit(mlflow.url).port
        settings.OUTBOUND_PORTS = {port}
        card = world.running(world.board())
        connect(world, mlflow.url)
        mlflow.add(card.ref, {"val.auc": 0.7})
        app.control.purge()  # what earlier tests have asked for, of databases that are gone
        with started(*WORKER, PROOFLANE_OUTBOUND_NETWORKS="127.0.0.1", PROOFLANE_OUTBOUND_PORTS=str(port)):
            app.send_task("integrations.tasks.sync_trackers")
            ends = time.monotonic() + WITHIN
            while not TrackerConnection.objects.filter(state="ok").exists():
                assert time.monotonic() < ends, TrackerConnection.objects.get().said
                time.sleep(0.1)
        assert Run.objects.get().metrics == {"val.auc": 0.7}
