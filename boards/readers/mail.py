"""Sending the mails that the inbox reader has left: once each in the database, at least once on the wire.

What waits for one person goes in one mail. It is claimed under a lease with a token of its own. A worker that dies
leaves it to be taken over when the lease is over; one that comes back late cannot mark as sent what another has
taken over meanwhile.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from accounts.language import in_language_of
from accounts.models import Person
from boards.models import MailDelivery, Notification
from boards.quiet import attention_of, mail_from
from boards.readers.letters import Line, line_of, message
from boards.readers.recipients import may_hear
from boards.wishes import MAIL, Wishes, group_of_told

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
RUN_SECONDS = 30
MOST_LINES = 50
# After the first failure, the second …; after the last one the mail is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
MOST_ATTEMPTS = len(PAUSES) + 1


def send_due(at: datetime) -> int:
    """Send what is due at `at`, for half a minute at most; returns how many mails went out.

    While the mail server cannot be reached no mail is tried, so an outage uses up no attempts.
    """
    if not _due(at).exists():
        return 0
    mailer = open_mailer()
    if mailer is None:
        return 0
    sent, began = 0, time.monotonic()
    while time.monotonic() - began < RUN_SECONDS and (claimed := _claim(at)):
        sent += _deliver(claimed, mailer, at)
    mailer.close()
    return sent


def open_mailer() -> BaseEmailBackend | None:
    """A connection to the mail server, or None while there is none."""
    mailer = get_connection()
    try:
        mailer.open()
    except OSError as error:  # smtplib's errors are OSErrors
        log.warning("The mail server cannot be reached: %s", error)
        return None
    return mailer


def _due(at: datetime) -> QuerySet[MailDelivery]:
    return _waiting(at).filter(due_at__lte=at).order_by("due_at", "pk")


def _waiting(at: datetime) -> QuerySet[MailDelivery]:
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    return MailDelivery.objects.filter(free, sent_at=None, dropped_at=None)


def _claim(at: datetime) -> list[MailDelivery]:
    """Take the next mail. An attempt is counted before it is made: one that kills is given up too."""
    token = secrets.token_hex(16)
    with transaction.atomic():
        due = _due(at)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        first = due.select_related("notification__person").first()
        if first is None:
            return []
        name = first.bundle or first.message_id
        # Conditions on its own columns: PostgreSQL asks them again after it has waited for another worker.
        mine = _waiting(at).filter(pk__in=_companions(first, at), bundle=first.bundle)
        mine.update(bundle=name, lease_token=token, lease_until=at + LEASE, attempts=F("attempts") + 1)
    whole = ("person", "card", "board", "event__actor", "event__card", "event__board")
    taken = MailDelivery.objects.filter(lease_token=token).order_by("created_at", "pk")
    return list(taken.select_related(*(f"notification__{each}" for each in whole)))


def _companions(first: MailDelivery, at: datetime) -> list[int]:
    """What goes in the same mail: the bundle it was in before; otherwise all that waits for the same person."""
    if first.bundle:
        return list(MailDelivery.objects.filter(bundle=first.bundle).values_list("pk", flat=True))
    person = first.notification.person
    if attention_of(person).window_minutes == 0:
        return [first.pk]
    others = _waiting(at).filter(notification__person=person, bundle="").exclude(pk=first.pk)
    return [first.pk, *others.order_by("due_at", "pk").values_list("pk", flat=True)[: MOST_LINES - 1]]


def _deliver(claimed: list[MailDelivery], mailer: BaseEmailBackend, at: datetime) -> int:
    """Send one mail with what is still to be told, and note what became of it; returns 1 when it went out."""
    person = claimed[0].notification.person
    until = mail_from(attention_of(person), person, at)
    if until > at:
        _put_off(claimed, until)
        return 0
    wanted = _still_wanted(claimed, at)
    if not wanted:
        return 0
    if wanted[0].attempts > MOST_ATTEMPTS:
        _give_up(wanted, "every attempt ended the worker", at)
        return 0
    with in_language_of(person):
        return _send(person, wanted, mailer, at)


def _send(person: Person, wanted: list[MailDelivery], mailer: BaseEmailBackend, at: datetime) -> int:
    lines, wanted = _written(wanted, at)
    if not wanted:
        return 0
    try:
        message(person, lines, wanted[0].bundle, mailer).send()
    except Exception as error:
        mailer.close()  # the next mail opens it anew
        _note_failure(wanted, f"{type(error).__name__}: {error}"[:300], at)
        return 0
    return int(_mark(wanted, sent_at=at, error=""))


def _still_wanted(claimed: list[MailDelivery], at: datetime) -> list[MailDelivery]:
    """Not what the person has seen meanwhile, has put off, wants no more by mail, or may no longer see."""
    snoozed = [each for each in claimed if _is_snoozed(each.notification, at)]
    for each in snoozed:
        _put_off([each], each.notification.snoozed_until or at)
    open_ones = [each for each in claimed if each not in snoozed]
    wishes = Wishes({each.notification.person_id for each in open_ones})
    unwanted = [each for each in open_ones if not _is_wanted(each.notification, wishes)]
    if unwanted:
        _mark(unwanted, dropped_at=at)
    return [each for each in open_ones if each not in unwanted]


def _is_snoozed(notification: Notification, at: datetime) -> bool:
    return notification.snoozed_until is not None and notification.snoozed_until > at


def _is_wanted(notification: Notification, wishes: Wishes) -> bool:
    person = notification.person
    if notification.read_at or notification.done_at or not person.mail_reminders or not person.email:
        return False
    if notification.card and notification.card.trashed_at:
        return False
    if not wishes.wants(person.pk, group_of_told(notification), MAIL):
        return False
    return may_hear(notification.event).filter(pk=person.pk).exists()


def _written(wanted: list[MailDelivery], at: datetime) -> tuple[list[Line], list[MailDelivery]]:
    """The lines of the mail; what cannot be written is tried again by itself and holds up nothing else."""
    lines, written = [], []
    for each in wanted:
        try:
            lines.append(line_of(each.notification))
            written.append(each)
        except Exception as error:
            log.exception("Mail %s cannot be written", each.message_id)
            _note_failure([each], f"{type(error).__name__}: {error}"[:300], at)
    return lines, written


def _put_off(claimed: list[MailDelivery], until: datetime) -> None:
    """Not a failure; what was never tried may join another bundle."""
    fresh = [each for each in claimed if each.attempts <= 1]
    tried = [each for each in claimed if each.attempts > 1]
    if fresh:
        _mark(fresh, due_at=until, attempts=0, bundle="")
    if tried:
        _mark(tried, due_at=until, attempts=F("attempts") - 1)


def _note_failure(failed: list[MailDelivery], error: str, at: datetime) -> None:
    first = failed[0]
    if first.attempts == MOST_ATTEMPTS:
        _give_up(failed, error, at)
        return
    log.warning("Mail %s could not be sent (attempt %d): %s", first.bundle, first.attempts, error)
    _mark(failed, due_at=at + PAUSES[first.attempts - 1], error=error)


def _give_up(failed: list[MailDelivery], error: str, at: datetime) -> None:
    log.error("Mail %s is given up after %d attempts: %s", failed[0].bundle, failed[0].attempts, error)
    _mark(failed, dropped_at=at, error=error)


def _mark(rows: Iterable[MailDelivery], **what: object) -> bool:
    """Note it, unless the lease has been taken over: then it is no longer ours to say."""
    rows = list(rows)
    mine = MailDelivery.objects.filter(pk__in=[row.pk for row in rows], lease_token=rows[0].lease_token)
    if not mine.update(lease_until=None, lease_token="", **what):
        log.warning("Mail %s had been taken over", rows[0].bundle)
        return False
    return True
