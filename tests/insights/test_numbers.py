"""Percentiles, working days and Monte Carlo against other ways to the same numbers."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.working_time import DEFAULT_SPEC, ROUND_THE_CLOCK, WorkingCalendar
from insights.percentiles import percentile
from insights.scale import steps, whole_steps
from insights.simulation import simulate
from insights.workdays import Workdays

VALUES = st.lists(st.floats(0, 1_000, allow_nan=False), min_size=1, max_size=60)


@given(VALUES, st.integers(1, 100))
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(values: list[float], percent: int) -> None:
    enough = [v for v in values if Fraction(sum(u <= v for u in values), len(values)) >= Fraction(percent, 100)]
    assert percentile(values, percent) == min(enough)


def test_percentiles_by_hand() -> None:
    assert [percentile([4, 1, 3, 2], p) for p in (50, 85, 95)] == [2, 4, 4]
    assert [percentile(range(1, 21), p) for p in (50, 85, 95)] == [10, 17, 19]
    assert percentile([], 50) is None


BERLIN = {**DEFAULT_SPEC, "tz": "Europe/Berlin", "days_off": ["2026-03-30"]}
INSTANTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 30), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@settings(deadline=None)
@given(st.sampled_from([DEFAULT_SPEC, ROUND_THE_CLOCK, BERLIN]), INSTANTS, INSTANTS)
def test_working_days_are_those_of_the_calendar(spec: dict[str, object], start: datetime, end: datetime) -> None:
    calendar = WorkingCalendar.parse(spec)
    workdays = Workdays(calendar, datetime(2026, 2, 27, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC))
    expected = calendar.elapsed(start, end) / calendar.minutes_per_day
    assert workdays.between(start, end) == pytest.approx(expected, abs=1e-6)


def sums(history: list[int], days: int) -> Counter[int]:
    """How the sum of so many draws is distributed, worked out and not drawn."""
    total: Counter[int] = Counter({0: 1})
    for _ in range(days):
        nxt: Counter[int] = Counter()
        for value, ways in total.items():
            for each in history:
                nxt[value + each] += ways
        total = nxt
    return total


def chance(history: list[int], days: int, cards: int) -> float:
    """That at least so many cards are done after so many days."""
    found = sums(history, days)
    return float(Fraction(sum(ways for value, ways in found.items() if value >= cards), sum(found.values())))


HISTORY = [0, 0, 1, 0, 2, 1, 0, 3]
MARGIN = 0.04  # of 2,000 trials


@pytest.mark.parametrize("days", [1, 5, 20])
@pytest.mark.parametrize("percent", [50, 85, 95])
def test_how_many_is_as_certain_as_it_says(days: int, percent: int) -> None:
    found = simulate(HISTORY).how_many(days, percent)
    assert chance(HISTORY, days, found) >= percent / 100 - MARGIN
    assert chance(HISTORY, days, found + 1) < percent / 100 + MARGIN


@pytest.mark.parametrize("cards", [1, 6, 15])
@pytest.mark.parametrize("percent", [50, 85, 95])
def test_when_is_as_certain_as_it_says(cards: int, percent: int) -> None:
    found = simulate(HISTORY).when(cards, percent)
    assert found is not None
    assert chance(HISTORY, found, cards) >= percent / 100 - MARGIN
    assert chance(HISTORY, found - 1, cards) < percent / 100 + MARGIN


def test_one_card_a_day_needs_no_chance() -> None:
    forecast = simulate([1], trials=50, horizon=30)
    assert [forecast.how_many(days, 95) for days in (0, 1, 7)] == [0, 1, 7]
    assert [forecast.when(cards, 85) for cards in (0, 1, 30, 31)] == [0, 1, 30, None]


def test_the_same_past_gives_the_same_forecast() -> None:
    assert simulate(HISTORY) == simulate(HISTORY)
    assert simulate(HISTORY, seed=1) != simulate(HISTORY, seed=2)


@given(st.floats(0.001, 100_000))
def test_steps_are_few_and_reach_the_top(high: float) -> None:
    found = steps(high)
    assert found[0] == 0
    assert found[-1] >= high * (1 - 1e-6)
    assert 2 <= len(found) <= 6


@given(st.integers(0, 100_000))
@example(10)
def test_counts_have_whole_steps(high: int) -> None:
    found = whole_steps(high)
    assert all(step == int(step) for step in found)
    assert found[-1] >= high
    assert len(found) <= 6
