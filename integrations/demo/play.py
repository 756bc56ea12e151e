"""The demo board: its story played step by step through ordinary actions, so that its log is true."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions import change_profile
from boards.actions import change_board, change_lane, create_board
from boards.actions.inbox import mark_done
from boards.actions.looking import mark_seen
from boards.events import Cause
from boards.models import Board, Event, Notification
from boards.readers.follow import follow, skip
from boards.readers.inbox import INBOX
from integrations.demo.calendar import let_time_pass, moment
from integrations.demo.cast import Cast
from integrations.demo.stage import Stage
from integrations.demo.stories import FIRST_DAY, STORIES

KEY = "CHURN"
SOURCE = "demo"
NEWS = timedelta(days=3)
OLD_NEWS = timedelta(days=28)


def make_board(cast: Cast, now: datetime) -> Board | None:
    """The board with three months behind it, once: None if the team has or had it, or the key is taken."""
    if Board.objects.filter(team=cast.team, source=SOURCE).exists() or Board.objects.filter(key=KEY).exists():
        return None
    with transaction.atomic():
        _mail(cast, now, wanted=False)
        board = _empty_board(cast, moment(FIRST_DAY, "09:00", now))
        _play(Stage(board), cast, now)
        _fill_inboxes(board, cast, now)
        _look(board, now)
        _mail(cast, now, wanted=True)
    return board


def _empty_board(cast: Cast, at: datetime) -> Board:
    cause = Cause(actor=cast.people["ada"], at=at, origin=SOURCE)
    board = create_board(cause=cause, team=cast.team, key=KEY, name="Churn model", preset="ml", source=SOURCE)
    about = "Who leaves us in the next 60 days, and what would keep them?"
    board = change_board(cause=cause, board=board, changes={"description": about})
    change_lane(
        cause=cause,
        lane=board.lanes.get(name="test hypothesis"),
        changes={"wip_limit": 4, "wip_mode": "warn", "policy": "A designated run decides; others are context."},
    )
    return board


def _play(stage: Stage, cast: Cast, now: datetime) -> None:
    """One step after the other; in between, the clock does what it would have done."""
    steps = [(moment(step.day, step.clock, now), step) for step in STORIES]
    for at, step in sorted(steps, key=lambda each: each[0]):
        let_time_pass(stage.board, at)
        step.act(stage, Cause(actor=cast.people[step.who], at=at, origin=SOURCE), step.name)
    let_time_pass(stage.board, now)


def _fill_inboxes(board: Board, cast: Cast, now: datetime) -> None:
    """Everybody has dealt with what is older, unless it still waits for them."""
    skip(INBOX, board.pk, _last_before(board, now - OLD_NEWS))
    follow(INBOX, board.pk)
    old = Notification.objects.filter(board=board, needs_action=False, event__at__lt=now - NEWS)
    for person in cast.people.values():
        mark_done(person=person, at=now, ids=list(old.filter(person=person).values_list("pk", flat=True)))


def _look(board: Board, now: datetime) -> None:
    """Everybody last looked some days ago, so that the board can say what is new."""
    board.refresh_from_db(fields=["seq"])
    seen = _last_before(board, now - NEWS)
    for member in board.team.memberships.select_related("person"):
        mark_seen(person=member.person, board=board, seq=seen, at=now - NEWS)


def _last_before(board: Board, at: datetime) -> int:
    return Event.objects.filter(board=board, at__lt=at).count()


def _mail(cast: Cast, now: datetime, *, wanted: bool) -> None:
    """Three months of reminders need not be mailed at once."""
    for person in cast.people.values():
        change_profile(person=person, changes={"mail_reminders": wanted}, at=now)
