"""Figures over the API: the same tables as JSON and CSV, for whoever may see the board."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Board, Card
from tests.api.caller import Caller, caller_for
from tests.pages import client_of
from tests.world import World

pytestmark = pytest.mark.django_db
FIGURES = "/boards/CHURN/figures"
FLOW = ("cfd", "lanes", "cycle-time", "ageing", "throughput", "forecast", "loops")


@pytest.fixture
def clock(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(world.at, tick=False) as traveller:
        yield traveller


@pytest.fixture
def vera(world: World, board: Board, clock: time_machine.Traveller) -> Caller:
    """A viewer, an hour after twelve tasks were finished one a day, one of them with a name that is a formula."""
    for number in range(12):
        world.move(world.card(board, f"=HYPERLINK({number})", "update model"), "done")
        world.later(days=1)
    world.card(board, "Next", "code review")
    clock.move_to(world.later(hours=1))
    return caller_for(world, "vera", "read")


def test_the_list_answers_every_question(vera: Caller) -> None:
    found = {each["name"]: each for each in vera.get(FIGURES).json["results"]}
    assert set(FLOW) <= set(found)
    assert found["throughput"]["question"] == "How much do we finish?"
    assert found["throughput"]["answer"] == "7 in the usual week; 12 cards in this time."
    assert found["throughput"]["numbers"] == {"finished": 12, "weeks": 1, "median_per_week": 7}


@pytest.mark.parametrize("name", FLOW)
def test_json_and_csv_are_the_same_table(vera: Caller, name: str) -> None:
    table = vera.get(f"{FIGURES}/{name}").json
    answer = vera.get(f"{FIGURES}/{name}?format=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="CHURN-{name}.csv"'
    head, *rows = list(csv.reader(StringIO(answer.content.decode())))
    names = [column["name"] for column in table["columns"]]
    assert head == [*names, "cards"]
    assert len(rows) == len(table["rows"]) > 0
    assert [row[-1] for row in rows] == [" ".join(row["cards"]) for row in table["rows"]]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert all(set(row) == {*names, "cards"} for row in table["rows"])


def test_a_span_is_a_day_or_an_instant_and_its_end_is_not_in_it(vera: Caller, board: Board) -> None:
    days = vera.get(f"{FIGURES}/throughput?from=2026-11-16&to=2026-11-17").json
    assert (days["from"], days["to"]) == ("2026-11-16T00:00:00Z", "2026-11-18T00:00:00Z")
    assert days["numbers"]["finished"] == 2
    instant = vera.get(f"{FIGURES}/throughput?from=2026-11-16T09:00:00Z&to=2026-11-17T10:00:00%2B01:00").json
    assert instant["to"] == "2026-11-17T09:00:00Z"
    assert instant["numbers"]["finished"] == 1
    assert vera.get(f"{FIGURES}/throughput?range=all").json["numbers"]["finished"] == 12


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=yesterday", "from"),
        ("from=2026-02-30", "from"),
        ("to=0001-01-01", "to"),
        ("to=9999-12-31", "to"),
        ("from=2026-11-18&to=2026-11-16", "from"),
        ("from=2026-11-16T09:00:00", "from"),
        ("range=7d", "range"),
        ("format=xml", "format"),
        ("until=now", "until"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(vera: Caller, query: str, field: str) -> None:
    answer = vera.get(f"{FIGURES}/throughput?{query}")
    assert (answer.status, list(answer.fields)) == (400, [field])


def test_a_figure_that_is_none_is_not_found(vera: Caller) -> None:
    assert vera.get(f"{FIGURES}/velocity").status == 404


def test_a_large_board_takes_no_more_queries(vera: Caller, world: World, board: Board) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client_of(world.vera).get("/boards/CHURN/insights/?range=all").status_code == 200
        return len(queries)

    def grow(count: int) -> None:
        for number in range(count):
            world.running(board, f"Question {number}")
            world.move(world.card(board, f"Task {number}", "code review"), "done")

    grow(1)
    asked()
    few = asked()
    grow(12)
    assert asked() == few
    assert few <= 70


def test_a_figure_shows_no_card_of_another_board(vera: Caller, world: World) -> None:
    other = world.board("OTHER")
    world.move(world.card(other, "Elsewhere", "code review"), "done")
    world.later(hours=1)
    refs = {ref for row in vera.get(f"{FIGURES}/throughput?range=all").json["rows"] for ref in row["cards"]}
    assert refs == set(
        Card.objects.filter(board__key="CHURN", closed_at__isnull=False).values_list("ref", flat=True)
    )
