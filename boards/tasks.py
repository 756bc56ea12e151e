"""What boards does behind requests. A task may run twice, late or not at all: the next one finds what is left."""

from __future__ import annotations

import time

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from accounts.actions.tokens import forget_old_tokens
from api import idempotency
from boards.actions.archive import TRASH_KEEPS, empty_trash
from boards.actions.attach import collect_files
from boards.actions.presence import forget_presence
from boards.events import clock_cause
from boards.models import Board
from boards.readers import digest, mail, pulse
from boards.readers.follow import all_readers, behind, follow
from boards.readers.moment import database_now

SWEEP_SECONDS = 40


@shared_task
def follow_log(board_id: int) -> None:
    """A board has news: let every reader read them."""
    pulse.note("worker", timezone.now())
    for reader in all_readers():
        follow(reader, board_id)


@shared_task
def follow_logs() -> None:
    """Find what a lost wake-up has left behind."""
    ends = time.monotonic() + SWEEP_SECONDS
    for reader in all_readers():
        for board_id in behind(reader):
            if time.monotonic() < ends:
                follow(reader, board_id)


@shared_task
def send_mail_due() -> None:
    mail.send_due(database_now())


@shared_task
def send_digests_due() -> None:
    """Whose hour has come gets a digest, once."""
    digest.plan_digests(timezone.now())
    digest.send_digests(database_now())


@shared_task
def heartbeat() -> None:
    """Beat has sent this and a worker runs it: both are alive."""
    pulse.note("beat", timezone.now())
    pulse.note("worker", timezone.now())


@shared_task
def housekeeping() -> None:
    """Throw out what nobody can use any more."""
    at = timezone.now()
    call_command("clearsessions")
    idempotency.purge(at - idempotency.KEPT_FOR)
    forget_old_tokens(at)
    collect_files(at)
    forget_presence(at)
    for board in Board.objects.filter(cards__trashed_at__lte=at - TRASH_KEEPS).distinct():
        empty_trash(board=board, before=clock_cause(at))


def wake_readers(board_id: int) -> None:
    """Ask a worker to follow the log of a board; useless once the next sweep has been there."""
    follow_log.apply_async((board_id,), expires=60)
