"""Durations are read as people write them and never guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.durations import MAX_MINUTES, DurationError, format_duration, parse_duration


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("3d", 1440),
        ("5d", 2400),
        ("12h", 720),
        ("2w", 4800),
        ("90m", 90),
        ("1d 4h", 720),
        ("1d4h", 720),
        (" 1 D 4 Hours ", 720),
        ("1.5d", 720),
        ("2 weeks 1 day", 5280),
        ("45 min", 45),
        ("90", 90),
        (90, 90),
    ],
)
def test_reads_what_people_write(written: str | int, minutes: int) -> None:
    assert parse_duration(written) == minutes


def test_days_and_weeks_are_those_of_the_calendar() -> None:
    assert parse_duration("1w 1d", minutes_per_day=540, days_per_week=4) == 5 * 540
    assert format_duration(540, minutes_per_day=540) == "1d"


@pytest.mark.parametrize(
    "written",
    [
        *("", "  ", "soon", "3x", "d", "d3", "-3d", "3d 3d", "3 d 4", "1.5", "0.3m", "0d", "3,5d", "٣d"),
        *("1" * 61, "99999999999999999999999999w", 0, -5, True, None, 2.5, MAX_MINUTES + 1),
    ],
)
def test_refuses_the_rest_with_a_sentence_that_helps(written: object) -> None:
    with pytest.raises(DurationError, match=r"(Write|Enter) a "):
        parse_duration(written)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(1440, "3d"), (720, "1d 4h"), (45, "45m"), (0, "0m"), (495, "1d 15m"), (-90, "-1h 30m")],
)
def test_writes_days_hours_and_minutes(minutes: int, written: str) -> None:
    assert format_duration(minutes) == written


@settings(deadline=None)
@given(st.integers(1, MAX_MINUTES), st.integers(1, 1440))
def test_what_was_written_is_read_back(minutes: int, per_day: int) -> None:
    written = format_duration(minutes, minutes_per_day=per_day)
    assert parse_duration(written, minutes_per_day=per_day) == minutes
