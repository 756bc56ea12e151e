"""Archive and trash: what went away, and the way back."""

from __future__ import annotations

import pytest

from boards.actions import archive_card, trash_card
from boards.models import Board
from tests.pages import client_of, said, words
from tests.world import World, drawn

PATH = "/boards/CHURN/archive/"


@pytest.fixture
def board(world: World) -> Board:
    board = world.board()
    archive_card(cause=world.by(), card=world.card(board, "Alpha"))
    trash_card(cause=world.by(), card=world.card(board, "Beta"))
    world.card(board, "Gamma")
    return board


def test_archive_and_trash_are_two_lists(world: World, board: Board) -> None:
    client = client_of(world.vera)
    archive, trash = words(client.get(PATH)), words(client.get(f"{PATH}?in=trash"))

    assert "Alpha CHURN-1 · from to do" in archive
    assert "Beta" not in archive
    assert "Beta CHURN-2 · from to do" in trash
    assert "stay here for 30 days" in trash
    assert "Gamma" not in archive + trash


@pytest.mark.parametrize("ref", ["CHURN-1", "CHURN-2"])
def test_a_card_comes_back_to_its_lane(world: World, board: Board, ref: str) -> None:
    answer = client_of(world.ben).post(f"/c/{ref}/restoration/", follow=True)

    assert said(answer) == [f"{ref} is back in to do."]
    title = {"CHURN-1": "Alpha", "CHURN-2": "Beta"}[ref]
    assert title in drawn(board)
    assert answer.redirect_chain[0][0] == PATH + ("?in=trash" if ref == "CHURN-2" else "")


def test_who_only_looks_restores_nothing(world: World, board: Board) -> None:
    client = client_of(world.vera)

    assert "Restore" not in words(client.get(PATH))
    assert client.post("/c/CHURN-1/restoration/").status_code == 403


@pytest.mark.parametrize(("q", "found"), [("alp", True), ("churn-1", True), ("zzz", False), ("%00alp", True)])
def test_the_archive_is_searched(world: World, board: Board, q: str, found: bool) -> None:
    page = words(client_of(world.vera).get(f"{PATH}?q={q}"))

    assert ("Alpha" in page) is found
    assert ("Nothing matches" in page) is not found


def test_empty_lists_say_so(world: World) -> None:
    world.board()
    client = client_of(world.vera)

    assert "Nothing is archived." in words(client.get(PATH))
    assert "The trash is empty." in words(client.get(f"{PATH}?in=trash"))
