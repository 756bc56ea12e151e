"""Notes of a meeting and the dots on them. Their facts name nobody; the reveal forgets who wrote them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Person
from boards.events import Cause, record
from boards.models import Board
from cadence.actions import clean
from cadence.actions.meetings import lock_meeting, of
from cadence.events import (
    MeetingNoteAdded,
    MeetingNoteChanged,
    MeetingNoteRemoved,
    MeetingNotesRevealed,
    MeetingVoted,
)
from cadence.models import Meeting, MeetingNote, NoteAuthor, NoteVote

MOST_NOTES = 300


def add_note(
    *, cause: Cause, meeting: Meeting, text: str, column: str = "keep", signed: bool = False
) -> MeetingNote:
    """Until the reveal it is seen by who wrote it alone. Unsigned, it can never be told whose it was."""
    with transaction.atomic():
        board, meeting = lock_meeting(meeting, cause)
        if meeting.notes.count() >= MOST_NOTES:
            raise Invalid.field("text", _("A meeting has at most %(most)s notes.") % {"most": MOST_NOTES})
        note = MeetingNote.objects.create(
            meeting=meeting,
            column=_column(column),
            text=clean.line("text", text, required=True),
            signed_by=cause.actor if signed else None,
        )
        if meeting.revealed_at is None:
            NoteAuthor.objects.create(note=note, person=cause.actor)
        record(board, MeetingNoteAdded(**of(meeting), notes=meeting.notes.count()), nobody(cause))
    return note


def change_note(
    *,
    cause: Cause,
    note: MeetingNote,
    text: str | None = None,
    column: str | None = None,
    signed: bool | None = None,
) -> MeetingNote:
    """Other words, another column, signed or not: one's own, and before the reveal."""
    with transaction.atomic():
        board, meeting, note = _own(note, cause)
        new = {
            "text": note.text if text is None else clean.line("text", text, required=True),
            "column": note.column if column is None else _column(column),
            "signed_by": note.signed_by if signed is None else cause.actor if signed else None,
        }
        changed = [name for name, value in new.items() if getattr(note, name) != value]
        for name in changed:
            setattr(note, name, new[name])
        if changed:
            note.save(update_fields=changed)
            record(board, MeetingNoteChanged(**of(meeting)), nobody(cause))
    return note


def remove_note(*, cause: Cause, note: MeetingNote) -> None:
    """One's own, and before the reveal."""
    with transaction.atomic():
        board, meeting, note = _own(note, cause)
        note.delete()
        record(board, MeetingNoteRemoved(**of(meeting), notes=meeting.notes.count()), nobody(cause))


def reveal_notes(*, cause: Cause, meeting: Meeting) -> Meeting:
    """Show all notes to all. Who wrote which is forgotten in the same act; a signature stays."""
    with transaction.atomic():
        board, meeting = lock_meeting(meeting, cause)
        if meeting.revealed_at is not None:
            return meeting
        meeting.revealed_at = cause.at
        meeting.save(update_fields=["revealed_at"])
        NoteAuthor.objects.filter(note__meeting=meeting).delete()
        record(board, MeetingNotesRevealed(**of(meeting), notes=meeting.notes.count()), cause)
    return meeting


def vote(*, cause: Cause, note: MeetingNote, count: int) -> MeetingNote:
    """How many of one's dots lie on the note now; together no more than the meeting gives to each."""
    with transaction.atomic():
        board, meeting = lock_meeting(note.meeting, cause)
        found = MeetingNote.objects.filter(pk=note.pk, meeting=meeting).first()
        if found is None:
            raise NotFound
        if meeting.revealed_at is None:
            raise Conflict(_("Dots come after the notes are revealed."))
        others = NoteVote.objects.filter(person=cause.actor, note__meeting=meeting).exclude(note=found)
        spent = others.aggregate(sum=Sum("count"))["sum"] or 0
        if not 0 <= count <= meeting.votes_each - spent:
            said = {"all": meeting.votes_each, "left": meeting.votes_each - spent}
            raise Invalid.field("count", _("You have %(all)s dots, %(left)s for this.") % said)
        _put(found, cause.actor, count)
        if (total := _dots(found)) != found.votes:
            found.votes = total
            found.save(update_fields=["votes"])
            votes = meeting.notes.aggregate(sum=Sum("votes"))["sum"] or 0
            record(board, MeetingVoted(**of(meeting), votes=votes), nobody(cause))
    return found


def nobody(cause: Cause) -> Cause:
    """The same act without who, by which client or in which page: what is anonymous stays so in the log."""
    return Cause(actor=Person(username=""), at=cause.at, notify=cause.notify)


def _put(note: MeetingNote, person: Person, count: int) -> None:
    if count:
        NoteVote.objects.update_or_create(note=note, person=person, defaults={"count": count})
    else:
        NoteVote.objects.filter(note=note, person=person).delete()


def _dots(note: MeetingNote) -> int:
    return note.dots.aggregate(sum=Sum("count"))["sum"] or 0


def _own(note: MeetingNote, cause: Cause) -> tuple[Board, Meeting, MeetingNote]:
    """Somebody else's is as good as none: nothing tells whose it is."""
    board, meeting = lock_meeting(note.meeting, cause)
    if meeting.revealed_at is not None:
        raise Conflict(_("The notes are revealed; they stay as they are."))
    mine = MeetingNote.objects.filter(pk=note.pk, meeting=meeting, kept_for__person=cause.actor)
    found = mine.select_related("signed_by").first()
    if found is None:
        raise NotFound
    return board, meeting, found


def _column(column: str) -> str:
    if column not in MeetingNote.Column.values:
        said = _("A note goes to %(columns)s.") % {"columns": ", ".join(MeetingNote.Column.values)}
        raise Invalid.field("column", said, "invalid_choice")
    return column
