"""The worker's doors to trackers and imports: beat finds what is due, and each is a task of its own."""

from __future__ import annotations

import logging
from functools import partial
from uuid import UUID

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.retry import is_passing
from integrations.actions import forget_imports, give_up_import, run_import
from integrations.actions.imports import BROKEN, TOO_LONG
from integrations.models import Import, TrackerConnection
from integrations.trackers.sync import sync

EXPIRES_SECONDS = 100
IMPORT_SECONDS = 600
log = logging.getLogger(__name__)


@shared_task
def sync_trackers() -> None:
    """A tracker that hangs holds up no other one."""
    for pk in TrackerConnection.objects.due_by(timezone.now()).values_list("pk", flat=True):
        sync_tracker.apply_async((pk,), expires=EXPIRES_SECONDS)


@shared_task
def sync_tracker(connection_id: int) -> None:
    at = timezone.now()
    connection = TrackerConnection.objects.due_by(at).filter(pk=connection_id).first()
    if connection is not None:
        sync(connection, at)


@shared_task
def run_imports() -> None:
    """Find what a lost message or a killed worker has left behind."""
    for pk in Import.objects.unfinished().order_by("created_at", "pk").values_list("pk", flat=True):
        run_one_import.apply_async((str(pk),), expires=EXPIRES_SECONDS)


@shared_task(soft_time_limit=IMPORT_SECONDS, time_limit=IMPORT_SECONDS + 15)
def run_one_import(import_id: str) -> None:
    """One that failed on a database in trouble stays for the next sweep."""
    try:
        run_import(UUID(import_id), timezone.now)
    except SoftTimeLimitExceeded:
        give_up_import(UUID(import_id), TOO_LONG, timezone.now())
    except DatabaseError as error:
        if not is_passing(error):
            _broken(import_id)
    except Exception:
        _broken(import_id)


@shared_task
def forget_old_imports() -> None:
    forget_imports(timezone.now())


def ask_to_import(job: Import) -> None:
    """Somebody waits for it, once it is there for a worker to see."""
    transaction.on_commit(partial(_send, str(job.pk)), robust=True)


def _send(import_id: str) -> None:
    try:
        run_one_import.apply_async((import_id,), expires=EXPIRES_SECONDS)
    except OperationalError:
        log.warning("The queue is away; the next sweep imports")


def _broken(import_id: str) -> None:
    """The trace goes to the operator; what stood in the file does not."""
    log.exception("Import %s", import_id)
    give_up_import(UUID(import_id), BROKEN, timezone.now())
