"""Real boards from beside the repository, when they are there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Person, Team
from boards.models import Board, Card
from tests.integrations.trello import a_board, a_card, a_list, bring, drawn, is_gapless

NAMES = (
    "alyei-amirite",
    "hermes-resources",
    "humberto-tekken",
    "strictlybusiness-fda",
    "tsh7-tapmovies",
    "wekan-project100",
)


@pytest.fixture(params=NAMES)
def content(request: pytest.FixtureRequest, shared_data: Path) -> bytes:
    file = shared_data / "trello" / f"{request.param}.json"
    if not file.exists():
        pytest.skip(f"NOT RUN: no {file.name} in the folder of real boards")
    return file.read_bytes()


def test_every_card_comes_in_and_open_ones_in_their_order(content: bytes, team: Team, ada: Person) -> None:
    export: dict[str, Any] = json.loads(content)
    bring(content, team, ada)
    board = Board.objects.get()
    assert Card.objects.count() == len(export["cards"])
    assert is_gapless(board)
    wanted: dict[str, list[str]] = {each["id"]: [] for each in export["lists"] if not each["closed"]}
    for card in sorted(export["cards"], key=lambda each: (each["pos"], each["id"])):
        if not card["closed"] and card["idList"] in wanted:
            wanted[card["idList"]].append(" ".join(card["name"].split())[:150])
    found = [[title[:150] for title in titles] for titles in drawn(board).values()]
    assert sorted(map(str, found)) == sorted(
        map(str, [*wanted.values(), *([[]] if len(found) > len(wanted) else [])])
    )


def test_a_second_import_changes_nothing(content: bytes, team: Team, ada: Person) -> None:
    bring(content, team, ada)
    before = Board.objects.get().seq
    report = bring(content, team, ada)
    assert Board.objects.get().seq == before
    assert set(report.cards) <= {"unchanged", "gone"}


def test_no_private_address_is_stored(content: bytes, team: Team, ada: Person, tmp_path: Path) -> None:
    export: dict[str, Any] = json.loads(content)
    for number, card in enumerate(export["cards"]):
        card["email"] = f"someone+{number:x}@boards.trello.com"
    report = bring(json.dumps(export).encode(), team, ada)
    call_command("dumpdata", output=str(tmp_path / "all.json"))
    assert "boards.trello.com" not in (tmp_path / "all.json").read_text() + str(report)


def test_seven_hundred_cards_come_in_batches(team: Team, ada: Person, django_assert_max_num_queries: Any) -> None:
    lists = [a_list(f"List {number}") for number in range(6)]
    cards = [
        a_card(lists[n % 6], f"Card {n}", desc="x" * 300, labels=[{"name": "abc"[n % 3]}]) for n in range(700)
    ]
    with django_assert_max_num_queries(161):
        bring(a_board(lists, cards), team, ada)
    assert Card.objects.count() == 700
