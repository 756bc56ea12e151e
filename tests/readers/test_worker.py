"""A time-box that ran out is told by mail: a real worker, a real beat, a real mail server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from boards.models import Board, MailDelivery, Notification
from tests.processes import kill, started
from tests.smtp import Mailbox, mailbox
from tests.world import ROUND_THE_CLOCK, World, kinds, make_world, one_mail_each
from tools import servers

WORKER = (
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
)
BEAT = ("-m", "celery", "--quiet", "-A", "config.celery", "beat", "--loglevel", "WARNING")
TOLD_WITHIN = 90


@pytest.fixture
def world(transactional_db: None) -> World:
    world = make_world()
    world.at = timezone.now() - timedelta(days=3)
    return world


@pytest.fixture
def board(world: World) -> Board:
    """A box of one day that was due two days ago, which nobody has noticed."""
    one_mail_each(world)
    board = world.board(calendar=ROUND_THE_CLOCK)
    world.running(board, budget="24h")
    return board


@pytest.fixture(params=["spool", pytest.param("redis", marks=pytest.mark.redis)])
def broker(request: pytest.FixtureRequest) -> Iterator[str]:
    with ExitStack() as stack:
        yield stack.enter_context(servers.redis()) if request.param == "redis" else ""


@pytest.fixture
def environment(broker: str, tmp_path: Path) -> Iterator[tuple[dict[str, str], Mailbox]]:
    with mailbox() as box:
        yield (
            {
                "REDIS_URL": broker,
                "EMAIL_URL": f"smtp://127.0.0.1:{box.port}",
                "PROOFLANE_DATA_DIR": str(tmp_path),
            },
            box,
        )


@pytest.mark.worker
@pytest.mark.timeout(240)
def test_a_box_that_ran_out_is_told_to_everybody_once_though_the_worker_is_killed(
    board: Board, broker: str, environment: tuple[dict[str, str], Mailbox]
) -> None:
    values, box = environment
    pool = ("--pool", "prefork" if broker else "threads")
    with started(*BEAT, **values):
        with started(*WORKER, *pool, **values) as first:
            wait_until(lambda: Notification.objects.exists())
            kill(first)
        with started(*WORKER, *pool, **values):
            box.wait_for(2, TOLD_WITHIN)
            wait_until(lambda: not MailDelivery.objects.filter(sent_at=None, dropped_at=None).exists())
            if broker == settings.REDIS_URL:
                health = Client().get("/health/ready").json()
                assert health["worker_seconds"] < 60
                assert health["beat_seconds"] < 60
    assert kinds(board).count("timebox.expired") == kinds(board).count("gate.opened") == 1
    assert sorted(message["To"] for message in box.messages) == ["ben@example.org", "petra@example.org"]
    assert {message["Subject"] for message in box.messages} == {
        "The time-box of CHURN-1 is over: 1d are used - A question"
    }
    assert len(set(box.ids)) == 2


def wait_until(condition: object) -> None:
    end = time.monotonic() + TOLD_WITHIN
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.1)
