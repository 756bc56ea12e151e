"""What belongs to a board, table by table, in an order in which each row finds those it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import Person
from boards.models import (
    Attachment,
    Attention,
    Block,
    Board,
    BoardLook,
    CalendarVersion,
    Card,
    CardLink,
    Digest,
    Event,
    ExternalReference,
    Label,
    Lane,
    MailDelivery,
    Notification,
    Preference,
    Presence,
    ReaderCursor,
    SavedView,
    SearchDocument,
    SeenMark,
    SkippedEvent,
    Stay,
    Watch,
)
from cadence.models import (
    CalendarFeed,
    Increment,
    Iteration,
    IterationItem,
    IterationTask,
    Meeting,
    MeetingAction,
    MeetingNote,
    MeetingReminder,
    MeetingSeries,
    NoteAuthor,
    NoteVote,
)
from hypotheses.models import (
    Amendment,
    Attestation,
    Criterion,
    Forecast,
    LogEntry,
    LogRevision,
    Round,
    Run,
    Verdict,
)
from integrations.models import Import, ImportedCard, ImportedComment, ImportedLane, TrackedRun, TrackerConnection
from modelversions.models import ModelVersion, PrimaryMetric, RegistryHook, Release, ReleaseProposal, VersionCard
from timeboxes.models import Decision, Gate, Initiative, InitiativeCard, Pause, Stage, StageDecision, TimeBox
from webhooks.models import Delivery, Webhook

FORMAT, VERSION = "prooflane.board", 1
BOARD_FIELDS = (
    "name",
    "description",
    "preset",
    "seq",
    "version",
    "last_number",
    "on_continue",
    "expiry",
    "max_extensions",
    "rank_by",
    "capacity_days",
    "cut_after",
    "source",
    "created_at",
)


@dataclass(frozen=True)
class Table:
    model: type[models.Model]
    to_board: str = "board"
    only: str = ""
    """A yes-or-no column: rows where it says no are not the board's."""

    @property
    def name(self) -> str:
        return self.model.__name__

    def rows(self, board: Board) -> models.QuerySet[Any]:
        these = {self.only: True} if self.only else {}
        return self.model._default_manager.filter(**{self.to_board: board}, **these).order_by("pk")

    def of_board(self) -> str:
        """The column that names the board, where there is one."""
        columns = self.model._meta.concrete_fields
        return next((each.attname for each in columns if each.related_model is Board), "")

    def fields(self) -> Iterator[models.Field[Any, Any]]:
        """All columns but the row's own id and the board, which the file says once."""
        for each in self.model._meta.concrete_fields:
            if not each.primary_key and each.related_model is not Board:
                yield each


TABLES = (
    Table(CalendarVersion),
    Table(Lane),
    Table(Label),
    Table(Card),
    Table(CardLink, "card__board"),
    Table(ExternalReference),
    Table(Round, "card__board"),
    Table(Criterion, "round__card__board"),
    Table(Attestation, "criterion__round__card__board"),
    Table(Run, "card__board"),
    Table(Forecast, "round__card__board"),
    Table(Amendment, "round__card__board"),
    Table(Verdict, "round__card__board"),
    Table(LogEntry, "card__board"),
    Table(LogRevision, "entry__card__board"),
    Table(TimeBox),
    Table(Pause, "box__board"),
    Table(Gate, "box__board"),
    Table(Decision, "gate__box__board"),
    Table(Initiative),
    Table(Stage, "initiative__board"),
    Table(StageDecision, "stage__initiative__board"),
    Table(InitiativeCard, "initiative__board"),
    Table(PrimaryMetric),
    Table(ModelVersion),
    Table(VersionCard, "version__board"),
    Table(Release),
    Table(Iteration),
    Table(IterationItem, "iteration__board"),
    Table(IterationTask, "item__iteration__board"),
    Table(Increment),
    Table(MeetingSeries),
    Table(Meeting),
    Table(MeetingNote, "meeting__board"),
    Table(MeetingAction, "meeting__board"),
    Table(ImportedLane),
    Table(ImportedCard, "reference__board"),
    Table(ImportedComment),
    Table(SavedView, only="shared"),
    Table(Event),
)
# Files, which no JSON holds; made anew from the log by the readers, private to a person, or the team's (with
# secrets) and not the board's.
LEFT_OUT = (
    Attachment,
    Attention,
    Block,
    BoardLook,
    CalendarFeed,
    Delivery,
    Digest,
    Import,
    MailDelivery,
    MeetingReminder,
    NoteAuthor,
    NoteVote,
    Notification,
    Preference,
    Presence,
    ReaderCursor,
    RegistryHook,
    ReleaseProposal,
    SearchDocument,
    SeenMark,
    SkippedEvent,
    Stay,
    TrackedRun,
    TrackerConnection,
    Watch,
    Webhook,
)


def is_person(field: models.Field[Any, Any]) -> bool:
    return field.related_model is Person


def table_of(field: models.Field[Any, Any]) -> str:
    """The table a column refers to; empty for a column that holds a value."""
    model = field.related_model
    return model.__name__ if isinstance(model, type) and model is not Person else ""
