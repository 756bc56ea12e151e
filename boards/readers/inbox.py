"""The inbox: one notification per event and person, and a mail where it is worth one."""

from __future__ import annotations

from django.conf import settings

from accounts.models import Person
from boards.models import Event, MailDelivery, Notification
from boards.readers.follow import Reader
from boards.readers.recipients import FINDERS, SETTLES, Recipient, recipients


def take(event: Event) -> None:
    """Settle what the event answers, then tell everybody it concerns."""
    _settle(event)
    told = recipients(event)
    Notification.objects.bulk_create((_notification(event, each) for each in told), ignore_conflicts=True)
    _mail(event, {each.person_id for each in told if each.mail})


def _settle(event: Event) -> None:
    """A decision taken is no longer waited for, whoever was asked for it."""
    kinds = SETTLES[event.kind]
    if kinds and event.card_id:
        asked = Notification.objects.filter(card=event.card_id, kind__in=kinds, done_at=None)
        asked.filter(event__seq__lt=event.seq).update(needs_action=False, done_at=event.recorded_at)


def _notification(event: Event, recipient: Recipient) -> Notification:
    return Notification(
        person_id=recipient.person_id,
        board_id=event.board_id,
        card_id=event.card_id,
        event=event,
        kind=event.kind,
        reason=recipient.reason,
        needs_action=recipient.needs_action,
        created_at=event.recorded_at,
    )


def _mail(event: Event, person_ids: set[int]) -> None:
    """The Message-ID is made of event and person, so that a mail sent twice can be told to be one."""
    wanted = Person.objects.filter(pk__in=person_ids, mail_reminders=True).exclude(email="")
    notifications = Notification.objects.filter(event=event, person__in=wanted, mail=None)
    MailDelivery.objects.bulk_create(
        MailDelivery(
            notification=notification,
            message_id=f"<{event.pk}.{notification.person_id}@{settings.SITE.hostname}>",
            created_at=event.recorded_at,
            due_at=event.recorded_at,
        )
        for notification in notifications
    )


INBOX = Reader("inbox", FINDERS, take)
