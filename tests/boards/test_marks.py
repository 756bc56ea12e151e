"""Discussed, and concerns: who and when, open until settled, one act for many rows, and taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accounts.errors import Conflict, Forbidden, Invalid
from boards.actions.marks import raise_concern, set_discussed, settle_concern
from boards.models import Board, Card
from tests.pages import client_of, words
from tests.world import World, kinds, last_event, make_world

PART: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def board(world: World) -> Board:
    board = world.board()
    for title in ("One", "Two"):
        world.hypothesis(board, title, "backlog")
    return board


def card(ref: str = "CHURN-1") -> Card:
    return Card.objects.get(ref=ref)


def test_discussed_says_who_and_when_and_the_same_again_is_nothing(world: World, board: Board) -> None:
    set_discussed(cause=world.by("petra"), card=card(), discussed=True)
    assert card().face["discussed"] == {"by": "petra", "name": "Petra", "at": "2026-11-16T09:00:00Z"}
    before = kinds(board)
    set_discussed(cause=world.by("ben"), card=card(), discussed=True)
    assert kinds(board) == before
    assert "discussed 2026-11-16, Petra" in words(client_of(world.vera).get("/boards/CHURN/backlog/"))


def test_a_concern_stays_open_until_it_is_settled(world: World, board: Board) -> None:
    raise_concern(cause=world.by("petra"), card=card(), text="  Legal has not   answered. ")
    assert "Petra: Legal has not answered. Settle" in words(client_of(world.ben).get("/boards/CHURN/backlog/"))
    with pytest.raises(Conflict, match="open concern by Petra"):
        raise_concern(cause=world.by("ben"), card=card(), text="Too dear.")
    settle_concern(cause=world.by("ben"), card=card())
    assert card().face["concern"] is None
    assert last_event(board).data["text"] == "Legal has not answered."


def test_a_viewer_marks_nothing_and_an_empty_concern_is_none(world: World, board: Board) -> None:
    with pytest.raises(Forbidden):
        set_discussed(cause=world.by("vera"), card=card(), discussed=True)
    with pytest.raises(Invalid):
        raise_concern(cause=world.by("ben"), card=card(), text="  ")
    assert "Settle" not in words(client_of(world.vera).get("/boards/CHURN/backlog/"))


@pytest.mark.parametrize(("do", "mark"), [("discussed", "discussed"), ("concern", "concern")])
def test_many_rows_are_one_act_that_undoes_whole(world: World, board: Board, do: str, mark: str) -> None:
    form = {"do": do, "ref": ["CHURN-1", "CHURN-2"], "concern": "Not before spring.", "op": "op-1"}
    answer = client_of(world.petra).post("/boards/CHURN/backlog/marks/", form, **PART)
    assert json.loads(answer["HX-Trigger"])["backlog:moved"]["op"] == "op-1"
    assert all(card(ref).face[mark] for ref in ("CHURN-1", "CHURN-2"))
    client_of(world.petra).post("/boards/CHURN/undo/", {"op_of": "op-1", "op": "op-2"})
    assert not any(card(ref).face[mark] for ref in ("CHURN-1", "CHURN-2"))


def test_a_row_that_has_a_concern_already_says_so(world: World, board: Board) -> None:
    raise_concern(cause=world.by("petra"), card=card(), text="Legal.")
    form = {"do": "concern", "ref": ["CHURN-1", "CHURN-2"], "concern": "Dear."}
    answer = client_of(world.ben).post("/boards/CHURN/backlog/marks/", form, **PART)
    assert "settle that one first" in words(answer)
    assert card("CHURN-2").face["concern"]["text"] == "Dear."
