"""Stays in lanes, folded from the log."""

from __future__ import annotations

from typing import Any

from boards import actions
from boards.models import Board, Card, ReaderCursor, Stay
from boards.readers.flow import FLOW, rebuild
from boards.readers.follow import follow
from tests.world import MONDAY, World


def stays(board: Board) -> list[tuple[Any, ...]]:
    return list(
        Stay.objects.filter(board=board)
        .order_by("entered_seq")
        .values_list("card__ref", "lane_name", "lane_role", "entered_at", "left_at", "entered_seq")
    )


def lived(card: Card) -> list[tuple[str, float | None]]:
    """Where the card has been, and for how many hours (none yet while it is there)."""
    rows = Stay.objects.filter(card=card).order_by("entered_seq")
    return [
        (row.lane_name, (row.left_at - row.entered_at).total_seconds() / 3600 if row.left_at else None)
        for row in rows
    ]


def a_life(world: World, board: Board) -> Card:
    """Back and forth, reordered, put away and fetched back."""
    card = world.card(board)
    world.card(board, "Another")
    world.later(hours=2)
    card = world.move(card, "code review")
    world.later(hours=3)
    card = world.move(card, "to do", to="top")
    card = world.move(card, "to do", to="bottom")
    world.later(hours=1)
    card = actions.archive_card(cause=world.by(), card=card)
    world.later(hours=5)
    card = actions.restore_card(cause=world.by(), card=card)
    world.later(hours=4)
    return actions.trash_card(cause=world.by(), card=card)


def test_a_stay_lasts_from_entry_to_exit_and_order_within_a_lane_is_no_move(world: World, board: Board) -> None:
    card = a_life(world, board)
    follow(FLOW, board.pk)
    assert lived(card) == [("to do", 2), ("code review", 3), ("to do", 1), ("to do", 4)]
    assert Stay.objects.filter(card__title="Another").get().entered_at == MONDAY


def test_reading_twice_and_rebuilding_give_the_same_rows(world: World, board: Board) -> None:
    a_life(world, board)
    follow(FLOW, board.pk)
    first = stays(board)
    ReaderCursor.objects.update(seq=0)
    follow(FLOW, board.pk)
    assert stays(board) == first
    rebuild(board)
    assert stays(board) == first


def test_reading_in_small_steps_gives_the_same_rows(world: World, board: Board) -> None:
    card = world.card(board)
    follow(FLOW, board.pk)
    for lane in ("code review", "update model", "done"):
        world.later(hours=1)
        card = world.move(card, lane)
        follow(FLOW, board.pk)
    step_by_step = stays(board)
    rebuild(board)
    assert stays(board) == step_by_step


def test_a_card_deleted_for_good_leaves_no_stays_and_stops_no_reader(world: World, board: Board) -> None:
    card = a_life(world, board)
    cause = world.by("ada", at=world.later(days=31))
    assert actions.archive.empty_trash(board=board, before=cause) > 0
    rebuild(board)
    assert {row[0] for row in stays(board)} == {"CHURN-2"}
    assert not Card.objects.filter(pk=card.pk).exists()
