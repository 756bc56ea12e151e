"""Iterations without an end date, and increments of fixed time over many of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from accounts.models import Person
from boards.models import Board, Card

LONG_AFTER = timedelta(days=30)


class Iteration(models.Model):
    """A few items and what is to be learned of each. It ends when every item has its outcome, never by a date."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="iterations")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … of the board.")
    goal = models.CharField(max_length=300, blank=True, default="")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    hinted_at = models.DateTimeField(null=True, help_text="When people were told that it takes long.")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="iteration_number_once"),
            models.UniqueConstraint(fields=["board"], condition=Q(closed_at=None), name="iteration_open_once"),
        ]

    def __str__(self) -> str:
        return f"iteration {self.number} of {self.board_id}"

    @property
    def state(self) -> str:
        if self.closed_at:
            return "closed"
        return "running" if self.started_at else "planned"

    def takes_long(self, at: datetime) -> bool:
        """A hint and nothing else: no date ends it."""
        return self.started_at is not None and self.closed_at is None and at - self.started_at >= LONG_AFTER


class IterationItem(models.Model):
    """A card in an iteration, and in the end what the analysis says of it."""

    iteration = models.ForeignKey(Iteration, on_delete=models.CASCADE, related_name="items")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="iteration_items")
    position = models.PositiveSmallIntegerField()
    outcome = models.TextField(blank=True, default="")
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["iteration", "card"], name="iteration_item_once")]

    def __str__(self) -> str:
        return f"{self.card_id} in {self.iteration_id}"


class IterationTask(models.Model):
    """A step of an item: something is created, observed or analyzed. A linked card may say more than a line."""

    class Kind(models.TextChoices):
        CREATE = "create"
        OBSERVE = "observe"
        ANALYZE = "analyze"

    item = models.ForeignKey(IterationItem, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    title = models.CharField(max_length=300)
    assignee = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    card = models.ForeignKey(Card, null=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Increment(models.Model):
    """A goal in fixed time, reached by as many iterations as fit. It ends on its day, whatever is done by then."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="increments")
    name = models.CharField(max_length=120)
    goal = models.TextField(blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Its last day.")
    achieved = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text="When people were told that it ends soon.")
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["board", "name"], name="increment_name_once")]

    def __str__(self) -> str:
        return self.name
