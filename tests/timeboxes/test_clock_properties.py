"""The clock of a box over random calendars, pauses and clock changes: what is used, and when it is due."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.working_time import WorkingCalendar
from boards.card_json import hours_of
from boards.models import CalendarVersion
from tests.accounts.test_working_time import MOMENTS, calendars
from tests.world import World
from timeboxes.clock import elapsed_seconds, set_running, stop_clock
from timeboxes.models import TimeBox

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
RARE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
STRETCHES = st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 9_000)), max_size=4)


@pytest.fixture
def version(world: World) -> CalendarVersion:
    """The calendar of a board, which each example writes anew."""
    return world.board().calendar()


def box_with(version: CalendarVersion, calendar: WorkingCalendar, budget: int) -> TimeBox:
    version.spec = calendar.as_spec()
    version.save()
    hours_of.cache_clear()
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


@settings(RARE, max_examples=60)
@given(calendar=calendars(), start=MOMENTS, budget=st.integers(1, 6_000), stretches=STRETCHES)
def test_it_is_due_at_the_first_second_at_which_its_budget_is_used(
    version: CalendarVersion,
    calendar: WorkingCalendar,
    start: datetime,
    budget: int,
    stretches: list[tuple[int, int]],
) -> None:
    box = box_with(version, calendar, budget)
    ran(box, start, stretches)
    assert box.due_at is not None
    assert abs(elapsed_seconds(box, box.due_at) - budget * 60) <= len(
        stretches
    )  # a stretch is kept in whole seconds
    assert elapsed_seconds(box, box.due_at - SECOND) < budget * 60 + len(stretches)
    if box.hard_stop_at is None or box.hard_stop_at > box.due_at:
        assert not box.is_over(box.due_at - SECOND)
    assert box.is_over(box.due_at)


@settings(RARE, max_examples=60)
@given(calendar=calendars(), start=MOMENTS, budget=st.integers(1, 6_000), stretches=STRETCHES)
def test_what_is_used_is_the_working_time_of_the_stretches(
    version: CalendarVersion,
    calendar: WorkingCalendar,
    start: datetime,
    budget: int,
    stretches: list[tuple[int, int]],
) -> None:
    box, at, worked = box_with(version, calendar, budget), start, 0.0
    for run, rest in stretches:
        set_running(box, at)
        stopped = at + timedelta(minutes=run)
        worked = min(worked + calendar.elapsed(at, stopped), budget)
        stop_clock(box, stopped, TimeBox.State.PAUSED)
        at = stopped + timedelta(minutes=rest)
        assert abs(elapsed_seconds(box, at) - worked * 60) <= len(stretches)
        assert box.due_at is None


@settings(RARE, max_examples=40)
@given(calendar=calendars(), start=MOMENTS, budget=st.integers(2, 6_000), stretches=STRETCHES)
def test_the_next_mark_lies_ahead_and_before_the_end(
    version: CalendarVersion,
    calendar: WorkingCalendar,
    start: datetime,
    budget: int,
    stretches: list[tuple[int, int]],
) -> None:
    box = box_with(version, calendar, budget)
    at = ran(box, start, stretches)
    if box.next_mark is None:
        assert box.accrued_seconds * 100 >= budget * 60 * TimeBox.MARKS[-1]
        return
    assert box.next_mark_at is not None
    assert box.due_at is not None
    assert at <= box.next_mark_at <= box.due_at
    assert abs(elapsed_seconds(box, box.next_mark_at) * 100 - budget * 60 * box.next_mark) <= 100
