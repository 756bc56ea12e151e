"""Meetings: the rule by which they recur, those that were held, what was said there and what follows from it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.models import Person
from boards.models import Board, Card


class MeetingKind(models.TextChoices):
    RETROSPECTIVE = "retrospective", gettext_lazy("Retrospective")
    ITEM_REVIEW = "item_review", gettext_lazy("Item review")
    BACKLOG_SELECTION = "backlog_selection", gettext_lazy("Backlog selection")


class MeetingSeries(models.Model):
    """A meeting that follows the calendar: RFC 5545's RRULE from its first day on, at a local time."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="meeting_series")
    kind = models.CharField(max_length=17, choices=MeetingKind.choices)
    rule = models.CharField(max_length=120, help_text="Such as FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU.")
    starts_on = models.DateField(help_text="The first day of the rule.")
    time = models.TimeField(help_text="Local.")
    minutes = models.PositiveSmallIntegerField(default=60)
    zone = models.CharField(max_length=64)
    skipped = models.JSONField(default=list, help_text="Days on which it does not take place.")
    version = models.PositiveIntegerField(default=1, help_text="Grows with each change; SEQUENCE of the feed.")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name_plural = "meeting series"

    def __str__(self) -> str:
        return f"{self.kind} {self.rule}"


class MeetingReminder(models.Model):
    """An occurrence that people have been told of, once for each lead: what makes a second worker harmless."""

    series = models.ForeignKey(MeetingSeries, on_delete=models.CASCADE, related_name="reminders")
    occurs_at = models.DateTimeField()
    lead_minutes = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "occurs_at", "lead_minutes"], name="meeting_reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.series_id} at {self.occurs_at:%F %R}, {self.lead_minutes} min before"


class Meeting(models.Model):
    """A meeting that is being held or has been. While it is open its agenda follows the log; then it is frozen."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="meetings")
    series = models.ForeignKey(MeetingSeries, null=True, on_delete=models.SET_NULL, related_name="held")
    kind = models.CharField(max_length=17, choices=MeetingKind.choices)
    held_at = models.DateTimeField()
    since_seq = models.BigIntegerField(help_text="The newest event that an earlier one of its kind has seen.")
    until_seq = models.BigIntegerField(null=True)
    votes_each = models.PositiveSmallIntegerField(default=3)
    revealed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    minutes = models.TextField(blank=True, default="")
    agenda = models.JSONField(default=list, help_text="As it stood when the meeting was closed.")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "kind"], condition=Q(closed_at=None), name="meeting_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.board_id}, {self.held_at:%F}"


class MeetingNote(models.Model):
    """What somebody thinks. It names nobody, unless who wrote it chose to sign."""

    class Column(models.TextChoices):
        KEEP = "keep", gettext_lazy("Went well")
        CHANGE = "change", gettext_lazy("To change")
        IDEA = "idea", gettext_lazy("Ideas")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notes")
    column = models.CharField(max_length=6, choices=Column.choices, default=Column.KEEP)
    text = models.CharField(max_length=1000)
    signed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"note {self.pk} of {self.meeting_id}"


class NoteAuthor(models.Model):
    """Whose note it is while it can be changed. The reveal deletes these rows, so that nobody can ever tell."""

    note = models.OneToOneField(MeetingNote, on_delete=models.CASCADE, related_name="kept_for")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"author of {self.note_id}"


class NoteVote(models.Model):
    """The dots of one person on one note; shown to nobody else."""

    note = models.ForeignKey(MeetingNote, on_delete=models.CASCADE, related_name="dots")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="note_vote_once")]

    def __str__(self) -> str:
        return f"{self.count} on {self.note_id}"


class MeetingAction(models.Model):
    """What a meeting decided to do, as a card. It stands on the next agendas until the card is done."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="actions")
    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="decided_in")
    note = models.ForeignKey(MeetingNote, null=True, on_delete=models.SET_NULL, related_name="actions")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.card_id} of {self.meeting_id}"
