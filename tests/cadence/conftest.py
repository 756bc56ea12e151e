"""An iteration, a meeting, and the shortest way to make one."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from boards.models import Board
from cadence import actions
from cadence.models import Iteration, IterationItem, Meeting, MeetingSeries
from cadence.rule import Rule
from tests.world import World

FIRST_TUESDAY = Rule("month", "tue", 1, 1)


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


@pytest.fixture
def iteration(world: World, board: Board) -> Iteration:
    return actions.plan_iteration(cause=world.by("petra"), board=board, goal="Fewer lost")


@pytest.fixture
def item(world: World, board: Board, iteration: Iteration) -> IterationItem:
    card = world.hypothesis(board, "Does text tell?")
    return actions.add_item(cause=world.by("petra"), iteration=iteration, card=card.ref)


@pytest.fixture
def meeting(world: World, board: Board) -> Meeting:
    return actions.hold_meeting(cause=world.by(), board=board, kind="retrospective")


def broken_down(world: World, item: IterationItem) -> None:
    for kind in ("create", "observe", "analyze"):
        actions.add_task(cause=world.by(), item=item, kind=kind, title=f"{kind} it")


def scheduled(world: World, board: Board, kind: str = "retrospective", **more: Any) -> MeetingSeries:
    when = {"rule": FIRST_TUESDAY, "time": time(10), **more}
    return actions.schedule_meeting(cause=world.by("petra"), board=board, kind=kind, **when)
