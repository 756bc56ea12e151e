"""A card and what hangs on it: labels, links, external references, watchers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Person
from boards.models.board import Board, Lane

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

HUES = "abcde"


class RankField(models.CharField):  # type: ignore[type-arg]  # it takes no arguments while it runs
    """A text that sorts by bytes on every database (PostgreSQL would sort by the language of the server)."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        bytewise = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": bytewise}


class Label(models.Model):
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(max_length=60)
    hue = models.CharField(max_length=1, default="a")

    class Meta:
        constraints = [models.UniqueConstraint("board", Lower("name"), name="label_name_once")]

    def __str__(self) -> str:
        return self.name


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, person: Person) -> CardQuerySet:
        return self.filter(
            board__team__memberships__person_id=person.pk,
            board__team__memberships__person__is_active=True,
            board__deleted_at=None,
        )

    def open(self) -> CardQuerySet:
        """On the board: neither archived nor in the trash."""
        return self.filter(archived_at=None, trashed_at=None)

    def in_order(self) -> CardQuerySet:
        return self.order_by("rank", "pk")


class Card(models.Model):
    """One piece of work. `face` is its summary, written with every change, so that a board opens with one query.

    `version` grows with each change anybody can see; a rendered fragment is a pure function of it.
    """

    class Kind(models.TextChoices):
        HYPOTHESIS = "hypothesis", gettext_lazy("Hypothesis")
        EXPLORATION = "exploration", gettext_lazy("Exploration")
        TASK = "task", gettext_lazy("Task")

    class Priority(models.TextChoices):
        LOW = "low", pgettext_lazy("priority", "Low")
        NORMAL = "normal", pgettext_lazy("priority", "Normal")
        HIGH = "high", pgettext_lazy("priority", "High")
        URGENT = "urgent", pgettext_lazy("priority", "Urgent")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="cards")
    number = models.PositiveIntegerField()
    ref = models.CharField(max_length=24, unique=True, help_text="CHURN-12; survives a move to another board.")
    lane = models.ForeignKey(Lane, on_delete=models.PROTECT, related_name="cards")
    rank = RankField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    story = models.JSONField(default=dict, blank=True, help_text="benefit, role, other_role, action of a task.")
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    value = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1-5.")
    weight = models.PositiveSmallIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    blocked_reason = models.CharField(max_length=200, blank=True, default="")
    blocked_at = models.DateTimeField(null=True)
    blocked_seconds = models.BigIntegerField(default=0, help_text="Of blocks that have ended.")
    loops = models.PositiveIntegerField(default=0, help_text="How often it went back to an earlier lane.")
    version = models.PositiveIntegerField(default=1)
    face = models.JSONField(default=dict)
    entered_lane_at = models.DateTimeField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    trashed_at = models.DateTimeField(null=True)
    assignees = models.ManyToManyField(Person, related_name="assigned_cards")
    labels = models.ManyToManyField(Label, related_name="cards")

    objects = CardQuerySet.as_manager()
    # What the change under way has set, until its fact is recorded.
    pending_set: Mapping[str, Any] = MappingProxyType({})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "number"], name="card_number_once")]
        indexes = [
            models.Index(fields=["lane", "rank"], name="card_order"),
            models.Index(
                fields=["board", "lane", "rank"],
                condition=Q(archived_at=None, trashed_at=None),
                name="card_open_order",
            ),
            models.Index(fields=["board", "updated_at"], name="card_changed"),
            models.Index(fields=["trashed_at"], condition=Q(trashed_at__isnull=False), name="card_trash"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_open(self) -> bool:
        return self.archived_at is None and self.trashed_at is None

    @property
    def is_circular(self) -> bool:
        """Research goes round in circles; a task goes straight."""
        return self.kind != self.Kind.TASK

    def blocked_for(self, at: datetime) -> int:
        """Seconds it has been blocked in all."""
        running = (at - self.blocked_at).total_seconds() if self.blocked_at else 0
        return self.blocked_seconds + int(running)


class CardLink(models.Model):
    class Kind(models.TextChoices):
        BLOCKS = "blocks"
        RELATES = "relates"
        FOUND_IN = "found_in"
        SPAWNED_FROM = "spawned_from"
        PARENT = "parent"

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "target", "kind"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.card_id} {self.kind} {self.target_id}"


class ExternalReference(models.Model):
    """The same ticket in another system; unique per board, so that a sync cannot create it twice."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="external_references")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="external_references")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)
    url = models.URLField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "source", "external_id"], name="external_reference_once")
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"


class Watch(models.Model):
    """Somebody who wants to hear of a card, or (muted) does not."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="watches")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="watches")
    muted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "person"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.card_id}"
