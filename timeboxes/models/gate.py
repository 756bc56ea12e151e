"""The gate at the end of a time-box, and the decision taken there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from accounts.models import Person
from timeboxes.models.box import TimeBox


class Gate(models.Model):
    """The moment of decision. At most one is open per box."""

    class Reason(models.TextChoices):
        EXPIRY = "expiry"
        EARLY_PASS = "early_pass"  # noqa: S105 (not a password)
        KILL = "kill"
        HARD_STOP = "hard_stop"
        REQUESTED = "requested"

    box = models.ForeignKey(TimeBox, on_delete=models.CASCADE, related_name="gates")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    opened_at = models.DateTimeField()
    noticed_at = models.DateTimeField(
        null=True, help_text="When it was written: after a downtime later than opened."
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box"], condition=Q(closed_at=None), name="gate_open_once")]
        indexes = [models.Index(fields=["opened_at"], condition=Q(closed_at=None), name="gate_waiting")]

    def __str__(self) -> str:
        return f"gate of {self.box_id}"


class Decision(models.Model):
    """What was decided at a gate: exactly one, whoever comes second is told so. Nobody's is the clock's."""

    class Outcome(models.TextChoices):
        STOP = "stop"
        CONTINUE = "continue"
        EXTEND = "extend"
        SPLIT = "split"
        PARK = "park"

    CHOICES: ClassVar[tuple[tuple[str, str], ...]] = tuple(
        (value, word) for value, word in Outcome.choices if value != "park"
    )

    gate = models.OneToOneField(Gate, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    rationale = models.TextField(blank=True, default="")
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    extend_minutes = models.PositiveIntegerField(null=True)
    forecast = models.FloatField(null=True)
    expects = models.TextField(blank=True, default="", help_text="What new information the extra time will buy.")

    def __str__(self) -> str:
        return f"{self.gate_id}: {self.outcome}"

    @property
    def by(self) -> str:
        """Who decided, in words; a board that parks does so by its clock."""
        return self.author.name if self.author else gettext("The board's clock")
