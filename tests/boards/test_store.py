"""Many rows written at once are what they would be one by one."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Board, Card, Event
from boards.store import add_many, store_many
from tests.world import World, last_event


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def test_each_row_gets_its_own_values(world: World, board: Board) -> None:
    cards = [world.card(board, f"Card {n}") for n in range(3)]
    for number, card in enumerate(cards):
        card.face, card.rank, card.closed_at = {"it's": [number, None, '"']}, f"x{number}", None
    cards[1].closed_at = world.at
    store_many(cards, "face", "rank", "closed_at")
    kept = list(
        Card.objects.filter(board=board).order_by("rank").values_list("face", "rank", "closed_at", "title")
    )
    assert kept == [
        ({"it's": [n, None, '"']}, f"x{n}", world.at if n == 1 else None, f"Card {n}") for n in range(3)
    ]


def test_new_rows_are_whole(world: World, board: Board) -> None:
    world.card(board)
    newest = last_event(board)
    fields = {f.attname: getattr(newest, f.attname) for f in Event._meta.concrete_fields}
    add_many([Event(**{**fields, "id": uuid.uuid4(), "seq": newest.seq + n, "data": {"n": n}}) for n in (1, 2)])
    added = board.events.filter(seq__gt=newest.seq).order_by("seq")
    assert [(event.kind, event.card_id, event.data) for event in added] == [
        (newest.kind, newest.card_id, {"n": n}) for n in (1, 2)
    ]


def test_nothing_to_write_asks_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        add_many([])
        store_many([], "face")
    assert len(asked) == 0
