"""A file that is no board is refused in one sentence, and nothing is written."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Person, Team
from boards.models import Board, Card, Event
from integrations.importers.trello import BadExport
from integrations.importers.trello.reading import read_export
from integrations.json_files import MOST_BYTES
from tests.integrations.trello import a_board, a_card, a_list

TO_DO = a_list("To do")
GOOD = json.dumps(a_board([TO_DO], [a_card(TO_DO, "Größe messen")]), ensure_ascii=False)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"  \n", "The file is empty."),
        (b"<html></html>", r"The file is not JSON \(.*line 1, column 1\)"),
        (GOOD.encode()[:-9], "The file is not JSON"),
        (GOOD.encode("latin-1"), r"The file is not UTF-8 text \(byte \d+\)"),
        (GOOD.encode("utf-16"), "The file is not UTF-8 text"),
        (b"[1, 2, 3]", "The file holds a list of 3 things, not one board."),
        (json.dumps([a_card(TO_DO, "One"), a_card(TO_DO, "Two")]).encode(), "a list of 2 things"),
        (json.dumps(a_card(TO_DO, "One")).encode(), "The file holds a single card, not a board."),
        (b'"board"', "The file is JSON, but holds no board."),
        (b"null", "The file is JSON, but holds no board."),
        (b'{"swagger": "2.0", "paths": {}}', "no Trello board: it has no list of lists."),
        (b'{"id": "1", "name": "b", "lists": "array of lists", "cards": []}', "it has no list of lists"),
        (b'{"id": "1", "name": "b", "lists": []}', "it has no list of cards"),
        (b'{"name": "b", "lists": [], "cards": []}', "it has no id or no name"),
        (b'{"id": "1", "name": "b", "lists": [], "cards": [{"$ref": "#/Card"}]}', "card 1 of 1 has no id"),
        (b'{"id": "1", "name": "b", "lists": [7], "cards": []}', "list 1 of 1 has no id"),
        (json.dumps(a_board([], [{"id": str(n)} for n in range(20_001)])).encode(), "20,001 cards; up to 20,000"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"1" * 5_000, "a number that is too long"),
        (b" " * (MOST_BYTES + 1), "larger than 50 MB"),
    ],
)
def test_says_in_one_sentence_what_the_file_is(content: bytes, sentence: str) -> None:
    with pytest.raises(BadExport, match=sentence):
        read_export(content)


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert read_export(GOOD.encode("utf-8-sig"))["name"] == "Space probe"


def test_the_command_ends_with_code_1_and_nothing_is_written(team: Team, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{"id": "1", "name": "b", "lists": [], "cards": [{"email": "me+1@boards.trello.com"}]}')
    with pytest.raises(CommandError, match="card 1 of 1 has no id") as caught:
        call_command("import_trello", file, team="demo")
    assert caught.value.returncode == 1
    assert "@" not in str(caught.value)
    assert not Board.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"team": "nobody"}, "There is no team nobody."),
        ({"team": "demo", "person": "dan"}, "dan is not in the team demo."),
        ({"team": "demo", "key": "churn"}, "Use 2-10 capital letters and digits"),
        ({"team": "demo", "person": "ben"}, "Your role does not allow this."),
    ],
)
def test_the_command_refuses_in_a_sentence(
    team: Team, tmp_path: Path, arguments: dict[str, str], sentence: str
) -> None:
    file = tmp_path / "board.json"
    file.write_text(GOOD)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_trello", file, **arguments)
    assert not Board.objects.exists()


def test_a_missing_file_is_a_sentence(team: Team, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_trello", tmp_path / "none.json", team="demo")


def test_a_trial_run_counts_the_same_and_writes_nothing(team: Team, ada: Person, tmp_path: Path) -> None:
    file = tmp_path / "board.json"
    file.write_text(GOOD)
    trial, real = StringIO(), StringIO()
    call_command("import_trello", file, team="demo", dry_run=True, stdout=trial)
    assert (Board.objects.count(), Card.objects.count(), Event.objects.count()) == (0, 0, 0)
    call_command("import_trello", file, team="demo", stdout=real)
    assert trial.getvalue().startswith("Trial run, nothing was written.")
    assert trial.getvalue().splitlines()[1:] == real.getvalue().splitlines()[1:]
