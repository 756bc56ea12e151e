"""The clock's own words: a meeting begins, an iteration takes long, an increment ends. Each once, by its row."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from boards.events import clock_cause
from cadence.actions.increments import TOLD_BEFORE, tell_of_end
from cadence.actions.iterations import hint_iteration
from cadence.actions.series import remind_of_meeting
from cadence.models import Increment, Iteration, MeetingReminder, MeetingSeries
from cadence.models.iteration import LONG_AFTER
from cadence.rule import occurrences

log = logging.getLogger(__name__)
LEADS = (24 * 60, 15)  # minutes before a meeting
LONGEST_LEAD = timedelta(minutes=LEADS[0])
# Two working days are seldom more than this many days away; who is looked at in vain costs one query.
NEAR = timedelta(days=14 * TOLD_BEFORE)


def remind_due(at: datetime) -> int:
    """Everything that is to be told at `at`; returns how much was. A bad row holds up nobody."""
    done = 0
    for act in (*_meetings(at), *_iterations(at), *_increments(at)):
        try:
            done += act()
        except Exception:
            log.exception("A reminder could not be written")
    return done


def _meetings(at: datetime) -> list[Callable[[], bool]]:
    """What begins within a day. After a downtime the shorter lead is enough; what has begun is told no more."""
    found: list[Callable[[], bool]] = []
    told = set(MeetingReminder.objects.filter(occurs_at__gt=at).values_list("series", "occurs_at", "lead_minutes"))
    for series in MeetingSeries.objects.filter(board__deleted_at=None, board__archived_at=None):
        for occurs_at in occurrences(series, at):
            left = occurs_at - at
            due = [lead for lead in LEADS if left <= timedelta(minutes=lead)]
            if due and (series.pk, occurs_at, due[-1]) not in told:
                lead = due[-1]
                found.append(
                    partial(
                        remind_of_meeting,
                        cause=clock_cause(at),
                        series=series,
                        occurs_at=occurs_at,
                        lead_minutes=lead,
                    )
                )
    return found


def _iterations(at: datetime) -> list[Callable[[], bool]]:
    long = Iteration.objects.filter(started_at__lte=at - LONG_AFTER, closed_at=None, hinted_at=None)
    open_boards = long.filter(board__deleted_at=None, board__archived_at=None)
    return [partial(hint_iteration, cause=clock_cause(at), iteration=each) for each in open_boards]


def _increments(at: datetime) -> list[Callable[[], bool]]:
    near = Increment.objects.filter(ends_on__lte=(at + NEAR).date(), closed_at=None, told_at=None)
    open_boards = near.filter(board__deleted_at=None, board__archived_at=None)
    return [partial(tell_of_end, cause=clock_cause(at), increment=each) for each in open_boards]
