"""The inbox: one notification per event and person, and a mail where it is worth one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from accounts.models import Person
from boards.models import Attention, Event, MailDelivery, Notification, Preference
from boards.readers.follow import Reader
from boards.readers.recipients import FINDERS, SETTLES, Recipient, recipients
from boards.wishes import INBOX as INBOX_CHANNEL
from boards.wishes import MAIL, URGENT, Wishes, group_of

DEFAULT_WINDOW = Attention._meta.get_field("window_minutes").default


def take(event: Event) -> None:
    """Settle what the event answers, then tell everybody it concerns, where they want to be told."""
    _settle(event)
    told = [_Told.of(event, each) for each in recipients(event)]
    wishes = Wishes(each.person_id for each in told)
    Notification.objects.bulk_create(
        (
            _notification(event, each, in_inbox=wishes.wants(each.person_id, each.group, INBOX_CHANNEL))
            for each in told
            if any(wishes.wants(each.person_id, each.group, channel) for channel in Preference.Channel)
        ),
        ignore_conflicts=True,
    )
    _mail(event, {each.person_id: each.group for each in told if wishes.wants(each.person_id, each.group, MAIL)})


@dataclass(frozen=True)
class _Told:
    """A recipient and the group of news this is for them."""

    recipient: Recipient
    group: str

    @classmethod
    def of(cls, event: Event, recipient: Recipient) -> _Told:
        return cls(recipient, group_of(event, recipient.reason, needs_action=recipient.needs_action))

    @property
    def person_id(self) -> int:
        return self.recipient.person_id


def _settle(event: Event) -> None:
    """A decision taken is no longer waited for, whoever was asked for it; an answer settles its own question."""
    kinds = SETTLES[event.kind]
    if kinds and event.card_id:
        asked = Notification.objects.filter(card=event.card_id, kind__in=kinds, done_at=None)
        if "entry" in event.data:
            asked = asked.filter(event__data__entry=event.data["entry"])
        asked.filter(event__seq__lt=event.seq).update(needs_action=False, done_at=event.recorded_at)


def _notification(event: Event, told: _Told, *, in_inbox: bool) -> Notification:
    return Notification(
        person_id=told.person_id,
        board_id=event.board_id,
        card_id=event.card_id,
        event=event,
        kind=event.kind,
        reason=told.recipient.reason,
        needs_action=told.recipient.needs_action,
        in_inbox=in_inbox,
        created_at=event.recorded_at,
    )


def _mail(event: Event, groups: dict[int, str]) -> None:
    """The Message-ID is made of event and person, so that a mail sent twice can be told to be one.

    What is urgent is due at once and takes along what waits; everything else waits until its window closes.
    """
    wanted = Person.objects.filter(pk__in=groups, mail_reminders=True).exclude(email="")
    windows = dict(Attention.objects.filter(person__in=groups).values_list("person_id", "window_minutes"))
    notifications = Notification.objects.filter(event=event, person__in=wanted, mail=None)
    MailDelivery.objects.bulk_create(
        MailDelivery(
            notification=notification,
            message_id=f"<{event.pk}.{notification.person_id}@{settings.SITE.hostname}>",
            created_at=event.recorded_at,
            due_at=event.recorded_at + _window(groups, windows, notification.person_id),
        )
        for notification in notifications
    )


def _window(groups: dict[int, str], windows: dict[int, int], person_id: int) -> timedelta:
    if groups[person_id] in URGENT:
        return timedelta()
    return timedelta(minutes=windows.get(person_id, DEFAULT_WINDOW))


INBOX = Reader("inbox", FINDERS, take)
