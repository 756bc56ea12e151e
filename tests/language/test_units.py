"""Units of time are those of the reader, the same from server and script; what is typed is the same for all."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from accounts.durations import duration_in_words, format_duration, in_unit, parse_duration
from insights.wording import days, length
from tests.pages import client_of, words
from tests.world import World
from timeboxes.clock import span_in_words
from tools.messages import read, texts_in

# The unit of a text in English, and how German writes it behind its number.
UNITS = {"d": "T", "h": "Std", "m": "min", "min": "min"}
AMOUNT = re.compile(r"(%\(\w+\)s|\b\d+(?= )) ?(d|h|m|min)\b")


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_server_and_script_write_the_same_unit(domain: str) -> None:
    found = set()
    for message in texts_in(read("de", domain)):
        said = [str(each) for each in (message.string if isinstance(message.string, tuple) else (message.string,))]
        text = str(message.id[-1] if isinstance(message.id, tuple) else message.id)
        for amount, unit in AMOUNT.findall(text):
            found.add(unit)
            wanted = re.compile(rf"{re.escape(amount)} {UNITS[unit]}\b")
            assert all(wanted.search(each) for each in said), (text, said)
    assert {"d", "h"} <= found


@pytest.mark.parametrize(
    ("minutes", "english", "german"),
    [
        (1440, "3d", "3 T"),
        (240, "4h", "4 Std"),
        (1725, "3d 4h 45m", "3 T 4 Std 45 min"),
        (-480, "-1d", "-1 T"),
        (0, "0m", "0 min"),
    ],
)
def test_a_duration_is_read_in_the_language_of_the_reader_and_typed_in_one(
    minutes: int, english: str, german: str
) -> None:
    assert duration_in_words(minutes) == format_duration(minutes) == english
    with override("de"):
        assert duration_in_words(minutes) == german
        assert format_duration(minutes) == english
        assert minutes <= 0 or parse_duration(english) == minutes


def test_spans_and_figures_take_the_same_units(world: World) -> None:
    hours = world.board().calendar().hours()
    with override("de"):
        assert [in_unit(2, unit) for unit in ("d", "h", "min")] == ["2 T", "2 Std", "2 min"]
        assert (days(3.14), days(24)) == ("3,1 T", "24 T")
        assert [length(n, 480).replace("\xa0", " ") for n in (40, 210, 1008)] == ["40 min", "3,5 Std", "2,1 T"]
        assert span_in_words(605, hours) == "1 T 2 Std"


def test_a_card_tells_its_time_box_in_german_and_the_api_in_minutes(world: World) -> None:
    card = world.running(world.board(), budget="5d")
    ada = client_of(world.ada)
    page = words(ada.get(f"/c/{card.ref}/", headers={"Accept-Language": "de"}))
    assert "5 T" in page
    assert not re.search(r"\b\d+[dh]\b", page)
    assert "5d" in words(ada.get(f"/c/{card.ref}/"))
    german = ada.get(f"/api/v1/cards/{card.ref}", headers={"Accept-Language": "de"}).json()
    assert german["timebox"]["budget_minutes"] == 2400
