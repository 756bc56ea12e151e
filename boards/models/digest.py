"""The digest: one row per person and period, which is what makes it come once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Person
from boards.models.notification import Letter


class Digest(Letter):
    """What is to be told of a period. What it says is read when it is sent, with the rights of that moment."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="digests")
    period = models.CharField(max_length=10, help_text="A day as 2026-11-28, a week as 2026-W48.")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "period"], name="digest_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, dropped_at=None), name="digest_waiting")
        ]
