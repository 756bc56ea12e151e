"""The figures in another language: its numbers stand in the words, never in what a browser or a script reads."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from boards.models import Board
from insights.figure import names
from tests.insights.season import play, tick
from tests.pages import client_of
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/boards/CHURN/insights/"
PERIOD = "from=2026-01-01&to=2027-12-31"
SPOKEN = {"aria-label", "title", "alt"}
DECIMAL_COMMA = re.compile(r"\d,\d")


class Machine(HTMLParser):
    """Collects every attribute of the page that is no text for people, and the words between tags."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[tuple[str, str, str]] = []
        self.pictures = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pictures += tag == "svg"
        if tag != "meta":
            self.read += [(tag, name, value or "") for name, value in attrs if name not in SPOKEN]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def season(world: World) -> Board:
    """Half a year of research, enough finished tasks for a forecast, and a card on its way."""
    board = world.board()
    play(world, board)
    for n in range(12):
        card = world.card(board, f"Task {n}", kind="task")
        world.move(card, "code review")
        tick(world, 9)
        world.move(card, "done")
    world.running(board, "Still running")
    tick(world, 20)
    return board


def read(world: World, path: str, language: str = "de") -> Any:
    return client_of(world.vera).get(path, headers={"Accept-Language": language})


def test_no_decimal_comma_gets_into_a_picture_or_a_data_attribute(world: World, season: Board) -> None:
    """Every picture of the room is on the page, and the page does write its numbers with a comma."""
    page = Machine()
    page.feed(read(world, f"{PAGE}?{PERIOD}").content.decode())
    # All but the overrides, which are a table alone, have a picture.
    drawn = [name for name in names() if name != "overrides"]
    assert page.pictures >= len(drawn)
    assert DECIMAL_COMMA.search(page.text)
    wrong = [each for each in page.read if each[1] != "href" and DECIMAL_COMMA.search(each[2])]
    assert not wrong


def test_files_say_the_same_in_every_language(world: World, season: Board) -> None:
    for name in names():
        path = f"/api/v1/boards/CHURN/figures/{name}?{PERIOD}"
        german, english = read(world, path), read(world, path, "en")
        assert german.json() == english.json(), name
        assert german.headers["Content-Language"] == "en"
        assert read(world, f"{path}&format=csv").content == read(world, f"{path}&format=csv", "en").content
    heads = f"/api/v1/boards/CHURN/figures?{PERIOD}"
    assert read(world, heads).json() == read(world, heads, "en").json()


def test_the_picture_of_the_flow_carries_the_counts_of_its_table(world: World, season: Board) -> None:
    page = Machine()
    page.feed(read(world, f"{PAGE}cfd/?{PERIOD}").content.decode())
    drawn = {name: value for tag, name, value in page.read if tag == "rect" and name.startswith("data-")}
    found = read(world, f"/api/v1/boards/CHURN/figures/cfd?{PERIOD}").json()
    columns = [column for column in found["columns"] if column["name"] not in ("day", "on_the_way")]
    assert json.loads(drawn["data-lanes"]) == [column["label"] for column in columns]
    rows = found["rows"][::-1]
    assert drawn["data-first"] == rows[0]["day"]
    counts = [[str(row[column["name"]]) for column in columns] for row in rows]
    assert [day.split(" ") for day in drawn["data-counts"].split(";")] == counts
