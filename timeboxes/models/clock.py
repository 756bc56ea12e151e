"""What every time-box has: a budget of working time, and the clock that uses it up."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from boards.models import CalendarVersion


class Clocked(models.Model):
    """A budget of working time: `accrued_seconds` and the stretch since `running_since` are used."""

    class State(models.TextChoices):
        PLANNED = "planned"
        RUNNING = "running"
        PAUSED = "paused"
        EXPIRED = "expired"
        CLOSED = "closed"

    MARKS: ClassVar[tuple[int, ...]] = (50, 80)

    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    budget_minutes = models.PositiveIntegerField()
    original_budget_minutes = models.PositiveIntegerField()
    calendar = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")
    accrued_seconds = models.PositiveIntegerField(
        default=0, help_text="Working time of stretches that have ended."
    )
    running_since = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="While running: when the budget will be used up.")
    hard_stop_at = models.DateTimeField(null=True, help_text="Runs on while the clock stands still.")
    next_mark = models.PositiveSmallIntegerField(null=True)
    next_mark_at = models.DateTimeField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    expired_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def budget_seconds(self) -> int:
        return self.budget_minutes * 60

    @property
    def ends_at(self) -> datetime | None:
        """When it will be over if nothing happens: its budget used, or its hard stop reached."""
        if self.state == self.State.RUNNING:
            return min(filter(None, (self.due_at, self.hard_stop_at)), default=None)
        return self.hard_stop_at if self.state == self.State.PAUSED else None

    @property
    def ends_hard(self) -> bool:
        """Whether the hard stop comes before the budget is used."""
        return self.ends_at is not None and self.ends_at != self.due_at

    def is_unflagged(self, at: datetime) -> bool:
        """Over by the clock, and no sweep has noticed."""
        return self.state != self.State.EXPIRED and self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        ends = self.ends_at
        return self.state == self.State.EXPIRED or (ends is not None and ends <= at)
