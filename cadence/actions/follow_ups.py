"""What a meeting decides to do becomes a card."""

from __future__ import annotations

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from boards.actions import create_card
from boards.events import Cause, record
from cadence.actions import clean
from cadence.actions.meetings import lock_meeting, of
from cadence.agenda_words import KINDS
from cadence.events import MeetingActionAdded
from cadence.models import Meeting, MeetingAction, MeetingKind, MeetingNote

MOST = 100


def add_action(
    *, cause: Cause, meeting: Meeting, title: str, assignee: str = "", note: MeetingNote | None = None
) -> MeetingAction:
    """A task in the backlog, assigned and linked to the meeting; on the next agendas until it is done."""
    with transaction.atomic():
        board, meeting = lock_meeting(meeting, cause)
        if meeting.actions.count() >= MOST:
            raise Invalid.field("title", _("A meeting has at most %(most)s actions.") % {"most": MOST})
        if note is not None and note.meeting_id != meeting.pk:
            raise Invalid.field("note", _("That note is of another meeting."), "unknown")
        about = f"\n\n> {note.text}" if note is not None and meeting.revealed_at else ""
        day = date_format(meeting.held_at, _("j M Y"))
        where = _("Decided in the %(meeting)s of %(day)s.") % {
            "meeting": _(KINDS[MeetingKind(meeting.kind)]),
            "day": day,
        }
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
