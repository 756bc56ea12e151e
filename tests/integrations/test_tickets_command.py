"""The commands that import tickets and tables."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from boards.models import Board, Card
from tests.integrations.tickets import an_issue, dumped, here, jira, table
from tests.integrations.trello import drawn
from tests.world import World


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cards.csv"


@pytest.mark.parametrize(
    "raw",
    [
        jira({"Summary": "One", "Issue key": "NLP-1"}),
        dumped([an_issue("One")]),
        table(["name", "status"], ["One", ""]),
    ],
)
def test_a_file_is_told_by_its_content(world: World, file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    said = StringIO()
    call_command("import", file, team="demo", dry_run=True, stdout=said)
    assert said.getvalue().startswith("Trial run, nothing was written.")
    assert not Board.objects.exists()
    call_command("import", file, team="demo", stdout=said)
    assert Card.objects.get().title == "One"


def test_the_format_and_the_board_may_be_named(world: World, file: Path) -> None:
    board = world.board("MINE")
    file.write_bytes(jira({"Summary": "One", "Issue key": "NLP-1", "Status": "To Do"}))
    call_command("import", file, team="demo", format="csv", board="MINE", stdout=StringIO())
    assert drawn(board)["to do"] == ["One"]
    assert here("One").face["external"][0]["source"] == "csv"


def test_columns_may_be_named(world: World, file: Path) -> None:
    file.write_bytes(table(["Was", "Name", "Wo"], ["Measure", "Ada", "Doing"]))
    columns = ["title=Was", "people = Name", "status=Wo"]
    call_command("import_csv", file, team="demo", name="Ours", column=columns, stdout=StringIO())
    assert drawn(Board.objects.get(name="Ours")) == {"backlog": [], "Doing": ["Measure"]}


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        ("title", "such as title=Was, not title"),
        ("colour=Was", "colour is nothing"),
        ("title=What", "no column What"),
    ],
)
def test_a_column_that_is_not_there_is_a_sentence(world: World, file: Path, column: str, sentence: str) -> None:
    file.write_bytes(table(["Was", "Wo"], ["Measure", "Doing"]))
    with pytest.raises(CommandError, match=sentence):
        call_command("import_csv", file, team="demo", column=[column])
    assert not Board.objects.exists()
