"""Cards whose time-box ends when a proof wants it to."""

from __future__ import annotations

from datetime import datetime, timedelta

from boards.models import Board, Card
from tests.world import ROUND_THE_CLOCK, World
from timeboxes.actions import plan_box

BUDGET_MINUTES = 60


def research_board(world: World, key: str) -> Board:
    """Its people work round the clock, so an hour of budget is an hour."""
    return world.board(key, calendar=ROUND_THE_CLOCK)


def due_at(world: World, board: Board, title: str, due: datetime) -> Card:
    """An exploration whose box of an hour is over at this moment; it began an hour before."""
    world.at = due - timedelta(minutes=BUDGET_MINUTES)
    card = world.card(board, title, kind="exploration")
    plan_box(cause=world.by(), card=card, budget=BUDGET_MINUTES)
    return world.move(card, "test hypothesis")
