"""An initiative: many cards inside larger time-boxes, one stage after the other, a gate at the end of each."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import Person
from boards.models import Board, Card
from timeboxes.models.clock import Clocked
from timeboxes.models.gate import Decision, Gate


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, person: Person) -> InitiativeQuerySet:
        return self.filter(
            board__team__memberships__person_id=person.pk,
            board__team__memberships__person__is_active=True,
            board__deleted_at=None,
        )


class Initiative(models.Model):
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="initiatives")
    name = models.CharField(max_length=120)
    goal = models.TextField(blank=True, default="")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["board", "name"], name="initiative_name_once")]

    def __str__(self) -> str:
        return self.name


class StageQuerySet(models.QuerySet["Stage"]):
    def due_by(self, at: datetime) -> StageQuerySet:
        running = self.filter(state=Clocked.State.RUNNING, initiative__board__deleted_at=None)
        return running.filter(Q(due_at__lte=at) | Q(hard_stop_at__lte=at))

    def marks_by(self, at: datetime) -> StageQuerySet:
        return self.filter(state=Clocked.State.RUNNING, next_mark_at__lte=at, initiative__board__deleted_at=None)


class Stage(Clocked):
    """One box of an initiative. `proof` is the card whose answer its gate asks for: a proof of concept."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    asks = models.TextField(blank=True, default="", help_text="What must be true to go on.")
    proof = models.ForeignKey(Card, null=True, on_delete=models.SET_NULL, related_name="proves")
    gate_reason = models.CharField(max_length=10, choices=Gate.Reason.choices, blank=True, default="")
    gate_opened_at = models.DateTimeField(null=True, help_text="While a decision is due.")

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "position"], name="stage_place_once"),
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(state__in=("running", "expired")), name="stage_open_once"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="running"), name="stage_due")]

    def __str__(self) -> str:
        return f"{self.name} of {self.initiative_id}, {self.state}"

    def waits(self, at: datetime) -> bool:
        """Whether a decision is due: by its gate, or by the clock while no worker runs."""
        return self.gate_opened_at is not None or self.is_over(at)


class StageDecision(models.Model):
    """What was decided at the gate of a stage: one for each time it opened."""

    Outcome = Decision.Outcome

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="decisions")
    reason = models.CharField(max_length=10, choices=Gate.Reason.choices)
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Decision.Outcome.choices)
    rationale = models.TextField(blank=True, default="")
    expects = models.TextField(blank=True, default="")
    extend_minutes = models.PositiveIntegerField(null=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["stage", "opened_at"], name="stage_decided_once")]

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.outcome}"


class InitiativeCard(models.Model):
    """A card belongs to one initiative at most."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="members")
    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="belonging")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.card_id} in {self.initiative_id}"
