"""Where a team's events are sent, and every delivery: one per webhook and event."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Person, Team
from boards.models import Board, Event


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, person: Person) -> WebhookQuerySet:
        return self.filter(team__memberships__person_id=person.pk, team__memberships__person__is_active=True)

    def keeping(self) -> WebhookQuerySet:
        """Those whose events are kept: switched on, or off only because nobody answered."""
        return self.filter(Q(is_on=True) | Q(off_because=Webhook.Off.FAILING))

    def free(self, at: datetime) -> WebhookQuerySet:
        """Those that nobody sends to now and that have had their rest after a failure."""
        unheld = Q(lease_until=None) | Q(lease_until__lte=at)
        return self.filter(unheld, is_on=True).filter(Q(rest_until=None) | Q(rest_until__lte=at))

    def with_due(self, at: datetime) -> WebhookQuerySet:
        return self.free(at).filter(Exists(Delivery.objects.due(at).filter(webhook=OuterRef("pk"))))


class Webhook(models.Model):
    """An address that hears of a team's events. Address and secret are sealed: a chat knows us by either."""

    class Format(models.TextChoices):
        JSON = "json", gettext_lazy("JSON: the whole event, signed")
        SLACK = "slack", gettext_lazy("Slack or Mattermost: a sentence")
        TEAMS = "teams", gettext_lazy("Microsoft Teams: a sentence")

    class Off(models.TextChoices):
        NOT = "", gettext_lazy("it is on")
        PERSON = "person", gettext_lazy("somebody switched it off")
        FAILING = "failing", gettext_lazy("nothing was taken for days")
        GONE = "gone", gettext_lazy("the receiver said it is gone")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="webhooks")
    board = models.ForeignKey(
        Board,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="webhooks",
        help_text="None means all.",
    )
    name = models.CharField(max_length=80)
    sealed_url = models.TextField()
    address = models.CharField(max_length=300, help_text="Scheme and host of the address, to tell it by.")
    format = models.CharField(max_length=8, choices=Format.choices, default=Format.JSON)
    kinds = models.JSONField(default=list, blank=True, help_text="Kinds of events, or `area.*`; none means all.")
    sealed_secret = models.TextField()
    sealed_previous = models.TextField(blank=True, default="")
    previous_until = models.DateTimeField(null=True, help_text="Until then also signed with the secret before.")
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    is_on = models.BooleanField(default=True)
    off_because = models.CharField(max_length=8, choices=Off.choices, blank=True, default=Off.NOT)
    off_since = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True, default="", help_text="What the last failure came to.")
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    last_ok_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    rest_until = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True, default="")

    objects = WebhookQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="webhook_name_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.team_id}"

    @property
    def is_chat(self) -> bool:
        return self.format != self.Format.JSON

    def wants(self, event: Event) -> bool:
        """Whether it asked for this kind; what is done silently is nothing to chat about."""
        if self.is_chat and event.data.get("silent"):
            return False
        area = f"{event.kind.partition('.')[0]}.*"
        return not self.kinds or event.kind in self.kinds or area in self.kinds


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> DeliveryQuerySet:
        return self.filter(state=Delivery.State.WAITING)

    def tests(self) -> DeliveryQuerySet:
        return self.filter(event=None)

    def missed(self) -> DeliveryQuerySet:
        """Events that were given up; a test has told what it had to tell."""
        return self.filter(state=Delivery.State.MISSED).exclude(event=None)

    def due(self, at: datetime) -> DeliveryQuerySet:
        return self.waiting().filter(due_at__lte=at)


class Delivery(models.Model):
    """One event for one webhook. The unique pair makes a reader that runs twice harmless.

    One without an event is a test that an admin has asked for; it is tried once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "waiting")
        DELIVERED = "delivered", pgettext_lazy("delivery", "delivered")
        MISSED = "missed", pgettext_lazy("delivery", "given up")
        DROPPED = "dropped", pgettext_lazy("delivery", "no longer to be sent")

    MOST_TRIES: ClassVar[int] = 12

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Since it was last asked for.")
    tries = models.JSONField(default=list, help_text="The latest: when, status, milliseconds, what it came to.")
    delivered_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once")]
        indexes = [
            models.Index(fields=["webhook", "due_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["webhook", "-id"], name="delivery_log"),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.webhook_id}: {self.state}"

    @property
    def is_test(self) -> bool:
        return self.event_id is None

    @property
    def message_id(self) -> str:
        """The `webhook-id` of every try."""
        return f"test-{self.pk}" if self.is_test else str(self.event_id)
