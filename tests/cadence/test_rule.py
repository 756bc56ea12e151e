"""The rule of a meeting: local days and times, right across clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from accounts.errors import Invalid
from cadence.models import MeetingSeries
from cadence.rule import Rule, occurrences

BERLIN = {"zone": "Europe/Berlin", "kind": "retrospective", "skipped": []}


def series(rule: Rule, first: date, at: time, **more: Any) -> MeetingSeries:
    return MeetingSeries(**{**BERLIN, "rule": rule.text, "starts_on": rule.first_day(first), "time": at, **more})


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        (Rule("month", "tue", 1, 1), "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU", "First Tuesday of every month"),
        (
            Rule("month", "fri", 2, -1),
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR",
            "Last Friday of the month, every 2 months",
        ),
        (Rule("week", "mon"), "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", "Every Monday"),
        (Rule("week", "thu", 2), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "Thursday every 2 weeks"),
    ],
)
def test_a_rule_is_written_read_back_and_said(rule: Rule, text: str, words: str) -> None:
    assert rule.text == text
    assert Rule.read(text) == rule
    assert rule.words == words


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("unit", {"unit": "day"}),
        ("weekday", {"weekday": "someday"}),
        ("every", {"every": 0}),
        ("every", {"every": 13}),
        ("nth", {"nth": 5}),
        ("nth", {"nth": None}),
        ("nth", {"unit": "week"}),
    ],
)
def test_what_is_no_rule_is_refused_by_its_field(field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        Rule(**{"unit": "month", "weekday": "tue", "every": 1, "nth": 1, **wrong})
    assert refused.value.errors[0].field == field


def test_ten_in_the_morning_is_ten_in_the_morning_in_summer_and_in_winter() -> None:
    found = occurrences(series(Rule("month", "tue", 1, 1), date(2026, 9, 5), time(10)), utc(2026, 9, 5), 3)
    assert found == [utc(2026, 10, 6, 8), utc(2026, 11, 3, 9), utc(2026, 12, 1, 9)]


def test_a_time_that_the_clock_leaves_out_moves_forward_and_one_it_has_twice_is_the_first() -> None:
    sunday = Rule("week", "sun")
    gap = series(sunday, date(2026, 3, 29), time(2, 30))
    assert occurrences(gap, utc(2026, 3, 28))[0] == utc(2026, 3, 29, 1, 30)
    twice = series(sunday, date(2026, 10, 25), time(2, 30))
    assert occurrences(twice, utc(2026, 10, 24))[0] == utc(2026, 10, 25, 0, 30)


def test_every_two_weeks_counts_from_the_first_day() -> None:
    fortnight = series(Rule("week", "wed", 2), date(2026, 11, 4), time(9))
    assert [each.day for each in occurrences(fortnight, utc(2026, 11, 4, 9), 2)] == [18, 2]


def test_an_occurrence_that_has_begun_or_is_skipped_is_not_the_next() -> None:
    weekly = series(Rule("week", "mon"), date(2026, 11, 2), time(9), skipped=["2026-11-16"])
    assert occurrences(weekly, utc(2026, 11, 9, 7, 59))[0] == utc(2026, 11, 9, 8)
    assert occurrences(weekly, utc(2026, 11, 9, 8))[0] == utc(2026, 11, 23, 8)
