"""A meeting is held: its agenda builds itself, its minutes are written, it is closed."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, NotFound, Stale
from boards.actions.lock import lock_board
from boards.events import Cause, record
from boards.models import Board
from cadence.actions import clean
from cadence.actions.series import kind_of
from cadence.agenda import found_now
from cadence.events import MeetingClosed, MeetingHeld, MeetingRemoved, MeetingReopened, MeetingWritten
from cadence.models import Meeting, MeetingSeries

MOST_VOTES = 20
LOOK_BACK = timedelta(days=30)


class MeetingOver(Conflict):
    """The meeting was closed; what was said there stays as it is."""

    code = "meeting_closed"
    sentence = noop("That meeting is closed.")


def hold_meeting(
    *, cause: Cause, board: Board, kind: str, series: MeetingSeries | None = None, votes_each: int = 3
) -> Meeting:
    """Begin one; of each kind one is open at a time.

    Its agenda begins where the last one of its kind ended; that of the first one looks back thirty days.
    """
    if not 0 <= votes_each <= MOST_VOTES:
        raise Invalid.field("votes_each", _("Everybody has 0 to %(most)s dots.") % {"most": MOST_VOTES})
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        before = board.meetings.filter(kind=kind_of(kind)).first()
        if before is not None and before.closed_at is None:
            said = _("A meeting of this kind is open (%(number)s). Close it first.")
            raise Conflict(said % {"number": before.pk})
        if series is not None and (series.board_id, series.kind) != (board.pk, kind):
            raise Invalid.field("series", _("That is another meeting."), "unknown")
        meeting = Meeting.objects.create(
            board=board,
            kind=kind,
            series=series or board.meeting_series.filter(kind=kind).first(),
            held_at=cause.at,
            since_seq=(before.until_seq if before else _a_month_back(board, cause)) or 0,
            votes_each=votes_each,
            author=cause.actor,
        )
        record(board, MeetingHeld(**of(meeting), since=meeting.since_seq), cause)
    return meeting


def write_minutes(*, cause: Cause, meeting: Meeting, minutes: str, seen: str | None = None) -> Meeting:
    """What was said; also after the end. `seen` is the `stamp` of the text that was before the writer's eyes."""
    with transaction.atomic():
        board, meeting = lock_meeting(meeting, cause, closed=True)
        new = clean.prose("minutes", minutes)
        if seen is not None and seen != stamp(meeting.minutes) and new != meeting.minutes:
            raise Stale(
                _("Somebody has written in the minutes meanwhile. Yours are below; take over what is theirs.")
            )
        if new != meeting.minutes:
            meeting.minutes = new
            meeting.save(update_fields=["minutes"])
            record(board, MeetingWritten(**of(meeting)), cause)
    return meeting


def close_meeting(*, cause: Cause, meeting: Meeting) -> Meeting:
    """End it: the agenda stays as it is now, and the next one of its kind begins here."""
    with transaction.atomic():
        board, meeting = lock_meeting(meeting, cause)
        meeting.agenda = found_now(meeting, cause.at)
        meeting.until_seq, meeting.closed_at = board.seq, cause.at
        meeting.save(update_fields=["agenda", "until_seq", "closed_at"])
        refs = list(meeting.actions.values_list("card__ref", flat=True))
        record(board, MeetingClosed(**of(meeting), actions=refs), cause)
    return meeting


def reopen_meeting(*, cause: Cause, meeting: Meeting) -> Meeting:
    """It goes on as if it had not been closed: only the newest of its kind, as the next one begins at its end."""
    with transaction.atomic():
        board, meeting = lock_meeting(meeting, cause, closed=True)
        if meeting.closed_at is None:
            return meeting
        if not is_newest(meeting):
            raise Conflict(_("A later meeting of this kind begins where this one ended. It stays closed."))
        meeting.agenda, meeting.until_seq, meeting.closed_at = [], None, None
        meeting.save(update_fields=["agenda", "until_seq", "closed_at"])
        record(board, MeetingReopened(**of(meeting)), cause)
    return meeting


def remove_meeting(*, cause: Cause, meeting: Meeting) -> None:
    """Call one off that is open, with its notes; cards that it made stay. One that was closed stays."""
    with transaction.atomic():
        board, meeting = lock_meeting(meeting, cause, verb=Verb.STEER)
        record(board, MeetingRemoved(**of(meeting)), cause)
        meeting.delete()


def is_newest(meeting: Meeting) -> bool:
    """Of its kind on its board."""
    return Meeting.objects.filter(board=meeting.board_id, kind=meeting.kind).first() == meeting


def _a_month_back(board: Board, cause: Cause) -> int | None:
    """The newest event of the time before."""
    before = board.events.filter(at__lt=cause.at - LOOK_BACK).order_by("-seq")
    return before.values_list("seq", flat=True).first()


def of(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting.pk, "meeting_kind": meeting.kind}


def stamp(text: str) -> str:
    """What a writer had before them."""
    return sha256(text.encode()).hexdigest()[:16]


def lock_meeting(
    meeting: Meeting, cause: Cause, *, closed: bool = False, verb: Verb = Verb.WRITE_CARD
) -> tuple[Board, Meeting]:
    board = lock_board(meeting.board_id, cause.actor, verb)
    fresh = Meeting.objects.filter(pk=meeting.pk).first()
    if fresh is None:
        raise NotFound(_("That meeting was called off."))
    if fresh.closed_at is not None and not closed:
        raise MeetingOver
    return board, fresh
