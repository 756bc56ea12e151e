"""The arithmetic of a box: when it is due, when its next mark comes, how much it has used."""

from __future__ import annotations

from datetime import datetime

from accounts.durations import duration_in_words
from accounts.errors import Invalid
from accounts.working_time import CalendarError, WorkingCalendar
from boards.card_json import hours_of as hours_of_version
from timeboxes.models import Clocked

HARD_STOP_FACTOR = 2


def hours_of(box: Clocked) -> WorkingCalendar:
    """The working hours that the box started with."""
    return hours_of_version(box.calendar_id)


def span_in_words(minutes: int, hours: WorkingCalendar) -> str:
    """Minutes at work as people say them: from a day on, whole hours are enough."""
    exact = minutes if minutes < hours.minutes_per_day else minutes - minutes % 60
    return duration_in_words(exact, minutes_per_day=hours.minutes_per_day)


def elapsed_seconds(box: Clocked, at: datetime) -> int:
    """Working seconds used at `at`; what an expired box has used stays."""
    if box.running_since is None:
        return box.accrued_seconds
    return box.accrued_seconds + round(hours_of(box).elapsed(box.running_since, at) * 60)


def used_seconds(box: Clocked, at: datetime) -> int:
    """The same, but no more than the budget, and nothing after the box is over."""
    ends = box.ends_at
    until = ends if ends is not None and ends <= at else at
    if until == box.due_at and box.running_since is not None:
        return box.budget_seconds
    return min(elapsed_seconds(box, until), box.budget_seconds)


def set_running(box: Clocked, at: datetime) -> None:
    """Start the clock at `at`, with what is left of the budget."""
    box.state = Clocked.State.RUNNING
    box.running_since = at
    box.due_at = _after(box, at, box.budget_seconds - box.accrued_seconds)
    if box.started_at is None:
        box.started_at = at
    if box.hard_stop_at is None:
        push_hard_stop(box, at)
    plan_mark(box)


def push_hard_stop(box: Clocked, at: datetime) -> None:
    """More time moves the last date to twice what is left, if that is later."""
    wanted = _after(box, at, HARD_STOP_FACTOR * (box.budget_seconds - box.accrued_seconds))
    box.hard_stop_at = max(filter(None, (box.hard_stop_at, wanted)))


def stop_clock(box: Clocked, at: datetime, state: str) -> None:
    """Keep what was used; nothing is due while the clock stands still."""
    box.accrued_seconds = min(elapsed_seconds(box, at), box.budget_seconds)
    box.running_since = box.due_at = box.next_mark_at = None
    box.state = state


def plan_mark(box: Clocked, passed: int = 0) -> None:
    """The next mark after `passed` percent that still lies ahead of what was used before this stretch."""
    box.next_mark = box.next_mark_at = None
    if box.running_since is None:
        return
    for mark in box.MARKS:
        left = box.budget_seconds * mark / 100 - box.accrued_seconds
        if mark > passed and left > 0:
            box.next_mark, box.next_mark_at = mark, _after(box, box.running_since, left)
            return


def _after(box: Clocked, start: datetime, seconds: float) -> datetime:
    try:
        return hours_of(box).due(start, max(seconds, 0) / 60)
    except CalendarError as error:
        raise Invalid.field("budget", str(error)) from None


CLOCK_FIELDS = (
    "state",
    "running_since",
    "due_at",
    "started_at",
    "hard_stop_at",
    "accrued_seconds",
    "next_mark",
    "next_mark_at",
)
