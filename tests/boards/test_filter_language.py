"""The filter language on the server; `tests/browser/test_filter.py` asks the browser the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.errors import Invalid
from boards.filter_language import parse
from boards.filter_query import filtered
from boards.models import Board, Card
from tests.boards.filter_scene import SHOWN, WRONG, filter_board
from tests.pages import client_of
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world: World) -> Board:
    return filter_board(world)


def titles(cards: Any) -> str:
    return " ".join(sorted(title[:1] for title in cards.values_list("title", flat=True)))


def test_every_case_of_the_table(world: World, board: Board) -> None:
    cards, at = Card.objects.filter(board=board).open(), datetime.now(UTC)
    answered = [(query, titles(filtered(cards, query, world.ben, at))) for query, _ in SHOWN]
    assert answered == SHOWN


@pytest.mark.parametrize(("query", "sentence"), WRONG)
def test_a_mistake_is_said_with_what_was_meant(query: str, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(query)
    assert caught.value.sentence == sentence


def test_a_filter_has_an_end() -> None:
    with pytest.raises(Invalid, match="at most 500 characters"):
        parse("x" * 501)
    with pytest.raises(Invalid, match="at most 20 conditions"):
        parse("x " * 21)


def test_the_backlog_speaks_it_and_shows_everything_when_it_cannot_be_read(world: World, board: Board) -> None:
    world.card(board, "Some question", "backlog", labels=["nlp"])
    world.card(board, "Another one", "backlog")
    client = client_of(world.ben)
    page = client.get("/boards/CHURN/backlog/", {"q": "label:nlp"}).content.decode()
    assert ("Some question" in page, "Another one" in page) == (True, False)
    wrong = client.get("/boards/CHURN/backlog/", {"q": "lable:nlp"}).content.decode()
    assert "There is no filter lable. Did you mean label?" in wrong
    assert "Another one" in wrong


def test_a_card_with_two_matching_people_is_found_once(world: World, board: Board) -> None:
    world.card(board, "G", assignees=["ben", "petra"], labels=["nlp", "call drops"])
    found = filtered(board.cards.all(), "assignee:ben,petra label:nlp,call-drops", world.ben, datetime.now(UTC))
    assert found.filter(title="G").count() == 1
