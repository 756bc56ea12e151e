"""Locks of boards and teams that nobody waits for without need, and that nobody takes crosswise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.access import Role, Verb
from accounts.actions import change_role
from accounts.models import Membership, Team
from boards import actions
from boards.actions.lock import lock_board
from boards.models import Board, Label
from tests.concurrency.crowd import at_once, errors
from tests.world import ROUND_THE_CLOCK, World, lane_of, make_world
from timeboxes.actions import decide
from timeboxes.models import TimeBox

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def meanwhile(act: Callable[[], Any]) -> list[Exception]:
    """What goes wrong with an act of another connection while this one is in a transaction."""
    return errors(at_once(act))


def test_a_row_that_refers_to_a_locked_board_or_team_does_not_wait_for_its_writer(world: World) -> None:
    board = world.board()
    with transaction.atomic():
        lock_board(board.pk, world.ben, Verb.WRITE_CARD)
        assert not meanwhile(partial(Label.objects.create, board=board, name="nlp"))
    with transaction.atomic():
        member = Membership.objects.get(team=world.team, person=world.vera)
        change_role(actor=world.ada, membership=member, role=Role.MEMBER, at=world.at)
        add = partial(Board.objects.create, team=world.team, key="OTHER", name="Other", created_at=world.at)
        assert not meanwhile(add)
        assert Team.objects.count() == 2


def test_two_boards_that_make_tasks_on_each_other_do_not_wait_for_each_other(world: World) -> None:
    boards = [world.board(key, calendar=ROUND_THE_CLOCK) for key in ("ONE", "TWO")]
    for board, other in (boards, boards[::-1]):
        changes = {"development_board": other.key, "on_continue": "spawn_task"}
        actions.change_board(cause=world.by("ada"), board=board, changes=changes)
        free = {"needs_verdict": False}
        actions.change_lane(cause=world.by("ada"), lane=lane_of(board, "done"), changes=free)
    before = deadlocks()
    for number in range(6):
        boxes = [TimeBox.objects.get(card=world.running(board, f"Q{number}", budget=1)) for board in boards]
        world.later(minutes=5)
        go_on = [partial(decide, cause=world.by("petra"), box=box, outcome="continue") for box in boxes]
        assert not errors(at_once(*go_on))
    assert deadlocks() == before


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
