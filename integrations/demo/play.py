"""The demo board: its story played step by step through ordinary actions, so that its log is true."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from boards.actions import change_board, change_lane, create_board
from boards.events import Cause
from boards.models import Board
from integrations.demo.calendar import moment
from integrations.demo.cast import Cast
from integrations.demo.stage import Stage
from integrations.demo.stories import STORIES
from timeboxes.actions import expire_due, mark_due

KEY = "CHURN"
SOURCE = "demo"
FIRST_DAY = -21
TOLD_SINCE = timedelta(days=3)


def make_board(cast: Cast, now: datetime) -> Board | None:
    """The board with four weeks behind it, once: None if the team has or had it, or the key is taken."""
    if Board.objects.filter(team=cast.team, source=SOURCE).exists() or Board.objects.filter(key=KEY).exists():
        return None
    with transaction.atomic():
        board = _empty_board(cast, now)
        stage = Stage(board)
        steps = [(moment(step.day, step.clock, now), step) for step in STORIES]
        for at, step in sorted(steps, key=lambda each: each[0]):
            _let_time_pass(at)
            step.act(stage, _cause(cast, step.who, at, now), step.name)
        _let_time_pass(now)
    return board


def _empty_board(cast: Cast, now: datetime) -> Board:
    cause = _cause(cast, "ada", moment(FIRST_DAY, "09:00", now), now)
    board = create_board(cause=cause, team=cast.team, key=KEY, name="Churn model", preset="ml", source=SOURCE)
    about = "Who leaves us in the next 60 days, and what would keep them?"
    board = change_board(cause=cause, board=board, changes={"description": about})
    change_lane(
        cause=cause,
        lane=board.lanes.get(name="test hypothesis"),
        changes={"wip_limit": 4, "wip_mode": "warn", "policy": "A designated run decides; others are context."},
    )
    return board


def _cause(cast: Cast, who: str, at: datetime, now: datetime) -> Cause:
    """What happened of late is told, so that the inboxes of the demo are not empty."""
    return Cause(actor=cast.people[who], at=at, origin="demo", notify=now - at < TOLD_SINCE)


def _let_time_pass(at: datetime) -> None:
    """What the clock would have done by then."""
    mark_due(at)
    expire_due(at)
