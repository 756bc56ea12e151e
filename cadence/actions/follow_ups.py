"""What a meeting decides to do becomes a card."""

from __future__ import annotations

from django.db import transaction

from accounts.errors import Invalid
from boards.actions import create_card
from boards.events import Cause, record
from cadence.actions import clean
from cadence.actions.meetings import lock_meeting, of
from cadence.events import MeetingActionAdded
from cadence.models import Meeting, MeetingAction, MeetingNote

MOST = 100


def add_action(
    *, cause: Cause, meeting: Meeting, title: str, assignee: str = "", note: MeetingNote | None = None
) -> MeetingAction:
    """A task in the backlog, assigned and linked to the meeting; on the next agendas until it is done."""
    with transaction.atomic():
        board, meeting = lock_meeting(meeting, cause)
        if meeting.actions.count() >= MOST:
            raise Invalid.field("title", f"A meeting has at most {MOST} actions.")
        if note is not None and note.meeting_id != meeting.pk:
            raise Invalid.field("note", "That note is of another meeting.", "unknown")
        about = f"\n\n> {note.text}" if note is not None and meeting.revealed_at else ""
        where = f"Decided in the {meeting.get_kind_display().lower()} of {meeting.held_at:%-d %b %Y}."
        card = create_card(
            cause=cause,
            board=board,
            title=clean.line("title", title, required=True),
            description=where + about,
            assignees=[assignee] if assignee else [],
        )
        board.refresh_from_db(fields=["seq"])
        action = MeetingAction.objects.create(meeting=meeting, card=card, note=note, created_at=cause.at)
        record(board, MeetingActionAdded(**of(meeting), title=card.title), cause, card=card)
    return action
