"""Senders of mail that are killed or frozen in the middle: no mail is lost, and a second copy is the same mail."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from boards.models import Board, MailDelivery
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from hypotheses.actions import add_log_entry
from tests.processes import kill, started
from tests.smtp import Mailbox, mailbox
from tests.world import World, make_world, one_mail_each

MAILS = 60
KILLS = 3
LEASE_SECONDS = 2
# What the worker does every half a minute, without a pause and with a short lease.
SENDER = f"""
import time
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from boards.readers import mail
mail.LEASE = timedelta(seconds={LEASE_SECONDS})
while True:
    mail.send_due(timezone.now())
    time.sleep(0.05)
"""


@pytest.fixture
def waiting(transactional_db: None) -> int:
    """Mails that are due."""
    world = make_world()
    world.at = timezone.now() - timedelta(minutes=1)
    board: Board = world.board()
    mention_everywhere(world, board)
    follow(INBOX, board.pk)
    assert MailDelivery.objects.count() == MAILS
    return MAILS


def mention_everywhere(world: World, board: Board) -> None:
    one_mail_each(world)
    card = world.card(board)
    for number in range(MAILS // 3):
        add_log_entry(cause=world.by("ben"), card=card, body=f"@ada @petra @vera {number}")


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """A server that takes its time, or hardly any kill would hit a mail."""
    with mailbox() as box:
        box.seconds = 0.03
        yield box


@contextmanager
def sender(box: Mailbox) -> Iterator[subprocess.Popen[bytes]]:
    with started("-c", SENDER, EMAIL_URL=f"smtp://127.0.0.1:{box.port}") as process:
        yield process


def freeze(process: subprocess.Popen[bytes]) -> None:
    """But not while it writes: on SQLite a writer that is frozen keeps everybody else out."""
    while True:
        os.kill(process.pid, signal.SIGSTOP)
        if connection.vendor != "sqlite" or _may_write():
            return
        os.kill(process.pid, signal.SIGCONT)
        time.sleep(0.01)


def _may_write() -> bool:
    """Whether the only place for a writer is free within a second, in which the other sender comes and goes."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 1000")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except OperationalError:
            return False
        finally:
            cursor.execute("PRAGMA busy_timeout = 20000")
    return True


def wait_until_all_are_marked(seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while MailDelivery.objects.filter(sent_at=None).exists():
        assert time.monotonic() < end, list(MailDelivery.objects.filter(sent_at=None).values())
        time.sleep(0.1)


def test_killed_senders_lose_nothing_and_double_only_what_was_in_their_hands(waiting: int, box: Mailbox) -> None:
    for number in range(1, KILLS + 1):
        with sender(box) as process:
            box.wait_for(number * waiting // (KILLS + 2))
            kill(process)
    with sender(box):
        wait_until_all_are_marked()
    sent = Counter(box.ids)
    assert set(sent) == set(MailDelivery.objects.values_list("message_id", flat=True))
    assert sum(sent.values()) - waiting <= KILLS
    assert MailDelivery.objects.filter(dropped_at=None).count() == waiting


def test_a_frozen_sender_that_wakes_up_marks_nothing_that_was_taken_over(waiting: int, box: Mailbox) -> None:
    with sender(box) as frozen, sender(box):
        box.wait_for(5)
        freeze(frozen)
        time.sleep(LEASE_SECONDS * 2)
        wait_until_all_are_marked()
        before = list(MailDelivery.objects.order_by("pk").values_list("pk", "sent_at", "lease_token"))
        os.kill(frozen.pid, signal.SIGCONT)
        time.sleep(2)
    assert list(MailDelivery.objects.order_by("pk").values_list("pk", "sent_at", "lease_token")) == before
    sent = Counter(box.ids)
    assert set(sent) == set(MailDelivery.objects.values_list("message_id", flat=True))
    assert sum(sent.values()) - waiting <= 10
