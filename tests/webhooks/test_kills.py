"""Senders that are killed in the middle, and a real worker: nothing is lost, a second copy has the same id."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from boards.models import Board
from boards.readers.follow import follow
from config.celery import app
from tests.processes import kill, started
from tests.webhooks.hooks import Receiver, hook, receiving
from tests.world import World, make_world
from webhooks.models import Delivery, Webhook
from webhooks.readers import WEBHOOKS

HOOKS, CARDS, KILLS = 3, 24, 4
LEASE_SECONDS = 2
# What the worker does every quarter of a minute, without a pause and with a short lease.
SENDER = f"""
import time
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from webhooks import parcels, sending
parcels.LEASE = timedelta(seconds={LEASE_SECONDS})
while True:
    sending.send_due(timezone.now)
    time.sleep(0.05)
"""
WORKER = ["-m", "celery", "--quiet", "-A", "config.celery", "worker", "--loglevel", "WARNING"]
POOL = ["--concurrency", "2", "--pool", "threads"]
WITHIN = 90


@pytest.fixture
def world(transactional_db: None) -> World:
    world = make_world()
    world.at = timezone.now() - timedelta(minutes=1)
    return world


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """It takes its time, or hardly any kill would hit a delivery."""
    with receiving() as receiver:
        settings.OUTBOUND_PORTS = {receiver.port}
        receiver.seconds = 0.03
        yield receiver


def allowed(receiver: Receiver) -> dict[str, str]:
    return {"PROOFLANE_OUTBOUND_NETWORKS": "127.0.0.1", "PROOFLANE_OUTBOUND_PORTS": str(receiver.port)}


@contextmanager
def sender(receiver: Receiver) -> Iterator[subprocess.Popen[bytes]]:
    with started("-c", SENDER, **allowed(receiver)) as process:
        yield process


def wait_until_delivered(seconds: float = WITHIN) -> None:
    end = time.monotonic() + seconds
    while Delivery.objects.exclude(state="delivered").exists():
        assert time.monotonic() < end, list(Delivery.objects.exclude(state="delivered").values("state", "tries"))
        time.sleep(0.1)


@pytest.mark.timeout(300)
def test_killed_senders_lose_nothing_and_double_only_what_was_in_their_hands(
    world: World, receiver: Receiver
) -> None:
    board: Board = world.board()
    for number in range(HOOKS):
        hook(world, f"{receiver.url}/{number}", name=str(number))
    for number in range(CARDS):
        world.card(board, f"Card {number}")
    follow(WEBHOOKS, board.pk)
    total = Delivery.objects.count()
    assert total == HOOKS * (CARDS + 1)
    for number in range(1, KILLS + 1):
        with sender(receiver) as process:
            receiver.wait_for(number * total // (KILLS + 2))
            kill(process)
    with sender(receiver):
        wait_until_delivered()
    for number in range(HOOKS):
        sent = Counter(receiver.ids(f"/{number}"))
        assert len(sent) == CARDS + 1
    assert len(receiver.taken) - total <= KILLS * HOOKS


@pytest.mark.worker
@pytest.mark.timeout(300)
def test_a_real_worker_reads_the_log_and_sends_at_once(world: World, receiver: Receiver, tmp_path: Path) -> None:
    """The task that reads the log asks for the one that sends: beat is not needed."""
    board = world.board()
    hook(world, receiver.url, board=board)
    card = world.card(board, "Does it know churn?")
    with started(*WORKER, *POOL, **allowed(receiver)):
        app.send_task("boards.tasks.follow_log", (board.pk,))
        wait_until_noted(2)
        wait_until_delivered()
    assert [taken.json["kind"] for taken in receiver.taken] == ["board.created", "card.created"]
    assert receiver.taken[1].json["card"] == card.ref
    assert Webhook.objects.get().lease_token == ""


def wait_until_noted(number: int) -> None:
    end = time.monotonic() + WITHIN
    while Delivery.objects.count() < number:
        assert time.monotonic() < end, "the log was not read"
        time.sleep(0.1)
