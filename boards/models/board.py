"""A board, its lanes and the versions of its working calendar."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Team
from accounts.working_time import WorkingCalendar

if TYPE_CHECKING:
    from accounts.models import Person

BOARD_KEY = RegexValidator(
    r"^[A-Z][A-Z0-9]{1,9}$", gettext_lazy("Use 2-10 capital letters and digits, a letter first.")
)


class BoardPreset(models.TextChoices):
    ML = "ml"
    VALUECHECK = "valuecheck"
    RESEARCH = "research"
    DEVELOPMENT = "development"
    BLANK = "blank"


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, person: Person) -> BoardQuerySet:
        return self.filter(
            team__memberships__person_id=person.pk, team__memberships__person__is_active=True, deleted_at=None
        )

    def open(self) -> BoardQuerySet:
        return self.filter(archived_at=None, deleted_at=None)


class Board(models.Model):
    """Lanes with cards in an order, and one gapless log: `seq` is the number of its newest event."""

    class OnContinue(models.TextChoices):
        NEXT_LANE = "next_lane"
        SPAWN_TASK = "spawn_task"

    class Expiry(models.TextChoices):
        NOTIFY = "notify"
        PARK = "park"

    class RankBy(models.TextChoices):
        PRODUCT_OWNER = "product_owner"
        MEMBERS = "members"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="boards")
    key = models.CharField(max_length=10, unique=True, validators=[BOARD_KEY])
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True, default="")
    preset = models.CharField(max_length=12, choices=BoardPreset.choices)
    seq = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    last_number = models.PositiveIntegerField(default=0, help_text="Of the newest card.")
    on_continue = models.CharField(max_length=12, choices=OnContinue.choices, default=OnContinue.NEXT_LANE)
    expiry = models.CharField(max_length=8, choices=Expiry.choices, default=Expiry.NOTIFY)
    max_extensions = models.PositiveSmallIntegerField(default=1)
    rank_by = models.CharField(max_length=16, choices=RankBy.choices, default=RankBy.PRODUCT_OWNER)
    capacity_days = models.PositiveSmallIntegerField(
        default=10, help_text="Days of research that the team has in two weeks; the cut line of the backlog."
    )
    cut_after = models.CharField(
        max_length=24, blank=True, default="", help_text="The last card above the cut line, if it was put by hand."
    )
    development_board = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="research_boards"
    )
    source = models.CharField(max_length=80, blank=True, default="", help_text="Where an import came from.")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "source"],
                condition=~models.Q(source="") & models.Q(deleted_at=None),
                name="board_import_once",
            )
        ]

    def __str__(self) -> str:
        return self.key

    def calendar(self) -> CalendarVersion:
        """The calendar that new boxes run on."""
        return self.calendars.order_by("-version")[0]

    def settings(self) -> dict[str, Any]:
        return {
            "on_continue": self.on_continue,
            "expiry": self.expiry,
            "max_extensions": self.max_extensions,
            "rank_by": self.rank_by,
            "capacity_days": self.capacity_days,
        }


class CalendarVersion(models.Model):
    """Working hours as they were agreed at one time; a running box keeps the version it started with."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="calendars")
    version = models.PositiveIntegerField()
    spec = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "version"], name="calendar_version_once")]

    def __str__(self) -> str:
        return f"{self.board_id} calendar {self.version}"

    def hours(self) -> WorkingCalendar:
        return _parsed(json.dumps(self.spec, sort_keys=True))


@lru_cache(maxsize=1_000)
def _parsed(spec: str) -> WorkingCalendar:
    """A calendar keeps the days it has computed, so a process parses each only once."""
    return WorkingCalendar.parse(json.loads(spec))


class Lane(models.Model):
    class Role(models.TextChoices):
        BACKLOG = "backlog", gettext_lazy("Backlog")
        QUEUE = "queue", gettext_lazy("Queue")
        ACTIVE = "active", pgettext_lazy("lane", "Active")
        REVIEW = "review", gettext_lazy("Review")
        DONE = "done", pgettext_lazy("lane", "Done")

    class WipMode(models.TextChoices):
        OFF = "off"
        WARN = "warn"
        BLOCK = "block"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="lanes")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.ACTIVE)
    position = models.PositiveIntegerField(help_text="0, 1, 2 … from the left; the backlog is 0.")
    wip_limit = models.PositiveIntegerField(null=True, blank=True)
    wip_mode = models.CharField(max_length=5, choices=WipMode.choices, default=WipMode.OFF)
    policy = models.TextField(blank=True, default="")
    runs_box = models.BooleanField(default=False, help_text="Entering it starts the clock of a research card.")
    needs_verdict = models.BooleanField(default=False, help_text="A research card enters only with a verdict.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("board", Lower("name"), name="lane_name_once")]
        indexes = [models.Index(fields=["board", "position"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_backlog(self) -> bool:
        return self.role == self.Role.BACKLOG

    @property
    def is_done(self) -> bool:
        return self.role == self.Role.DONE
