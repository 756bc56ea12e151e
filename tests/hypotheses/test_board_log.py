"""The log of a whole board: entries and facts of all cards, narrowed, by day, a page at a time."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Board, Card
from hypotheses.actions import add_log_entry, remove_log_entry
from hypotheses.board_log import Wanted, board_log
from hypotheses.models import LogEntry
from tests.api.caller import caller_for
from tests.pages import client_of, words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world: World) -> Board:
    """Two cards, three entries on two days, a move between."""
    board = world.board()
    first, second = world.card(board, "First"), world.card(board, "Second")
    add_log_entry(cause=world.by(), card=first, body="**Seen** at nine")
    world.later(days=1)
    world.move(second, "code review", who="petra")
    add_log_entry(cause=world.by("petra"), card=second, body="Which seed?", kind="help")
    gone = add_log_entry(cause=world.by(), card=first, body="A secret")
    remove_log_entry(cause=world.by(), entry=gone)
    return board


def told(board: Board, **wanted: Any) -> list[str]:
    rows = board_log(board, Wanted.read(wanted)).rows
    return [row.body if isinstance(row, LogEntry) else row.kind for row in rows]


def test_all_cards_newest_first_with_what_happened(board: Board) -> None:
    assert told(board) == ["", "Which seed?", "card.moved", "**Seen** at nine", "card.created", "card.created"]


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({"person": "petra"}, ["Which seed?", "card.moved"]),
        ({"card": " #churn-2 "}, ["Which seed?", "card.moved", "card.created"]),
        ({"kind": "help"}, ["Which seed?"]),
        ({"kind": "entries"}, ["", "Which seed?", "**Seen** at nine"]),
        ({"kind": "changes"}, ["card.moved", "card.created", "card.created"]),
        ({"person": "nobody"}, []),
    ],
)
def test_it_is_narrowed(board: Board, wanted: dict[str, str], rows: list[str]) -> None:
    assert told(board, **wanted) == rows


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_pages_join_without_gap_or_double(board: Board, limit: int) -> None:
    whole, seen, cursor = board_log(board, Wanted()).rows, [], ""
    for _ in range(len(whole) + 1):
        page = board_log(board, Wanted(), cursor=cursor, limit=limit)
        seen += page.rows
        if page.next is None:
            break
        cursor = page.next
    assert seen == whole


def test_the_page_has_days_and_goes_on(world: World, board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    page = client_of(world.vera).get("/boards/CHURN/log/")
    text = words(page)
    assert "Tuesday, 17 November 2026" in text
    assert text.index("Tuesday") < text.index("Which seed?") < text.index("Monday") < text.index("Seen at nine")
    assert "took this entry out" in text
    assert "<strong>Seen</strong>" in page.content.decode()
    assert client_of(world.dan).get("/boards/CHURN/log/").status_code == 404
    assert client_of(world.ben).get("/boards/CHURN/log/?kind=rant").status_code == 400
    assert client_of(world.ben).get("/boards/CHURN/log/?before=made-up").status_code == 400
    assert "Nothing in the log is like that" in words(client_of(world.ben).get("/boards/CHURN/log/?card=X"))


def test_it_is_told_as_markdown(world: World, board: Board) -> None:
    answer = client_of(world.ben).get("/boards/CHURN/log.md?kind=entries")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")
    assert "## Monday, 16 November 2026" in text
    assert "**Seen** at nine" in text
    assert f"[CHURN-1](http://testserver/c/CHURN-1/?edit=log#entry-{LogEntry.objects.earliest('pk').pk})" in text


def test_over_rest_it_is_the_same_log(world: World, board: Board) -> None:
    ben = caller_for(world, "ben")
    first = ben.get("/boards/CHURN/log?limit=2").json
    assert [each["entry"]["body"] for each in first["results"]] == ["", "Which seed?"]
    then = ben.get(f"/boards/CHURN/log?limit=1&cursor={first['next']}").json["results"][0]
    assert (then["event"]["kind"], then["sentence"][:12]) == ("card.moved", "Petra moved ")
    assert ben.get("/boards/CHURN/log?kind=rant").status == 400


def test_queries_do_not_grow_with_the_log(world: World, board: Board) -> None:
    client = client_of(world.ben)
    client.get("/boards/CHURN/log/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/boards/CHURN/log/")
        counts.append(len(queries))
        for card in Card.objects.all():
            for _ in range(5):
                add_log_entry(cause=world.by(), card=card, body="More")
    assert counts[0] == counts[1]
