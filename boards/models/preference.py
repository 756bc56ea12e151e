"""What a person wants to be told of, where, and when mail may come."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from accounts.models import Person


class Preference(models.Model):
    """One choice that differs from the default: this group of news, in this channel, yes or no."""

    class Channel(models.TextChoices):
        INBOX = "inbox"
        MAIL = "mail"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="preferences")
    group = models.CharField(max_length=12)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    is_on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "group", "channel"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.group} by {self.channel} {'on' if self.is_on else 'off'}"


class Attention(models.Model):
    """When a person may be mailed. A person without a row has the defaults."""

    class Digest(models.TextChoices):
        AUTO = "auto", gettext_lazy("Daily, if you decide on a board")
        DAILY = "daily", gettext_lazy("Every working day")
        WEEKLY = "weekly", gettext_lazy("Once a week")
        NONE = "none", gettext_lazy("Never")

    WINDOWS: ClassVar[list[int]] = [0, 10, 30, 60, 240]

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="attention")
    quiet_from = models.TimeField(null=True, help_text="In the person's zone; none: no quiet hours.")
    quiet_to = models.TimeField(null=True)
    working_days_only = models.BooleanField(default=False)
    window_minutes = models.PositiveSmallIntegerField(default=10, help_text="0: every mail on its own, at once.")
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.AUTO)
    digest_at = models.TimeField(default=time(8))
    digest_weekday = models.PositiveSmallIntegerField(default=0, help_text="0 is Monday.")

    def __str__(self) -> str:
        return f"attention of {self.person_id}"
