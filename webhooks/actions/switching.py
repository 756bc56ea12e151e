"""Switching a webhook off because its receiver takes nothing: a fact of a board, so that people are told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import audit
from boards.actions.lock import lock_boards_for_clock
from boards.events import clock_cause, record
from webhooks.events import WebhookSwitchedOff
from webhooks.models import Webhook


def switch_off(*, webhook: Webhook, board_id: int | None, reason: str, failures: int, at: datetime) -> bool:
    """Off, once, however many workers find it; what is waiting stays, and new events are kept after a failure.

    Without a board, as after a test, only the audit tells: who asked for the test is looking.
    """
    with transaction.atomic():
        boards = lock_boards_for_clock([board_id]) if board_id else {}
        on = Webhook.objects.filter(pk=webhook.pk, is_on=True)
        if not on.update(is_on=False, off_because=reason, off_since=at):
            return False
        fact = WebhookSwitchedOff(
            webhook=webhook.pk, name=webhook.name, address=webhook.address, reason=reason, failures=failures
        )
        if board_id in boards:
            record(boards[board_id], fact, clock_cause(at))
        audit("webhook.switched_off", at, team=webhook.team, webhook=webhook.name, address=webhook.address)
    return True
