"""The models a board works on: primary metric, versions from baseline through MVM to increments, releases."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from accounts.models import Person
from boards.models import Board, Card


class PrimaryMetric(models.Model):
    """What a board's model is measured by, and the rule it replaces."""

    class Direction(models.TextChoices):
        HIGHER = "higher", gettext_lazy("Higher is better")
        LOWER = "lower", gettext_lazy("Lower is better")

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="primary_metric")
    metric = models.CharField(max_length=120, blank=True, default="")
    direction = models.CharField(max_length=6, choices=Direction.choices, default=Direction.HIGHER)
    baseline = models.CharField(max_length=300, blank=True, default="", help_text="The rule that it replaces.")
    baseline_value = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.metric}, {self.direction} is better"

    def gain(self, value: float, over: float) -> float:
        """How much better `value` is; negative when it is worse."""
        return value - over if self.direction == self.Direction.HIGHER else over - value


class ModelVersion(models.Model):
    """One version of a board's model. `state_since` is when it came into its state."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", gettext_lazy("Baseline")
        MVM = "mvm", "MVM"
        INCREMENT = "increment", gettext_lazy("Increment")

    class State(models.TextChoices):
        PLANNED = "planned", gettext_lazy("Planned")
        BUILDING = "building", gettext_lazy("Building")
        SHADOW = "shadow", gettext_lazy("Shadow")
        LIVE = "live", gettext_lazy("Live")
        RETIRED = "retired", gettext_lazy("Retired")

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="model_versions")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.INCREMENT)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    notes = models.TextField(blank=True, default="")
    metrics = models.JSONField(default=dict, blank=True, help_text="What the research measured, by name.")
    compared_value = models.FloatField(null=True, help_text="The primary metric of what it was compared with.")
    shipped_value = models.FloatField(null=True, help_text="The primary metric measured after the release.")
    shipped_compared = models.FloatField(null=True, help_text="What it replaced, measured the same way.")
    registry_version = models.CharField(max_length=120, blank=True, default="")
    registry_url = models.URLField(max_length=1000, blank=True, default="")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    state_since = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["board", "name"], name="model_version_name_once")]

    def __str__(self) -> str:
        return self.name


class VersionCard(models.Model):
    """A card that made a version."""

    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="made_by")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="made")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "card"], name="version_card_once")]

    def __str__(self) -> str:
        return f"{self.card_id} made {self.version_id}"


class Release(models.Model):
    """A version is live for a segment of the users; the empty segment is everybody. One at a time for each."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="releases")
    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="releases")
    segment = models.CharField(max_length=60, blank=True, default="")
    live_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["live_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "segment"], condition=Q(ended_at=None), name="release_live_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} for {self.segment or 'everybody'}"


class RegistryHook(models.Model):
    """Where a model registry tells of its aliases. The secret is derived, so that nothing stored gives it away."""

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="registry_hook")
    hook_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    generation = models.PositiveIntegerField(default=1, help_text="Another number is another secret.")
    registry_name = models.CharField(max_length=200, help_text="Of the registered model.")
    live_alias = models.CharField(max_length=100, default="champion")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.registry_name}@{self.live_alias}"

    @property
    def secret(self) -> str:
        return salted_hmac(
            "modelversions.registry", f"{self.hook_id}:{self.generation}", algorithm="sha256"
        ).hexdigest()

    def segment_of(self, alias: str) -> str | None:
        """`champion` is live for everybody, `champion-de` for the segment de, any other alias for nobody."""
        if alias == self.live_alias:
            return ""
        before, _, segment = alias.partition(f"{self.live_alias}-")
        return segment[:60] if not before and segment else None


class ReleaseProposal(models.Model):
    """A registry says that a version is live; a person accepts it or puts it aside. Each delivery counts once."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="release_proposals")
    delivery_id = models.CharField(max_length=80, unique=True)
    alias = models.CharField(max_length=200)
    registry_version = models.CharField(max_length=120)
    segment = models.CharField(max_length=60, blank=True, default="")
    version = models.ForeignKey(ModelVersion, null=True, on_delete=models.SET_NULL, related_name="proposals")
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(default=False)

    class Meta:
        ordering = ["received_at", "pk"]

    def __str__(self) -> str:
        return f"{self.alias} is {self.registry_version}"
