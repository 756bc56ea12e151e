"""Sending the mails that the inbox reader has left: once each in the database, at least once on the wire.

A mail is claimed under a lease with a token of its own. A worker that dies leaves it to be taken over when the
lease is over; one that comes back late cannot mark as sent what another has taken over meanwhile.
"""

from __future__ import annotations

import logging
import secrets
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string

from boards.models import MailDelivery, Notification
from boards.readers.recipients import may_hear
from boards.sentences import sentence

log = logging.getLogger(__name__)
BATCH = 20
LEASE = timedelta(minutes=2)
RUN_SECONDS = 30
HOLD_SECONDS = 90  # later a lease might be over before its mail is out
# After the first failure, the second …; after the last one the mail is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
MOST_ATTEMPTS = len(PAUSES) + 1
SUBJECT_LENGTH = 150
REASONS = {
    "assignee": "the card is assigned to you",
    "author": "you wrote the card",
    "watcher": "you watch the card",
    "owner": "you decide on this board",
    "mention": "somebody mentioned you",
}


def send_due(at: datetime) -> int:
    """Send what is due at `at`, for half a minute at most; returns how many mails went out.

    While the mail server cannot be reached no mail is tried, so an outage uses up no attempts.
    """
    if not _due(at).exists():
        return 0
    mailer = get_connection()
    try:
        mailer.open()
    except OSError as error:  # smtplib's errors are OSErrors
        log.warning("The mail server cannot be reached: %s", error)
        return 0
    sent, began = 0, time.monotonic()
    while time.monotonic() - began < RUN_SECONDS and (claimed := _claim(at)):
        for delivery in claimed:
            if time.monotonic() - began < HOLD_SECONDS:
                sent += _deliver(delivery, mailer, at)
    mailer.close()
    return sent


def _due(at: datetime) -> QuerySet[MailDelivery]:
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    waiting = MailDelivery.objects.filter(free, sent_at=None, dropped_at=None, due_at__lte=at)
    return waiting.order_by("due_at", "pk")


def _claim(at: datetime) -> list[MailDelivery]:
    """Take the next few mails. An attempt is counted before it is made: one that kills is given up too."""
    token = secrets.token_hex(16)
    with transaction.atomic():
        due = _due(at)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        chosen = list(due.values_list("pk", flat=True)[:BATCH])
        _due(at).filter(pk__in=chosen).update(
            lease_token=token, lease_until=at + LEASE, attempts=F("attempts") + 1
        )
    mine = MailDelivery.objects.filter(lease_token=token).order_by("due_at", "pk")
    whole = ("person", "card", "event__actor", "event__card", "event__board")
    return list(mine.select_related(*(f"notification__{name}" for name in whole)))


def _deliver(delivery: MailDelivery, mailer: BaseEmailBackend, at: datetime) -> bool:
    """Send one mail if it still should be, and note what became of it."""
    notification = delivery.notification
    if notification.snoozed_until and notification.snoozed_until > at:
        _mark(delivery, due_at=notification.snoozed_until, attempts=F("attempts") - 1)
        return False
    if not _still_wanted(notification):
        _mark(delivery, dropped_at=at)
        return False
    if delivery.attempts > MOST_ATTEMPTS:
        _give_up(delivery, "every attempt ended the worker", at)
        return False
    try:
        _message(delivery, mailer).send()
    except Exception as error:
        mailer.close()  # the next mail opens it anew
        _note_failure(delivery, f"{type(error).__name__}: {error}"[:300], at)
        return False
    return _mark(delivery, sent_at=at, error="")


def _still_wanted(notification: Notification) -> bool:
    """Not when the person has seen it meanwhile, wants no mail, or may no longer see the board."""
    person = notification.person
    if notification.read_at or notification.done_at or not person.mail_reminders or not person.email:
        return False
    if notification.card and notification.card.trashed_at:
        return False
    return may_hear(notification.event).filter(pk=person.pk).exists()


def _note_failure(delivery: MailDelivery, error: str, at: datetime) -> None:
    if delivery.attempts == MOST_ATTEMPTS:
        _give_up(delivery, error, at)
        return
    log.warning("Mail %s could not be sent (attempt %d): %s", delivery.message_id, delivery.attempts, error)
    _mark(delivery, due_at=at + PAUSES[delivery.attempts - 1], error=error)


def _give_up(delivery: MailDelivery, error: str, at: datetime) -> None:
    log.error("Mail %s is given up after %d attempts: %s", delivery.message_id, delivery.attempts, error)
    _mark(delivery, dropped_at=at, error=error)


def _mark(delivery: MailDelivery, **what: object) -> bool:
    """Note it, unless the lease has been taken over: then it is no longer ours to say."""
    mine = MailDelivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token)
    if not mine.update(lease_until=None, lease_token="", **what):
        log.warning("Mail %s had been taken over", delivery.message_id)
        return False
    return True


def _message(delivery: MailDelivery, mailer: BaseEmailBackend) -> EmailMultiAlternatives:
    notification = delivery.notification
    event, card = notification.event, notification.card
    where = f"/c/{card.ref}/" if card else f"/boards/{event.board.key}/"
    context = {
        "sentence": sentence(event),
        "title": f"{card.ref} {card.title}" if card else event.board.name,
        "link": settings.SITE_URL + where,
        "because": REASONS.get(notification.reason, "it concerns you"),
        "profile": f"{settings.SITE_URL}/profile/",
    }
    message = EmailMultiAlternatives(
        subject=_subject(context["sentence"], card.title if card else ""),
        body=render_to_string("mail/notification.txt", context),
        to=[notification.person.email],
        connection=mailer,
        headers={"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("mail/notification.html", context), "text/html")
    return message


def _subject(text: str, title: str) -> str:
    """One line, whatever people have written."""
    line = " ".join(f"{text} - {title}".split()) if title else text
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1] + "…"
