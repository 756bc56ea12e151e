"""Time-boxes, their pauses, the gate at the end and the decision taken there."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Person
from boards.models import Board, CalendarVersion, Card
from hypotheses.models import Round


class TimeBoxQuerySet(models.QuerySet["TimeBox"]):
    def visible_to(self, person: Person) -> TimeBoxQuerySet:
        return self.filter(
            board__team__memberships__person_id=person.pk,
            board__team__memberships__person__is_active=True,
            board__deleted_at=None,
        )

    def on_board(self) -> TimeBoxQuerySet:
        """Nobody is reminded of cards in the archive or the trash, or of a board that was deleted."""
        return self.filter(card__archived_at=None, card__trashed_at=None, board__deleted_at=None)

    def due_by(self, at: datetime) -> TimeBoxQuerySet:
        """Running boxes whose time is up: a level, not an edge, so a missed minute is caught up."""
        return self.on_board().filter(state=TimeBox.State.RUNNING, due_at__lte=at).order_by("due_at")

    def marks_by(self, at: datetime) -> TimeBoxQuerySet:
        """Running boxes whose next mark (50 or 80 %) has been reached."""
        return self.on_board().filter(state=TimeBox.State.RUNNING, next_mark_at__lte=at).order_by("next_mark_at")


class TimeBox(models.Model):
    """A budget of working time for one round: `accrued_seconds` and the stretch since `running_since` are used."""

    class State(models.TextChoices):
        PLANNED = "planned"
        RUNNING = "running"
        PAUSED = "paused"
        EXPIRED = "expired"
        CLOSED = "closed"

    MARKS: ClassVar[tuple[int, ...]] = (50, 80)

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="timeboxes")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="timeboxes")
    round = models.OneToOneField(Round, null=True, on_delete=models.CASCADE, related_name="timebox")
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

    objects = TimeBoxQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "time boxes"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="running"), name="box_due"),
            models.Index(fields=["next_mark_at"], condition=Q(state="running"), name="box_mark"),
            models.Index(fields=["board", "state"], name="box_of_board"),
        ]

    def __str__(self) -> str:
        return f"box of {self.card_id}, {self.state}"

    @property
    def budget_seconds(self) -> int:
        return self.budget_minutes * 60

    def is_over(self, at: datetime) -> bool:
        if self.state == self.State.RUNNING:
            return self.due_at is not None and self.due_at <= at
        return self.state == self.State.EXPIRED


class Pause(models.Model):
    """Why and how long the clock stood still. At most one is open per box."""

    class Cause(models.TextChoices):
        PERSON = "person"
        REVIEW = "review"
        BACKLOG = "backlog"

    box = models.ForeignKey(TimeBox, on_delete=models.CASCADE, related_name="pauses")
    cause = models.CharField(max_length=7, choices=Cause.choices)
    reason = models.CharField(max_length=300)
    actor = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box"], condition=Q(ended_at=None), name="pause_open_once")]

    def __str__(self) -> str:
        return f"pause of {self.box_id}"


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
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box"], condition=Q(closed_at=None), name="gate_open_once")]

    def __str__(self) -> str:
        return f"gate of {self.box_id}"


class Decision(models.Model):
    """What was decided at a gate: exactly one, whoever comes second is told so."""

    class Outcome(models.TextChoices):
        STOP = "stop"
        CONTINUE = "continue"
        EXTEND = "extend"
        SPLIT = "split"

    gate = models.OneToOneField(Gate, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    rationale = models.TextField(blank=True, default="")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    extend_minutes = models.PositiveIntegerField(null=True)
    forecast = models.FloatField(null=True)
    expects = models.TextField(blank=True, default="", help_text="What new information the extra time will buy.")

    def __str__(self) -> str:
        return f"{self.gate_id}: {self.outcome}"
