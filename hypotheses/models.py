"""The research of a card: rounds, criteria, evidence, verdicts and the research log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.access import Role
from accounts.models import Person
from boards.models import Card


class RoundQuerySet(models.QuerySet["Round"]):
    def of(self, card: Card) -> RoundQuerySet:
        return self.filter(card=card).order_by("-n")


class Round(models.Model):
    """One trip of a research card round the circle. From the lock on, its text is a pre-registration."""

    class State(models.TextChoices):
        DRAFT = "draft"
        TESTING = "testing"
        IN_REVIEW = "in_review"
        GATED = "gated"
        CONCLUDED = "concluded"

    class RunPolicy(models.TextChoices):
        DESIGNATED = "designated"
        LATEST_FINISHED = "latest_finished"
        MEAN_OF_SEEDS = "mean_of_seeds"
        BEST = "best"

    class Looked(models.TextChoices):
        NO = "no"
        PARTLY = "partly"
        YES = "yes"

    PARTS: ClassVar[tuple[str, ...]] = ("belief", "outcome", "signal", "because", "for_whom")
    # What its author may set, and a lock freezes.
    TERMS: ClassVar[tuple[str, ...]] = (
        *PARTS,
        "plan_if_pass",
        "plan_if_fail",
        "budget_minutes",
        "forecast",
        "run_policy",
        "baseline_run",
    )

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="rounds")
    n = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    belief = models.TextField(blank=True, default="")
    outcome = models.TextField(blank=True, default="")
    signal = models.TextField(blank=True, default="")
    because = models.TextField(blank=True, default="")
    for_whom = models.TextField(blank=True, default="")
    plan_if_pass = models.TextField(blank=True, default="")
    plan_if_fail = models.TextField(blank=True, default="")
    budget_minutes = models.PositiveIntegerField(null=True, blank=True)
    forecast = models.FloatField(
        null=True, blank=True, help_text="The author's p that it is supported, 0.01-0.99."
    )
    run_policy = models.CharField(max_length=16, choices=RunPolicy.choices, default=RunPolicy.DESIGNATED)
    baseline_metrics = models.JSONField(default=dict, blank=True)
    baseline_run = models.CharField(max_length=200, blank=True, default="", help_text="External id of the run.")
    already_looked = models.CharField(max_length=6, choices=Looked.choices, blank=True, default="")
    preflight_waived = models.CharField(max_length=300, blank=True, default="")
    exploratory = models.BooleanField(default=False)
    suggested = models.CharField(max_length=12, blank=True, default="")
    reason = models.CharField(max_length=24, blank=True, default="")
    created_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    locked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    registration = models.JSONField(null=True, help_text="The canonical text that was hashed.")
    registration_hash = models.CharField(max_length=64, blank=True, default="")
    concluded_at = models.DateTimeField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "n"], name="round_once"),
            models.UniqueConstraint(fields=["card"], condition=~Q(state="concluded"), name="round_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} round {self.n}"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class Criterion(models.Model):
    class Kind(models.TextChoices):
        SUCCESS = "success"
        GUARDRAIL = "guardrail"
        KILL = "kill"

    class Mode(models.TextChoices):
        METRIC = "metric"
        ATTESTED = "attested"

    class RelativeTo(models.TextChoices):
        ABSOLUTE = "absolute"
        BASELINE = "baseline"

    OPERATORS: ClassVar[tuple[str, ...]] = (">", ">=", "<", "<=")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.SUCCESS)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.METRIC)
    metric = models.CharField(max_length=120, blank=True, default="")
    op = models.CharField(max_length=2, blank=True, default=">=")
    target = models.FloatField(null=True)
    relative_to = models.CharField(max_length=8, choices=RelativeTo.choices, default=RelativeTo.ABSOLUTE)
    unit = models.CharField(max_length=8, blank=True, default="", help_text="% for a share of the baseline.")
    decimals = models.PositiveSmallIntegerField(default=3)
    min_runs = models.PositiveSmallIntegerField(default=1)
    statement = models.CharField(max_length=300, blank=True, default="", help_text="What an attested one says.")
    attested_by = models.CharField(max_length=16, choices=Role.choices, blank=True, default="")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="criterion_once")]

    def __str__(self) -> str:
        return self.key


class Attestation(models.Model):
    """A person of the named role confirms or denies an attested criterion; never the author of the round."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="attestations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    met = models.BooleanField()
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.met}"


