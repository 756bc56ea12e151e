"""Applying an order: one fact for each card that really moves, and the way back."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import Forbidden, Invalid
from boards.actions import move_card
from boards.actions.move import Place
from boards.actions.ranking import apply_order, staying
from boards.models import Board
from tests.world import World, drawn, kinds, lane_of


@pytest.fixture
def board(world: World) -> Board:
    board = world.board()
    for title in "ABCDE":
        world.card(board, title, "backlog")
    return board


def refs(board: Board, titles: str) -> list[str]:
    named = dict(board.cards.values_list("title", "ref"))
    return [named[title] for title in titles]


def order(board: Board) -> str:
    return drawn(board).splitlines()[0].removeprefix("backlog:").replace(" ", "")


@pytest.mark.parametrize("wanted", ["EDCBA", "BCDEA", "EABCD", "ACBDE", "ABCDE"])
def test_the_backlog_gets_the_order(world: World, board: Board, wanted: str) -> None:
    apply_order(cause=world.by("petra"), board=board, refs=refs(board, wanted))

    assert order(board) == wanted


@pytest.mark.parametrize(
    ("wanted", "moves"), [("BCDEA", 1), ("EABCD", 1), ("ACBDE", 1), ("EDCBA", 4), ("ABCDE", 0)]
)
def test_only_what_really_moves_is_a_fact(world: World, board: Board, wanted: str, moves: int) -> None:
    before = board.__class__.objects.get(pk=board.pk).seq

    apply_order(cause=world.by("petra"), board=board, refs=refs(board, wanted))

    assert kinds(board, before) == ["card.moved"] * moves


def test_the_old_order_takes_it_back(world: World, board: Board) -> None:
    before = apply_order(cause=world.by("petra"), board=board, refs=refs(board, "EDCBA"))

    apply_order(cause=world.by("petra"), board=board, refs=before)

    assert order(board) == "ABCDE"


def test_cards_that_are_not_named_stay_among_the_others(world: World, board: Board) -> None:
    apply_order(cause=world.by("petra"), board=board, refs=refs(board, "DB"))

    assert order(board).replace("D", "").replace("B", "") == "ACE"
    assert order(board).index("D") < order(board).index("B")


def test_a_card_that_has_left_meanwhile_is_no_obstacle(world: World, board: Board) -> None:
    wanted = refs(board, "EDCBA")
    card = board.cards.get(title="C")
    move_card(cause=world.by("petra"), card=card, place=Place(lane=lane_of(board, "to do")))

    apply_order(cause=world.by("petra"), board=board, refs=wanted)

    assert order(board) == "EDBA"


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_the_product_owner_ranks(world: World, board: Board, who: str) -> None:
    with pytest.raises(Forbidden):
        apply_order(cause=world.by(who), board=board, refs=refs(board, "EDCBA"))
    assert order(board) == "ABCDE"


def test_members_rank_where_the_board_leaves_it_to_them(world: World, board: Board) -> None:
    Board.objects.filter(pk=board.pk).update(rank_by=Board.RankBy.MEMBERS)
    board.refresh_from_db()

    apply_order(cause=world.by("ben"), board=board, refs=refs(board, "BACDE"))

    assert order(board) == "BACDE"


def test_a_card_is_named_once(world: World, board: Board) -> None:
    with pytest.raises(Invalid):
        apply_order(cause=world.by("petra"), board=board, refs=refs(board, "AA"))


@given(st.permutations(list("abcdefg")))
def test_what_stays_is_in_order_and_nothing_longer_is(wanted: list[str]) -> None:
    now = list("abcdefg")
    stay = staying(now, wanted)
    kept = [ref for ref in wanted if ref in stay]

    assert kept == sorted(kept)
    longest = max(len(run) for run in runs(wanted))
    assert len(stay) == longest


def runs(wanted: list[str]) -> list[tuple[str, ...]]:
    """Every increasing run, by trying them all from each start."""
    found: list[tuple[str, ...]] = []
    for ref in wanted:
        found += [(*run, ref) for run in [(), *found] if not run or run[-1] < ref]
    return found


def test_every_order_of_four_can_be_reached(world: World) -> None:
    board = world.board("FOUR", "blank")
    for title in "ABCD":
        world.card(board, title, "backlog")
    for wanted in permutations("ABCD"):
        apply_order(cause=world.by("petra"), board=board, refs=refs(board, "".join(wanted)))
        assert order(board) == "".join(wanted)
