"""What a person is told: the inbox, and the mails that follow from it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import Person
from boards.models.board import Board
from boards.models.card import Card
from boards.models.event import Event


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, person: Person) -> NotificationQuerySet:
        """A person's own notifications of boards they may still see."""
        mine = self.filter(person_id=person.pk, in_inbox=True)
        return mine.filter(board__team__memberships__person_id=person.pk, board__deleted_at=None)

    def waiting(self, at: datetime) -> NotificationQuerySet:
        return self.filter(done_at=None).filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at))


class Notification(models.Model):
    """One event told to one person. The unique pair makes a reader that runs twice harmless."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, null=True, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    reason = models.CharField(
        max_length=20, help_text="Why this person: assignee, author, watcher, owner, mention."
    )
    needs_action = models.BooleanField(default=False)
    in_inbox = models.BooleanField(default=True, help_text="No: the person wants it by mail only.")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="notification_once")]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="inbox_order"),
            models.Index(fields=["person"], condition=Q(done_at=None), name="inbox_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"


class Letter(models.Model):
    """Something to mail. Claimed under a lease, so that a killed worker's mail is taken over and not lost.

    `message_id` stays the same over retries: a duplicate on the wire can be told by its receiver.
    """

    message_id = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.message_id


class MailDelivery(Letter):
    """One notification to mail. What waits for the same person goes in one mail, the bundle.

    The bundle is named when it is first taken in hand, by the `message_id` of its first row; a retry keeps it.
    """

    notification = models.OneToOneField(Notification, on_delete=models.CASCADE, related_name="mail")
    bundle = models.CharField(max_length=120, blank=True, default="", db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, dropped_at=None), name="mail_waiting")
        ]
