"""A board for the cases of the filter language, which the server and the browser both answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from boards.actions import block_card
from boards.models import Board
from tests.world import World

CASES = json.loads((Path(__file__).parents[1] / "filter_cases.json").read_text())
SHOWN: list[tuple[str, str]] = [(query, titles) for query, titles in CASES["shown"]]
WRONG: list[tuple[str, str]] = [(query, sentence) for query, sentence in CASES["wrong"]]


def filter_board(world: World) -> Board:
    """Six cards whose titles begin with A to F; F has been there for ten days, everything else is of today."""
    now = datetime.now(UTC)
    world.at = now - timedelta(days=10)
    board = world.board()
    world.at = now - timedelta(minutes=5)
    soon, over = now + timedelta(days=3), now - timedelta(hours=3)
    world.card(board, "A alpha", assignees=["ben"], labels=["nlp"], priority="high", due_at=soon)
    world.card(board, "B two words", "code review", assignees=["petra"], labels=["call drops"], due_at=over)
    blocked = world.card(board, "C", kind="exploration", who="petra")
    block_card(cause=world.by(), card=blocked, reason="no data")
    world.hypothesis(board, "D", assignees=["ben"])
    world.running(board, "E", budget="30d")
    world.at = now - timedelta(days=10)
    world.hypothesis(board, "F")
    world.at = now
    return board
