"""The worker's door to the trackers: beat finds who is due, and each connection is a task of its own."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from integrations.models import TrackerConnection
from integrations.trackers.sync import sync

EXPIRES_SECONDS = 100


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
