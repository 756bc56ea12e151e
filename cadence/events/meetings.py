"""Facts of meetings. What is said of notes and votes names nobody: no text, no author, no actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boards.events import Fact


@dataclass(frozen=True, kw_only=True)
class OfSeries:
    """Which recurring meeting a fact is about."""

    series: int
    meeting_kind: str


@dataclass(frozen=True, kw_only=True)
class OfMeeting:
    """Which meeting a fact is about."""

    meeting: int
    meeting_kind: str


@dataclass(frozen=True, kw_only=True)
class MeetingScheduled(OfSeries, Fact):
    """A meeting recurs by this rule from now on."""

    kind = "meeting.scheduled"
    rule: str
    starts_on: str
    time: str
    zone: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class MeetingRescheduled(OfSeries, Fact):
    """The rule, the time or the length of a recurring meeting changed, or one of its days is skipped."""

    kind = "meeting.rescheduled"
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class MeetingUnscheduled(OfSeries, Fact):
    """A meeting recurs no more; those that were held stay."""

    kind = "meeting.unscheduled"


@dataclass(frozen=True, kw_only=True)
class MeetingReminded(OfSeries, Fact):
    """A meeting begins soon. Told once for each occurrence and lead."""

    kind = "meeting.reminded"
    occurs_at: str
    local: str
    lead_minutes: int


@dataclass(frozen=True, kw_only=True)
class MeetingHeld(OfMeeting, Fact):
    """A meeting began; its agenda is what happened since the last one of its kind."""

    kind = "meeting.held"
    since: int


@dataclass(frozen=True, kw_only=True)
class MeetingNoteAdded(OfMeeting, Fact):
    """Somebody wrote a note. `notes` is how many there are."""

    kind = "meeting.note_added"
    notes: int


@dataclass(frozen=True, kw_only=True)
class MeetingNoteChanged(OfMeeting, Fact):
    """Somebody changed or signed a note of their own."""

    kind = "meeting.note_changed"


@dataclass(frozen=True, kw_only=True)
class MeetingNoteRemoved(OfMeeting, Fact):
    """Somebody took a note of their own away."""

    kind = "meeting.note_removed"
    notes: int


@dataclass(frozen=True, kw_only=True)
class MeetingNotesRevealed(OfMeeting, Fact):
    """The notes are shown to everybody; who wrote those that nobody signed is forgotten."""

    kind = "meeting.notes_revealed"
    notes: int


@dataclass(frozen=True, kw_only=True)
class MeetingVoted(OfMeeting, Fact):
    """Somebody put dots on a note or took some away. `votes` is the sum of all."""

    kind = "meeting.voted"
    votes: int


@dataclass(frozen=True, kw_only=True)
class MeetingActionAdded(OfMeeting, Fact):
    """A meeting decided on something, and it is a card."""

    kind = "meeting.action_added"
    title: str


@dataclass(frozen=True, kw_only=True)
class MeetingWritten(OfMeeting, Fact):
    """The minutes of a meeting were written."""

    kind = "meeting.written"


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(OfMeeting, Fact):
    """A meeting ended; its agenda stays as it was."""

    kind = "meeting.closed"
    actions: list[str]


@dataclass(frozen=True, kw_only=True)
class MeetingReopened(OfMeeting, Fact):
    """A meeting that was closed goes on; its agenda follows the log again."""

    kind = "meeting.reopened"


@dataclass(frozen=True, kw_only=True)
class MeetingRemoved(OfMeeting, Fact):
    """A meeting that was open was called off, with its notes."""

    kind = "meeting.removed"
