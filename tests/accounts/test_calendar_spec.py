"""A calendar is read strictly, written canonically, and its mistakes are named."""

from datetime import date
from typing import Any

import pytest

from accounts.working_time import DEFAULT_SPEC, CalendarError, WorkingCalendar

BERLIN: dict[str, Any] = {
    "tz": "Europe/Berlin",
    "week": {"mon": [["09:00", "18:00"]], "sat": [["00:00", "24:00"]], "sun": []},
    "days_off": ["2026-12-25", "2026-01-01"],
    "special_days": {"2026-12-24": [["09:00", "12:00"]]},
}


def test_what_was_read_is_written_back_in_order() -> None:
    spec = WorkingCalendar.parse(BERLIN).as_spec()
    assert list(spec["week"]) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert spec["week"]["sat"] == [["00:00", "24:00"]]
    assert spec["week"]["tue"] == []
    assert spec["days_off"] == ["2026-01-01", "2026-12-25"]
    assert WorkingCalendar.parse(spec) is WorkingCalendar.parse(BERLIN)


def test_the_default_is_canonical() -> None:
    assert WorkingCalendar.parse(DEFAULT_SPEC).as_spec() == DEFAULT_SPEC


def test_exceptions_may_be_left_out() -> None:
    calendar = WorkingCalendar.parse({"tz": "UTC", "week": {"mon": [["09:00", "10:00"]]}})
    assert calendar.days_off == frozenset()
    assert WorkingCalendar.parse(BERLIN).special_days[0][0] == date(2026, 12, 24)


def test_a_calendar_of_special_days_alone_is_one() -> None:
    only = WorkingCalendar.parse({"tz": "UTC", "week": {}, "special_days": {"2026-12-24": [["09:00", "12:00"]]}})
    assert (only.minutes_per_day, only.days_per_week) == (180, 5)


def test_the_most_common_day_is_what_a_day_means() -> None:
    days = {name: [["09:00", "17:00"]] for name in ("mon", "tue", "wed", "thu")}
    calendar = WorkingCalendar.parse({"tz": "UTC", "week": {**days, "fri": [["09:00", "12:00"]]}})
    assert (calendar.minutes_per_day, calendar.days_per_week) == (480, 5)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tz": "Mars/Olympus"}, "tz"),
        ({"tz": "../etc/passwd"}, "tz"),
        ({"tz": "Europe"}, "tz"),
        ({"tz": ""}, "tz"),
        ({"tz": None}, "tz"),
        ({"tz": "x" * 5000}, "tz"),
        ({"week": []}, "week"),
        ({"week": {"monday": []}}, "week.monday"),
        ({"week": {}, "special_days": {}}, "week"),
        ({"week": {"mon": []}, "special_days": {"2026-12-24": []}}, "week"),
        ({"week": {"mon": "09:00-18:00"}}, "week.mon"),
        ({"week": {"mon": [["09:00"]]}}, "week.mon"),
        ({"week": {"mon": [["9:00", "18:00"]]}}, "week.mon"),
        ({"week": {"mon": [["09:00", "24:01"]]}}, "week.mon"),
        ({"week": {"mon": [["09:00", 18]]}}, "week.mon"),
        ({"week": {"mon": [["18:00", "09:00"]]}}, "week.mon"),
        ({"week": {"mon": [["09:00", "09:00"]]}}, "week.mon"),
        ({"week": {"mon": [["09:00", "13:00"], ["12:00", "18:00"]]}}, "week.mon"),
        ({"week": {"mon": [["14:00", "18:00"], ["09:00", "13:00"]]}}, "week.mon"),
        ({"week": {"mon": [["09:00", "09:01"]] * 25}}, "week.mon"),
        ({"days_off": "2026-12-25"}, "days_off"),
        ({"days_off": ["2026-12-25", "2026-02-30"]}, "days_off[1]"),
        ({"days_off": ["20261225"]}, "days_off[0]"),
        ({"days_off": [20261225]}, "days_off[0]"),
        ({"days_off": ["2026-12-24"]}, "special_days.2026-12-24"),
        ({"special_days": []}, "special_days"),
        ({"special_days": {"soon": []}}, "special_days.soon"),
        ({"special_days": {"2026-12-24": [["09:00", "noon"]]}}, "special_days.2026-12-24"),
        ({"holidays": []}, "holidays"),
    ],
)
def test_mistakes_are_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(CalendarError) as caught:
        WorkingCalendar.parse({**BERLIN, **change})
    assert caught.value.field == field
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize("missing", ["tz", "week"])
def test_a_zone_and_a_week_are_needed(missing: str) -> None:
    with pytest.raises(CalendarError, match="needs"):
        WorkingCalendar.parse({key: value for key, value in BERLIN.items() if key != missing})


@pytest.mark.parametrize("spec", [None, [], "UTC", 7])
def test_only_an_object_is_a_calendar(spec: Any) -> None:
    with pytest.raises(CalendarError):
        WorkingCalendar.parse(spec)
