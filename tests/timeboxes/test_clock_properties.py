"""The clock of a box over random calendars, pauses and clock changes: what is used, and when it is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.working_time import WorkingCalendar
from boards.models import CalendarVersion
from tests.accounts.test_working_time import MOMENTS, calendars
from timeboxes.clock import elapsed_seconds, set_running, stop_clock
from timeboxes.models import TimeBox

SECOND = timedelta(seconds=1)
STRETCHES = st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 9_000)), max_size=4)


def box_with(calendar: WorkingCalendar, budget: int) -> TimeBox:
    version = CalendarVersion(spec=calendar.as_spec())
    return TimeBox(calendar=version, budget_minutes=budget, original_budget_minutes=budget)


def ran(box: TimeBox, start: datetime, stretches: list[tuple[int, int]]) -> datetime:
    """Run and stand still in turns, for as long as the budget lasts; the clock runs when this ends."""
    at = start
    for run, rest in stretches:
        set_running(box, at)
        assert box.due_at is not None
        if at + timedelta(minutes=run) >= box.due_at:
            return at
        at += timedelta(minutes=run)
        stop_clock(box, at, TimeBox.State.PAUSED)
        at += timedelta(minutes=rest)
    set_running(box, at)
    return at


@settings(max_examples=120, deadline=None)
@given(calendars(), MOMENTS, st.integers(1, 6_000), STRETCHES)
def test_it_is_due_at_the_first_second_at_which_its_budget_is_used(
    calendar: WorkingCalendar, start: datetime, budget: int, stretches: list[tuple[int, int]]
) -> None:
    box = box_with(calendar, budget)
    ran(box, start, stretches)
    assert box.due_at is not None
    assert abs(elapsed_seconds(box, box.due_at) - budget * 60) <= len(
        stretches
    )  # a stretch is kept in whole seconds
    assert elapsed_seconds(box, box.due_at - SECOND) < budget * 60 + len(stretches)
    assert not box.is_over(box.due_at - SECOND)
    assert box.is_over(box.due_at)


@settings(max_examples=120, deadline=None)
@given(calendars(), MOMENTS, st.integers(1, 6_000), STRETCHES)
def test_what_is_used_is_the_working_time_of_the_stretches(
    calendar: WorkingCalendar, start: datetime, budget: int, stretches: list[tuple[int, int]]
) -> None:
    box, at, worked = box_with(calendar, budget), start, 0.0
    for run, rest in stretches:
        set_running(box, at)
        stopped = at + timedelta(minutes=run)
        worked = min(worked + calendar.elapsed(at, stopped), budget)
        stop_clock(box, stopped, TimeBox.State.PAUSED)
        at = stopped + timedelta(minutes=rest)
        assert abs(elapsed_seconds(box, at) - worked * 60) <= len(stretches)
        assert box.due_at is None


@settings(max_examples=80, deadline=None)
@given(calendars(), MOMENTS, st.integers(2, 6_000), STRETCHES)
def test_the_next_mark_lies_ahead_and_before_the_end(
    calendar: WorkingCalendar, start: datetime, budget: int, stretches: list[tuple[int, int]]
) -> None:
    box = box_with(calendar, budget)
    at = ran(box, start, stretches)
    if box.next_mark is None:
        assert box.accrued_seconds * 100 >= budget * 60 * TimeBox.MARKS[-1]
        return
    assert box.next_mark_at is not None
    assert box.due_at is not None
    assert at <= box.next_mark_at <= box.due_at
    assert abs(elapsed_seconds(box, box.next_mark_at) * 100 - budget * 60 * box.next_mark) <= 100
