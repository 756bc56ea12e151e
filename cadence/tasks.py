"""The worker's door to what recurs."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from cadence import actions


@shared_task
def remind_due() -> None:
    actions.remind_due(timezone.now())
