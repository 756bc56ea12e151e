"""The room of insights: its page, each figure by itself, and the range in the address."""

from __future__ import annotations

from typing import Any

import pytest

from boards.models import Board
from tests.pages import client_of, words
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/boards/CHURN/insights/"


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def get(world: World, who: str, path: str = PAGE) -> Any:
    return client_of(world.cast[who]).get(path)


def test_a_viewer_reads_every_figure(world: World, board: Board) -> None:
    page = get(world, "vera")

    assert page.status_code == 200
    assert "How much do we finish? Nothing was finished in this time." in words(page)


def test_a_figure_has_its_own_page(world: World, board: Board) -> None:
    assert "How much do we finish?" in words(get(world, "vera", PAGE + "throughput/"))
    assert get(world, "vera", PAGE + "nonsense/").status_code == 404


@pytest.mark.parametrize("asked", ["range=30d", "range=all", "from=2026-01-01&to=2026-02-01", "from=2026-01-01"])
def test_the_range_is_in_the_address(world: World, board: Board, asked: str) -> None:
    assert get(world, "vera", f"{PAGE}?{asked}").status_code == 200


@pytest.mark.parametrize(
    "asked", ["range=7d", "from=yesterday", "from=2026-02-01&to=2026-01-01", "to=2026-01-01T09:00"]
)
def test_a_range_that_makes_no_sense_is_refused_with_words(world: World, board: Board, asked: str) -> None:
    assert get(world, "vera", f"{PAGE}?{asked}").status_code == 400
