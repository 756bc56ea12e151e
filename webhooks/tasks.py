"""The worker's door to webhooks. A task may run twice, late or not at all: the next one finds what is left."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from boards.readers.moment import database_now
from webhooks.actions import KEPT_FOR, forget_deliveries
from webhooks.models import Delivery
from webhooks.sending import send_due

EXPIRES_SECONDS = 30
log = logging.getLogger(__name__)


@shared_task
def send_deliveries() -> None:
    send_due(database_now)


@shared_task
def forget_old_deliveries() -> None:
    forget_deliveries(before=timezone.now() - KEPT_FOR)


def ask_to_send() -> None:
    """Somebody waits for it. When the queue is away, the next sweep sends."""
    try:
        send_deliveries.apply_async(expires=EXPIRES_SECONDS)
    except OperationalError:
        log.warning("The queue is away; the next sweep sends")


def wake_sender() -> None:
    """News have been read: ask a worker to send them; useless once the next sweep has been there."""
    if Delivery.objects.due(timezone.now()).exists():
        send_deliveries.apply_async(expires=EXPIRES_SECONDS)
