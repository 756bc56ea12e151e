"""Long answers are compressed for who can read that, and mean the same."""

from __future__ import annotations

import gzip

import pytest

from boards.models import Board
from tests.pages import client_of
from tests.world import World


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def test_a_board_is_sent_compressed_and_known_again(world: World, board: Board) -> None:
    client = client_of(world.ben)
    plain = client.get("/boards/CHURN/")
    squeezed = client.get("/boards/CHURN/", headers={"accept-encoding": "br, gzip;q=0.8"})
    assert "Content-Encoding" not in plain
    assert squeezed["Content-Encoding"] == "gzip"
    assert b'id="board"' in gzip.decompress(squeezed.content)
    assert len(squeezed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in squeezed["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    again = client.get("/boards/CHURN/", headers={"if-none-match": squeezed["ETag"], "accept-encoding": "gzip"})
    assert again.status_code == 304


def test_who_refuses_it_and_short_answers_get_it_plain(world: World, board: Board) -> None:
    client = client_of(world.ben)
    assert "Content-Encoding" not in client.get("/boards/CHURN/", headers={"accept-encoding": "gzip;q=0"})
    assert "Content-Encoding" not in client.get("/api/v1/me", headers={"accept-encoding": "gzip"})


def test_the_length_tells_no_secret(world: World, board: Board) -> None:
    client = client_of(world.ben)
    asked = [client.get("/boards/CHURN/", headers={"accept-encoding": "gzip"}) for _ in range(8)]
    assert len({len(answer.content) for answer in asked}) > 1
