"""Dates of other systems, in the forms and languages that stand side by side in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from integrations.importers.dates import Dates


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("20/Jul/23 3:25 PM", "2023-07-20 15:25"),
        ("04/dic/25 10:57 AM", "2025-12-04 10:57"),
        ("16/02/2017 15:26", "2017-02-16 15:26"),
        ("29-08-24 20:38", "2024-08-29 20:38"),
        ("12/ene/24 12:05 a. m.", "2024-01-12 00:05"),
        ("12/ene/24 12:05 p.m.", "2024-01-12 12:05"),
        ("3. März 2024", "2024-03-03 00:00"),
        ("20.07.2023, 15:25", "2023-07-20 15:25"),
        ("4 de diciembre de 2025", "2025-12-04 00:00"),
        ("01/août/24 13:00", "2024-08-01 13:00"),
        ("Jul 20, 2023", "2023-07-20 00:00"),
        ("2026-03-26", "2026-03-26 00:00"),
        ("2026-03-26T10:00:00Z", "2026-03-26 10:00"),
        ("2026-03-26T10:00:00.123+0100", "2026-03-26 09:00"),
    ],
)
def test_every_form_is_read(text: str, read: str) -> None:
    assert f"{Dates([], UTC).moment(text):%Y-%m-%d %H:%M}" == read


@pytest.mark.parametrize(
    "text", ["", "soon", "31/Feb/24", "99/99/2024", "12/Xyz/24", "0001-01-01", "9999-12-31", "1/2/3/4", "25:00"]
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert Dates([], UTC).moment(text) is None


def test_a_file_says_by_itself_which_number_is_the_day() -> None:
    assert Dates(["03/25/2024", "03/04/2024"], UTC).moment("03/04/2024") == datetime(2024, 3, 4, tzinfo=UTC)
    assert Dates(["25/03/2024", "03/04/2024"], UTC).moment("03/04/2024") == datetime(2024, 4, 3, tzinfo=UTC)
    assert not Dates(["25/03/2024"], UTC).are_guessed


def test_a_file_that_does_not_say_is_guessed_and_says_so() -> None:
    dates = Dates(["03/04/2024"], UTC)
    assert dates.moment("03/04/2024") == datetime(2024, 4, 3, tzinfo=UTC)
    assert dates.are_guessed
    assert not Dates(["04/04/2024", "2024-01-02"], UTC).are_guessed


def test_times_are_of_the_zone_of_who_imports_and_a_day_ends_in_the_evening() -> None:
    berlin = Dates([], ZoneInfo("Europe/Berlin"))
    assert berlin.moment("20/Jul/23 3:25 PM") == datetime(2023, 7, 20, 13, 25, tzinfo=UTC)
    assert berlin.due("05/Sep/25 12:00 AM") == datetime(2025, 9, 5, 16, tzinfo=UTC)
    assert berlin.due("05/Sep/25 9:30 AM") == datetime(2025, 9, 5, 7, 30, tzinfo=UTC)
