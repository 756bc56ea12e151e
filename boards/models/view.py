"""What somebody wants to see of a board: saved views, and how each person has left the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Person
from boards.models.board import Board

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def seen_by(self, person: Person) -> QuerySet[SavedView]:
        """The team's views and one's own; the board itself has been asked for before."""
        return self.filter(Q(shared=True) | Q(author=person.pk)).order_by("position", "pk")


class SavedView(models.Model):
    """A filter with grouping and density under a name: one's own, or shared with the team."""

    class Grouping(models.TextChoices):
        NONE = "", "None"
        PERSON = "person", "Person"
        LABEL = "label", "Label"
        KIND = "kind", "Type"
        INITIATIVE = "initiative", "Initiative"

    class Density(models.TextChoices):
        NONE = "", "As it is"
        COMFORTABLE = "comfortable", "Comfortable"
        COMPACT = "compact", "Compact"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="views")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField(default=False)
    name = models.CharField(max_length=60)
    filter = models.CharField(max_length=500, blank=True, default="")
    grouping = models.CharField(max_length=10, choices=Grouping.choices, blank=True, default="")
    density = models.CharField(max_length=12, choices=Density.choices, blank=True, default="")
    position = models.PositiveIntegerField(help_text="Its place among the views, from the top.")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class BoardLook(models.Model):
    """How a person has left a board: the view it opens with, and what is folded of it."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="looks")
    view = models.ForeignKey(SavedView, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    folded = models.JSONField(default=list, help_text="Ids of lanes.")
    rows = models.JSONField(default=dict, help_text="Ways to group, each with the keys of its folded rows.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "person"], name="look_once")]

    def __str__(self) -> str:
        return f"{self.board_id} as {self.person_id} left it"
