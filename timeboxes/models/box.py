"""Time-boxes of rounds, and their pauses."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from boards.models import Board, Card
from hypotheses.models import Round
from timeboxes.models.clock import Clocked


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

    def stopped_by(self, at: datetime) -> TimeBoxQuerySet:
        """Boxes that reached their hard stop before their budget was used, also while they were paused."""
        started = self.on_board().filter(
            state__in=(TimeBox.State.RUNNING, TimeBox.State.PAUSED), hard_stop_at__lte=at
        )
        return started.filter(Q(due_at=None) | Q(due_at__gt=F("hard_stop_at"))).order_by("hard_stop_at")

    def marks_by(self, at: datetime) -> TimeBoxQuerySet:
        """Running boxes whose next mark (50 or 80 %) has been reached."""
        return self.on_board().filter(state=TimeBox.State.RUNNING, next_mark_at__lte=at).order_by("next_mark_at")


class TimeBox(Clocked):
    """The budget of one round."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="timeboxes")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="timeboxes")
    round = models.OneToOneField(Round, null=True, on_delete=models.CASCADE, related_name="timebox")

    objects = TimeBoxQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "time boxes"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="running"), name="box_due"),
            models.Index(fields=["next_mark_at"], condition=Q(state="running"), name="box_mark"),
            models.Index(
                fields=["hard_stop_at"], condition=Q(state__in=("running", "paused")), name="box_hard_stop"
            ),
            models.Index(fields=["board", "state"], name="box_of_board"),
        ]

    def __str__(self) -> str:
        return f"box of {self.card_id}, {self.state}"


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