class Run(models.Model):
    """One piece of evidence: a training run, a report or a link."""

    class Kind(models.TextChoices):
        RUN = "run"
        REPORT = "report"
        LINK = "link"

    class Status(models.TextChoices):
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"
        KILLED = "killed"

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="runs")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.RUN)
    source = models.CharField(max_length=40, default="push")
    external_id = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True, default="")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.FINISHED)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    first_seen = models.DateTimeField()
    metrics = models.JSONField(default=dict)
    params = models.JSONField(default=dict)
    git = models.CharField(max_length=200, blank=True, default="")
    dataset = models.CharField(max_length=200, blank=True, default="")
    seed = models.CharField(max_length=60, blank=True, default="")
    url = models.URLField(max_length=1000, blank=True, default="")
    designated = models.BooleanField(default=False)
    remarks = models.JSONField(default=list, blank=True, help_text="What its tracker gives to think about.")
    added_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["first_seen", "pk"]
        constraints = [models.UniqueConstraint(fields=["card", "source", "external_id"], name="run_once")]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"


class Verdict(models.Model):
    """What a person concluded of a round. It stays for ever; a re-opened card gets a new round."""

    class Value(models.TextChoices):
        SUPPORTED = "supported"
        REFUTED = "refuted"
        INCONCLUSIVE = "inconclusive"
        INVALID = "invalid"
        NOT_TESTED = "not_tested"

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="verdict")
    value = models.CharField(max_length=12, choices=Value.choices)
    observed = models.TextField(blank=True, default="")
    learned = models.TextField()
    therefore = models.TextField(blank=True, default="")
    change_mind = models.TextField(blank=True, default="", help_text="What would change our mind.")
    suggested = models.CharField(max_length=12, blank=True, default="")
    reason = models.CharField(max_length=24, blank=True, default="")
    override_reason = models.TextField(blank=True, default="")
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.JSONField(default=dict, help_text="The evaluation as it stood: results, runs, values.")
    author = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="Nobody: parked by the clock."
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.round_id}: {self.value}"


class Forecast(models.Model):
    """How likely somebody thought it was that the round is supported. Rows are added, never changed.

    The author's stands with the lock; others give theirs until the first result is known. Who thinks again after
    that is `informed`: kept to be read, out of every score.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="forecasts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    p = models.FloatField(help_text="0.01-0.99.")
    reason = models.CharField(max_length=300, blank=True, default="")
    informed = models.BooleanField(default=False, help_text="Given when results were known.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.p}"


class Amendment(models.Model):
    """A change of what a lock froze: proposed by one person with a reason, in force once another one approves."""

    class Kind(models.TextChoices):
        CLARIFY = "clarify"
        TIGHTEN = "tighten"
        LOOSEN = "loosen"
        REPLACE = "replace"
        ADD_GUARDRAIL = "add_guardrail"

    class State(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="amendments")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    reason = models.TextField()
    before = models.JSONField(help_text="What changes, as it was.")
    after = models.JSONField(help_text="What changes, as it is to be.")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    results_known = models.BooleanField(help_text="At the approval; until then, when it was proposed.")
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="", help_text="What whoever decided said.")
    registration_hash = models.CharField(max_length=64, blank=True, default="", help_text="Of the amended text.")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round"], condition=Q(state="proposed"), name="amendment_open_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.kind}, {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_unreviewed(self) -> bool:
        """In force without a second person, because there was none."""
        return self.state == self.State.APPROVED and self.decided_by_id == self.author_id

    @property
    def explores(self) -> bool:
        """Whether it makes the round exploratory, results being known."""
        return self.results_known and self.kind != self.Kind.CLARIFY


class LogEntry(models.Model):
    """A line in the research log. Editable by its author for 15 minutes, later as a visible revision."""

    class Kind(models.TextChoices):
        NOTE = "note"
        RESULT = "result"
        DECISION = "decision"
        DEVIATION = "deviation"
        HELP = "help"

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="log_entries")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.NOTE)
    body = models.TextField()
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, help_text="Of a call for help.")
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["card", "created_at"], name="log_of_card")]
        verbose_name_plural = "log entries"

    def __str__(self) -> str:
        return f"{self.card_id} {self.kind}"

    @property
    def asks(self) -> bool:
        """Whether it calls for help and nobody has answered."""
        return self.kind == self.Kind.HELP and self.answered_at is None and self.removed_at is None


class LogRevision(models.Model):
    """What an entry said before a late edit."""

    entry = models.ForeignKey(LogEntry, on_delete=models.CASCADE, related_name="revisions")
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"revision of {self.entry_id}"
