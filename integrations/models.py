"""What other systems hold of ours: what an import has brought in, which trackers a team reads its runs from."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.access import POLICY, Verb
from accounts.models import Person, Team
from boards.models import Board, ExternalReference, Lane
from hypotheses.models import Round, Run


class ImportedLane(models.Model):
    """Which lane stands for a list of the other system; found by its id, so it survives renaming on both sides."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="imported_lanes")
    lane = models.ForeignKey(Lane, on_delete=models.CASCADE, related_name="imported_from")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=64)
    name = models.CharField(max_length=120, help_text="What the list was called when it was last imported.")
    pos = models.FloatField(help_text="Where the list stood when it was last imported.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "source", "external_id"], name="imported_lane_once")
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id} {self.name}"


class ImportedCard(models.Model):
    """What a card looked like in the other system, as one digest per field.

    A field is written again only when its digest changed, so what was edited here stays until it changes there.
    """

    reference = models.OneToOneField(ExternalReference, on_delete=models.CASCADE, related_name="imported")
    digests = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"state of {self.reference_id}"


class ImportedComment(models.Model):
    """A comment that is in the research log already; one that was removed there does not come back."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="imported_comments")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "source", "external_id"], name="imported_comment_once")
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, person: Person) -> ImportQuerySet:
        """Those of the teams in which the person may import: a report names cards that may be nowhere else."""
        roles = [role for role, held in POLICY.items() if Verb.IMPORT in held]
        return self.filter(
            team__memberships__person_id=person.pk,
            team__memberships__person__is_active=True,
            team__memberships__role__in=roles,
        )

    def unfinished(self) -> ImportQuerySet:
        return self.filter(state__in=(Import.State.QUEUED, Import.State.RUNNING))


class Import(models.Model):
    """One file that a person hands in, and what came of it. The file itself is gone when the import has ended."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("an import", "waiting")
        RUNNING = "running", pgettext_lazy("an import", "running")
        DONE = "done", pgettext_lazy("an import", "done")
        REFUSED = "refused", pgettext_lazy("an import", "refused")
        FAILED = "failed", pgettext_lazy("an import", "failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="imports")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    format = models.CharField(max_length=20, help_text="One of `integrations.importers.formats`.")
    file = models.CharField(max_length=255, help_text="What the person's file is called.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    stored = models.CharField(max_length=64, blank=True, default="", help_text="Where the file lies until then.")
    origin = models.CharField(max_length=60, help_text="On the events of what it brings.")
    dry_run = models.BooleanField(default=False)
    key = models.CharField(max_length=10, blank=True, default="", help_text="Wished for a new board.")
    name = models.CharField(max_length=120, blank=True, default="", help_text="Wished for a new board.")
    board = models.ForeignKey(
        Board, null=True, on_delete=models.SET_NULL, related_name="+", help_text="That takes, or took, the cards."
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=1_000, blank=True, default="", help_text="Why it was refused, or failed.")
    report = models.JSONField(null=True, help_text="`importers.report.Report` as JSON, once it is done.")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at", "id"], name="import_newest")]

    def __str__(self) -> str:
        return f"{self.file} for {self.team_id}: {self.state}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)


class TrackerConnectionQuerySet(models.QuerySet["TrackerConnection"]):
    def visible_to(self, person: Person) -> TrackerConnectionQuerySet:
        return self.filter(team__memberships__person_id=person.pk, team__memberships__person__is_active=True)

    def due_by(self, at: datetime) -> TrackerConnectionQuerySet:
        """Those that may be asked: neither backing off, nor being read by another worker."""
        rested = Q(next_try_at=None) | Q(next_try_at__lte=at)
        return self.filter(rested).filter(Q(lease_until=None) | Q(lease_until__lte=at))


class TrackerConnection(models.Model):
    """An experiment tracker a team reads runs from. The secret is sealed; no door ever shows it again."""

    class Kind(models.TextChoices):
        MLFLOW = "mlflow", "MLflow"
        WANDB = "wandb", "Weights & Biases"

    class Auth(models.TextChoices):
        NONE = "none", pgettext_lazy("sign in", "Nothing")
        BASIC = "basic", gettext_lazy("User name and password")
        BEARER = "bearer", gettext_lazy("Token")

    class State(models.TextChoices):
        NEW = "new", gettext_lazy("not tried yet")
        OK = "ok", gettext_lazy("fine")
        DEGRADED = "degraded", gettext_lazy("answers, but not as it should")
        AUTH = "auth", gettext_lazy("refuses us")
        HOST_BLOCKED = "host_blocked", gettext_lazy("refuses its name")
        DOWN = "down", gettext_lazy("does not answer")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="trackers")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.MLFLOW)
    name = models.CharField(max_length=80)
    base_url = models.CharField(max_length=500)
    public_url = models.CharField(max_length=500, blank=True, default="", help_text="How people reach it.")
    auth = models.CharField(max_length=8, choices=Auth.choices, default=Auth.NONE)
    username = models.CharField(max_length=200, blank=True, default="")
    sealed_secret = models.TextField(blank=True, default="")
    workspace = models.CharField(max_length=120, blank=True, default="")
    experiments = models.JSONField(default=list, blank=True, help_text="Names; none means all.")
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    said = models.CharField(max_length=300, blank=True, default="", help_text="What the last try came to.")
    hint = models.CharField(max_length=500, blank=True, default="")
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    last_ok_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True, help_text="A worker is reading it.")

    places = models.JSONField(default=list, help_text="Ids of its experiments when they were last listed.")
    places_at = models.DateTimeField(null=True)
    cursor = models.JSONField(default=dict, help_text="What the search under way has still to ask.")
    synced_until = models.DateTimeField(null=True, help_text="Runs that ended before this have been seen.")
    full_at = models.DateTimeField(null=True, help_text="When it was last read without a window of time.")
    strays = models.JSONField(default=list, help_text="Cards that runs name and the team does not have.")

    objects = TrackerConnectionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="tracker_name_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.team_id}"

    @property
    def is_failing(self) -> bool:
        return self.failing_since is not None

    def rests(self, at: datetime) -> bool:
        """Whether it failed so lately that it is not asked again yet."""
        return self.next_try_at is not None and self.next_try_at > at and self.is_failing


class TrackedRun(models.Model):
    """A run on a card that a tracker knows. The run itself holds what counts; from the gate on it is frozen."""

    connection = models.ForeignKey(TrackerConnection, on_delete=models.CASCADE, related_name="tracked")
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="tracked")
    external_id = models.CharField(max_length=200)
    parent = models.CharField(max_length=200, blank=True, default="", help_text="The tagged run it belongs to.")
    is_tagged = models.BooleanField(default=False, help_text="Found by its tag; its children are looked for.")
    read_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, help_text="Read afresh at the gate.")

    class Meta:
        indexes = [
            models.Index(fields=["connection", "external_id"], name="tracked_by_id"),
            models.Index(fields=["connection", "read_at"], name="tracked_by_reading"),
        ]

    def __str__(self) -> str:
        return f"{self.external_id} of {self.connection_id}"

    @property
    def is_frozen(self) -> bool:
        """What the tracker says later changes the evidence no more; it is shown beside it."""
        state = self.run.round.state
        return state == Round.State.CONCLUDED or (state == Round.State.GATED and self.frozen_at is not None)
