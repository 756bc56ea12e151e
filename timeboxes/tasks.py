"""The worker's door to the clock."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from timeboxes import actions


@shared_task
def expire_due() -> None:
    """Marks first, so that after a downtime a box is warned of before it is over; parking last."""
    at = timezone.now()
    actions.mark_due(at)
    actions.expire_due(at)
    actions.sweep_stages(at)
    actions.park_due(at)
