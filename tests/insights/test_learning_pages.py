"""The learning figures through their doors: page, JSON and CSV, what they say, and what they cost."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Board
from hypotheses import actions as research
from insights.figure import Span, build_of
from insights.reading import figure_of
from tests.insights.crowd import multiply
from tests.insights.season import WEEKS, play, tick
from tests.pages import client_of, words
from tests.world import World

pytestmark = pytest.mark.django_db
EVER = Span(datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
NAMES = (
    "outcomes",
    "yield",
    "surprises",
    "refutations",
    "overrides",
    "calibration",
    "timeboxes",
    "gates",
    "ladder",
    "help",
    "freshness",
)
PERIOD = "from=2026-01-01&to=2027-12-31"


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


@pytest.fixture
def season(world: World, board: Board) -> Board:
    """Half a year, and a box that runs."""
    play(world, board)
    world.running(board, "Still running")
    tick(world, 20)
    return board


def figure(board: Board, name: str, world: World) -> Any:
    return figure_of(board, name, EVER, world.at)


def get(world: World, path: str, who: str = "vera") -> Any:
    return client_of(world.cast[who]).get(path)


def test_what_half_a_year_says(world: World, season: Board) -> None:
    """Each sentence worked out by hand from the weeks of the season."""
    said = {name: figure(season, name, world).answer.replace("\N{NO-BREAK SPACE}", " ") for name in NAMES}
    answers = [week for week in WEEKS if week.verdict in ("supported", "refuted")]
    won = [week for week in answers if week.verdict == "supported"]
    assert (len(answers), len(won), len(WEEKS)) == (24, 12, 26)
    assert said["outcomes"].startswith("24 questions answered in ")
    assert said["outcomes"].endswith(" days, 1 stayed open.")
    assert "24 answers from 26 concluded rounds (92 %)" in said["yield"]
    assert "12 of 24 were supported (50 %, 95 % interval 31 % to 69 %)" in said["yield"]
    far = [week for week in answers if abs(week.belief - (week.verdict == "supported")) >= 0.7 - 1e-9]
    assert said["surprises"] == f"{len(far)} surprises among 24 answers with a forecast."
    score = sum((week.belief - (week.verdict == "supported")) ** 2 for week in answers) / 24
    assert said["calibration"].startswith(
        f"Brier score {score:.2f} over 24 answers, better than always saying 50 %"
    )
    assert said["overrides"] == "2 of 26 verdicts went against the suggestion, 2 without a second person."
    assert said["help"].startswith("3 requests answered, half within 4 h")
    assert said["freshness"].startswith("Yes: of 1 active card")
    assert said["ladder"].startswith("val.auc is 0.84")


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_board_says_so(world: World, board: Board, name: str) -> None:
    found = figure(board, name, world)
    assert found.lacks
    assert (found.rows, found.picture) == ((), None)


def test_nothing_speaks_of_success_or_failing(world: World, season: Board) -> None:
    page = get(world, f"/boards/CHURN/insights/?{PERIOD}").content.decode()
    assert not re.search(r"fail|success", page.split('class="figures"')[1], re.IGNORECASE)


def test_no_person_is_named_in_any_figure(world: World, season: Board) -> None:
    for name in NAMES:
        text = str(get(world, f"/api/v1/boards/CHURN/figures/{name}?{PERIOD}").json())
        assert not re.search(r"\b(ben|ada|petra)\b", text, re.IGNORECASE), name


def test_json_and_csv_tell_the_same_rows(world: World, season: Board) -> None:
    for name in NAMES:
        assert_same_rows(world, f"/api/v1/boards/CHURN/figures/{name}?{PERIOD}")


def assert_same_rows(world: World, address: str) -> None:
    found = get(world, address).json()
    lines = list(csv.DictReader(io.StringIO(get(world, f"{address}&format=csv").content.decode())))
    assert found["rows"]
    assert len(lines) == len(found["rows"])
    columns = [column["name"] for column in found["columns"]]
    assert list(lines[0]) == [*columns, "cards"]
    counts = [column["name"] for column in found["columns"] if column["form"] in ("count", "text", "card")]
    for line, row in zip(lines, found["rows"], strict=True):
        assert [line[each] for each in counts] == [str("" if row[each] is None else row[each]) for each in counts]


def test_every_number_leads_to_its_cards(world: World, season: Board) -> None:
    """A row names its card, or as many cards as it counts rounds."""
    for name in NAMES:
        found = get(world, f"/api/v1/boards/CHURN/figures/{name}?{PERIOD}").json()
        for row in found["rows"]:
            counted = row.get("n", row.get("rounds", row.get("hits", 0)))
            assert row.get("card") or row["cards"], (name, row)
            assert name in ("calibration", "yield") or not counted or len(row["cards"]) == counted, (name, row)


def test_a_picture_names_each_of_its_links(world: World, season: Board) -> None:
    client = client_of(world.vera)
    for name in NAMES:
        page = get(world, f"/boards/CHURN/insights/{name}/?{PERIOD}").content.decode()
        links = re.findall(r'<a class="m-link" href="([^"]+)" aria-label="([^"]+)"', page)
        assert links or name == "overrides"
        assert {client.get(href.replace("&amp;", "&")).status_code for href, _ in links[:2]} <= {200}
        assert all(len(label) > 8 for _, label in links)


def test_the_page_begins_with_a_sentence_for_those_in_a_hurry(world: World, season: Board) -> None:
    """The sentence stands before the first figure, with what waits now."""
    card = world.running(season, "Over", budget="1d")
    research.add_log_entry(cause=world.by(), card=card, body="Who knows?", kind="help")
    with time_machine.travel(world.later(days=3), tick=False):
        page = words(get(world, f"/boards/CHURN/insights/?{PERIOD}"))
    head = page.split("How many questions")[0]
    assert "24 questions answered in 730 days, 1 stayed open." in head
    assert "Now 1 box is over, 1 request for help waits." in head


def test_a_stranger_sees_no_figure(world: World, season: Board) -> None:
    assert get(world, "/boards/CHURN/insights/calibration/", "dan").status_code == 404
    assert get(world, "/api/v1/boards/CHURN/figures/calibration", "dan").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_costs_as_many_queries_with_a_hundred_cards_as_with_one(
    world: World, board: Board, name: str
) -> None:
    cards = play(world, board, WEEKS[:4])
    world.running(board, "Still running")
    build = build_of(name)
    assert build is not None
    with CaptureQueriesContext(connection) as before:
        build(board, EVER, world.at)
    multiply(cards[3], 100)
    with CaptureQueriesContext(connection) as after:
        build(board, EVER, world.at)
    assert len(after) == len(before) <= 5
