"""Due instants and elapsed working time: exact, zone-aware, and each other's inverse."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accounts.calendar_spec import WEEKDAYS
from accounts.working_time import DEFAULT_SPEC, ROUND_THE_CLOCK, CalendarError, WorkingCalendar

OFFICE = WorkingCalendar.parse(DEFAULT_SPEC)
MINUTE = timedelta(minutes=1)
ZONES = ["UTC", "Europe/Berlin", "Africa/Cairo", "America/Havana", "America/Santiago", "Asia/Beirut"]
ZONES += ["Atlantic/Azores", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Apia"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def in_zone(tz: str, **changes: Any) -> WorkingCalendar:
    return WorkingCalendar.parse({**DEFAULT_SPEC, "tz": tz, **changes})


def every_day(tz: str, *spans: list[str]) -> WorkingCalendar:
    return in_zone(tz, week={name: list(spans) for name in WEEKDAYS})


def test_five_days_from_monday_morning_end_on_friday_evening() -> None:
    assert OFFICE.minutes_per_day == 480
    assert OFFICE.days_per_week == 5
    assert OFFICE.due(at("2026-03-02T09:00"), 2400) == at("2026-03-06T18:00")


def test_a_nine_hour_day_gives_the_same_friday() -> None:
    nine = in_zone("Europe/Berlin", week={n: [["09:00", "18:00"]] for n in WEEKDAYS[:5]})
    assert nine.minutes_per_day == 540
    assert nine.due(at("2026-03-02T08:00"), 5 * 540) == at("2026-03-06T17:00")


def test_only_working_hours_count() -> None:
    saturday = at("2026-03-07T11:00")
    assert not OFFICE.is_working(saturday)
    assert OFFICE.next_working_instant(saturday) == at("2026-03-09T09:00")
    assert OFFICE.next_working_instant(at("2026-03-09T10:30")) == at("2026-03-09T10:30")
    assert OFFICE.due(saturday, 1) == at("2026-03-09T09:01")
    assert OFFICE.elapsed(at("2026-03-06T17:30"), at("2026-03-09T09:30")) == 60
    assert OFFICE.elapsed(at("2026-03-09T09:30"), at("2026-03-06T17:30")) == 0


def test_a_span_ends_where_the_next_minute_begins() -> None:
    assert OFFICE.is_working(at("2026-03-09T09:00"))
    assert not OFFICE.is_working(at("2026-03-09T13:00"))
    assert OFFICE.next_working_instant(at("2026-03-09T13:00")) == at("2026-03-09T14:00")


def test_seconds_count() -> None:
    start = at("2026-03-02T12:59:30.250000")
    assert OFFICE.elapsed(start, at("2026-03-02T14:00:30")) == pytest.approx(59.75 / 60)
    assert OFFICE.due(start, 0.5) == at("2026-03-02T14:00:00.250000")


def test_days_off_and_special_days_replace_the_week() -> None:
    winter = in_zone(
        "UTC",
        days_off=["2026-12-25"],
        special_days={"2026-12-24": [["09:00", "12:00"]], "2026-12-26": [["10:00", "11:00"]]},
    )
    assert winter.elapsed(at("2026-12-24T00:00"), at("2026-12-28T00:00")) == 240
    assert winter.due(at("2026-12-24T09:00"), 200) == at("2026-12-26T10:20")
    assert winter.working_days_between(at("2026-12-23T09:00"), at("2026-12-28T09:00")) == 3


def test_round_the_clock_never_stops() -> None:
    nonstop = WorkingCalendar.parse({**ROUND_THE_CLOCK, "tz": "Europe/Paris"})
    assert (nonstop.minutes_per_day, nonstop.days_per_week) == (1440, 7)
    start = at("2026-03-28T12:00")
    assert nonstop.due(start, 2880) == start + timedelta(hours=48)  # across the change to summer time


@pytest.mark.parametrize(
    ("zone", "day", "first_instant"),
    [
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00"),
        ("Africa/Cairo", "2027-04-30", "2027-04-29T22:00"),
        ("America/Havana", "2026-03-08", "2026-03-08T05:00"),
        ("America/Havana", "2027-03-14", "2027-03-14T05:00"),
        ("America/Santiago", "2026-09-06", "2026-09-06T04:00"),
        ("America/Santiago", "2027-09-05", "2027-09-05T04:00"),
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00"),
        ("Asia/Beirut", "2027-03-28", "2027-03-27T22:00"),
        ("Atlantic/Azores", "2026-03-29", "2026-03-29T01:00"),
        ("Atlantic/Azores", "2027-03-28", "2027-03-28T01:00"),
    ],
)
def test_a_day_whose_midnight_does_not_exist_starts_after_the_gap(zone: str, day: str, first_instant: str) -> None:
    only = in_zone(zone, week={}, special_days={day: [["00:00", "24:00"]]})
    first = at(first_instant)
    assert first.astimezone(ZoneInfo(zone)).isoformat()[:16] == f"{day}T01:00"
    assert only.next_working_instant(first - timedelta(days=3)) == first
    assert only.elapsed(first - timedelta(days=3), first + timedelta(days=3)) == 23 * 60


@pytest.mark.parametrize(
    ("zone", "day", "wall", "instant"),
    [
        ("Europe/Paris", "2026-03-29", "02:30", "2026-03-29T01:30"),  # in the gap: after it
        ("Europe/Paris", "2026-10-25", "02:30", "2026-10-25T00:30"),  # twice: the first
        ("America/New_York", "2027-11-07", "01:30", "2027-11-07T05:30"),
        ("Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-03T14:45"),
        ("Asia/Kolkata", "2026-03-02", "09:00", "2026-03-02T03:30"),
        ("Asia/Kathmandu", "2026-03-02", "09:00", "2026-03-02T03:15"),
        ("Pacific/Kiritimati", "2026-03-02", "09:00", "2026-03-01T19:00"),
        ("Pacific/Pago_Pago", "2026-03-02", "09:00", "2026-03-02T20:00"),
        ("UTC", "2028-02-29", "09:00", "2028-02-29T09:00"),
    ],
)
def test_local_hours_start_at_the_right_instant(zone: str, day: str, wall: str, instant: str) -> None:
    only = in_zone(zone, week={}, special_days={day: [[wall, "23:00"]]})
    assert only.next_working_instant(at(instant) - timedelta(days=2)) == at(instant)


def test_hours_inside_a_gap_are_counted_once() -> None:
    """02:00-03:00 does not exist: 01:00-02:30 ends at 03:30, and 03:00-05:00 begins before that."""
    only = in_zone("Europe/Paris", week={}, special_days={"2026-03-29": [["01:00", "02:30"], ["03:00", "05:00"]]})
    assert only.elapsed(at("2026-03-28T00:00"), at("2026-03-30T00:00")) == 180
    assert only.due(at("2026-03-28T00:00"), 180) == at("2026-03-29T03:00")


def test_a_repeated_hour_is_worked_twice_when_the_span_covers_it() -> None:
    only = in_zone("Europe/Paris", week={}, special_days={"2026-10-25": [["02:00", "04:00"]]})
    assert only.elapsed(at("2026-10-24T00:00"), at("2026-10-26T00:00")) == 180


def test_a_day_that_a_zone_skipped_has_no_hours() -> None:
    apia = every_day("Pacific/Apia", ["09:00", "17:00"])
    assert apia.elapsed(at("2011-12-29T10:00"), at("2012-01-01T10:00")) == 3 * 480  # 29, 31, 1


def test_one_working_day_later_is_wall_clock_time_across_a_change() -> None:
    paris = every_day("Europe/Paris", ["00:00", "24:00"])
    start = datetime(2026, 3, 28, 23, 59, tzinfo=ZoneInfo("Europe/Paris"))
    assert paris.due(start, 1440) == at("2026-03-29T22:59")  # 24 hours, not one calendar day
    office = every_day("Europe/Paris", ["09:00", "17:00"])
    assert office.due(at("2026-03-28T08:00"), 960) == at("2026-03-29T15:00")


@pytest.mark.parametrize("year", [1, 1899, 9900, 9999])
def test_far_away_dates_are_refused(year: int) -> None:
    for use in (OFFICE.next_working_instant, OFFICE.is_working):
        with pytest.raises(CalendarError, match="nearer date"):
            use(datetime(year, 6, 1, tzinfo=UTC))
    with pytest.raises(CalendarError):
        OFFICE.elapsed(at("2026-01-01T00:00"), datetime(year, 6, 1, tzinfo=UTC))


def test_a_search_without_end_is_refused() -> None:
    once = in_zone("UTC", week={}, special_days={"2026-01-05": [["09:00", "10:00"]]})
    with pytest.raises(CalendarError, match="20 years"):
        once.due(at("2026-01-01T00:00"), 61)
    with pytest.raises(CalendarError, match="20 years"):
        once.next_working_instant(at("2026-02-01T00:00"))
    with pytest.raises(CalendarError, match="20 years"):
        OFFICE.elapsed(at("1990-01-01T00:00"), at("2026-01-01T00:00"))


@pytest.mark.parametrize("budget", [-1, float("nan"), float("inf"), 1e300])
def test_a_budget_is_a_number_of_minutes(budget: float) -> None:
    with pytest.raises(CalendarError, match="budget"):
        OFFICE.due(at("2026-03-02T09:00"), budget)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(CalendarError, match="zone"):
        OFFICE.due(at("2026-03-02T09:00").replace(tzinfo=None), 60)


def test_ages_are_counted_in_working_days() -> None:
    friday, monday = at("2026-03-06T17:00"), at("2026-03-09T08:00")
    assert OFFICE.working_days_between(friday, monday) == 1
    assert OFFICE.working_days_between(friday, friday + timedelta(hours=6)) == 0
    assert OFFICE.working_days_between(monday, friday) == 0
    assert OFFICE.working_days_between(at("2012-01-02T09:00"), at("2026-01-05T09:00")) == 731 * 5


def test_three_months_are_worked_out_fast() -> None:
    start = at("2026-03-02T09:00")
    OFFICE.due(start, 65 * 480)
    began = process_time()
    for _ in range(100):
        OFFICE.due(start, 65 * 480)
    assert (process_time() - began) / 100 < 0.005


@st.composite
def days(draw: st.DrawFn) -> list[list[str]]:
    marks = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    marks = marks[: len(marks) // 2 * 2]
    clock = [f"{mark // 4:02}:{mark % 4 * 15:02}" for mark in marks]
    return [[clock[n], clock[n + 1]] for n in range(0, len(clock), 2)]


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    dates = st.dates(at("2026-01-01T00:00").date(), at("2027-12-31T00:00").date()).map(str)
    special = draw(st.dictionaries(dates, days(), max_size=5))
    spec: dict[str, Any] = {
        "tz": draw(st.sampled_from(ZONES)),
        "week": {name: draw(days()) for name in WEEKDAYS},
        "days_off": [day for day in draw(st.lists(dates, max_size=5, unique=True)) if day not in special],
        "special_days": special,
    }
    assume(any(spec["week"].values()))
    return WorkingCalendar.parse(spec)


MOMENTS = st.integers(0, 2 * 365 * 24 * 3600).map(
    lambda second: at("2026-01-01T00:00") + timedelta(seconds=second)
)


@settings(max_examples=120, deadline=None)
@given(calendars(), MOMENTS, st.integers(1, 10_000))
def test_elapsed_inverts_due(calendar: WorkingCalendar, start: datetime, budget: int) -> None:
    due = calendar.due(start, budget)
    assert due.tzinfo is UTC
    assert calendar.elapsed(start, due) == budget
    assert calendar.elapsed(start, due - timedelta(microseconds=1)) < budget  # the earliest one


@settings(max_examples=120, deadline=None)
@given(calendars(), st.lists(MOMENTS, min_size=2, max_size=6))
def test_elapsed_adds_up_over_any_pauses(calendar: WorkingCalendar, moments: list[datetime]) -> None:
    moments.sort()
    parts = [calendar.elapsed(a, b) * 60_000_000 for a, b in pairwise(moments)]
    whole = calendar.elapsed(moments[0], moments[-1]) * 60_000_000
    assert round(sum(parts)) == pytest.approx(round(whole), abs=2)


@settings(max_examples=80, deadline=None)
@given(calendars(), MOMENTS, st.integers(2, 5_000), st.integers(0, 20_000), st.integers(1, 4_999))
def test_a_pause_shifts_the_due_instant_and_takes_no_budget(
    calendar: WorkingCalendar, start: datetime, budget: int, pause_minutes: int, used: int
) -> None:
    assume(used < budget)
    paused = calendar.due(start, used)
    resumed = paused + pause_minutes * MINUTE
    due = calendar.due(resumed, budget - calendar.elapsed(start, paused))
    assert calendar.elapsed(start, paused) + calendar.elapsed(resumed, due) == budget


@settings(max_examples=80, deadline=None)
@given(calendars(), MOMENTS)
def test_the_next_working_instant_is_the_first_that_is_worked(calendar: WorkingCalendar, moment: datetime) -> None:
    opens = calendar.next_working_instant(moment)
    assert calendar.is_working(opens)
    assert calendar.elapsed(moment, opens) == 0


@settings(max_examples=60, deadline=None)
@given(calendars(), MOMENTS, st.integers(0, 60))
def test_elapsed_agrees_with_asking_every_quarter_of_an_hour(
    calendar: WorkingCalendar, start: datetime, quarters: int
) -> None:
    start = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
    instants = [start + n * 15 * MINUTE for n in range(quarters)]
    slow = 15 * sum(calendar.is_working(instant) for instant in instants)
    assert calendar.elapsed(start, start + quarters * 15 * MINUTE) == slow
