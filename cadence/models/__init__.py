"""What recurs on a board: iterations that end with their answers, increments of fixed time, meetings."""

from cadence.models.feed import CalendarFeed
from cadence.models.iteration import Increment, Iteration, IterationItem, IterationTask
from cadence.models.meeting import (
    Meeting,
    MeetingAction,
    MeetingKind,
    MeetingNote,
    MeetingReminder,
    MeetingSeries,
    NoteAuthor,
    NoteVote,
)

__all__ = [
    "CalendarFeed",
    "Increment",
    "Iteration",
    "IterationItem",
    "IterationTask",
    "Meeting",
    "MeetingAction",
    "MeetingKind",
    "MeetingNote",
    "MeetingReminder",
    "MeetingSeries",
    "NoteAuthor",
    "NoteVote",
]
