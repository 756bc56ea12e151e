"""Meetings as the API shows them to one person: hidden notes are that person's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Person
from cadence.agenda import agenda_of
from cadence.models import Meeting, MeetingAction, MeetingNote, MeetingSeries, NoteVote
from cadence.rule import Rule, occurrences

SHOWN_AHEAD = 3


def series_as_dict(series: MeetingSeries, at: datetime) -> dict[str, Any]:
    rule = Rule.read(series.rule)
    return {
        "id": series.pk,
        "kind": series.kind,
        "unit": rule.unit,
        "every": rule.every,
        "weekday": rule.weekday,
        "nth": rule.nth,
        "rrule": series.rule,
        "time": f"{series.time:%H:%M}",
        "minutes": series.minutes,
        "zone": series.zone,
        "starts_on": series.starts_on.isoformat(),
        "skipped": series.skipped,
        "next": occurrences(series, at, SHOWN_AHEAD),
    }


def with_all(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    actions = MeetingAction.objects.select_related("card__lane", "note")
    return meetings.select_related("board", "author").prefetch_related(Prefetch("actions", actions))


def meeting_as_dict(meeting: Meeting) -> dict[str, Any]:
    """One line of the list."""
    return {
        "id": meeting.pk,
        "board": meeting.board.key,
        "kind": meeting.kind,
        "state": "closed" if meeting.closed_at else "open",
        "series": meeting.series_id,
        "held_at": meeting.held_at,
        "revealed_at": meeting.revealed_at,
        "closed_at": meeting.closed_at,
        "author": meeting.author.username,
        "actions": [action_as_dict(each) for each in meeting.actions.all()],
    }


def whole_meeting(meeting: Meeting, person: Person, at: datetime) -> dict[str, Any]:
    """With agenda, notes, dots and minutes, as that person may see them."""
    notes, dots = notes_for(meeting, person), own_dots(meeting, person)
    return {
        **meeting_as_dict(meeting),
        "agenda": agenda_of(meeting, at),
        "minutes": meeting.minutes,
        "votes_each": meeting.votes_each,
        "votes_left": meeting.votes_each - sum(dots.values()),
        "hidden_notes": hidden_notes(meeting, person),
        "notes": [note_as_dict(each, dots.get(each.pk, 0)) for each in notes],
    }


def notes_for(meeting: Meeting, person: Person) -> list[MeetingNote]:
    """After the reveal all, those with most dots first; until then one's own."""
    notes = meeting.notes.select_related("signed_by")
    if meeting.revealed_at is not None:
        return sorted(notes, key=lambda note: (-note.votes, note.pk))
    return list(notes.filter(kept_for__person=person))


def hidden_notes(meeting: Meeting, person: Person) -> int:
    """How many others have written that nobody but they can read yet."""
    if meeting.revealed_at is not None:
        return 0
    return meeting.notes.filter(~Q(kept_for__person=person)).count()


def own_dots(meeting: Meeting, person: Person) -> dict[int, int]:
    """The person's own dots, by note."""
    mine = NoteVote.objects.filter(note__meeting=meeting, person=person)
    return dict(mine.values_list("note_id", "count"))


def note_as_dict(note: MeetingNote, dots: int) -> dict[str, Any]:
    return {
        "id": note.pk,
        "column": note.column,
        "text": note.text,
        "signed_by": note.signed_by.username if note.signed_by else None,
        "votes": note.votes,
        "my_votes": dots,
    }


def action_as_dict(action: MeetingAction) -> dict[str, Any]:
    return {
        "id": action.pk,
        "card": action.card.ref,
        "title": action.card.title,
        "done": action.card.closed_at is not None,
        "note": action.note_id,
    }
