"""An increment is a goal in fixed time, told of once before it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.errors import Conflict, Forbidden, Invalid
from boards.models import Board
from cadence import actions
from cadence.models import Increment
from tests.world import World, kinds, last_event

pytestmark = pytest.mark.django_db
DAYS: dict[str, Any] = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 12, 4)}  # a Friday


@pytest.fixture
def increment(world: World, board: Board) -> Increment:
    return actions.plan_increment(cause=world.by("petra"), board=board, name="Winter", goal="Half as many", **DAYS)


def test_it_is_planned_changed_and_closed(world: World, board: Board, increment: Increment) -> None:
    owner = world.by("petra")
    changed = actions.change_increment(cause=owner, increment=increment, changes={"name": "Autumn", "goal": ""})
    assert (changed.name, changed.version) == ("Autumn", 2)
    assert last_event(board).previous == {"name": "Winter", "goal": "Half as many"}
    actions.change_increment(cause=owner, increment=increment, changes={"name": "Autumn"})
    assert kinds(board)[-1] == "increment.changed"
    with pytest.raises(Invalid):
        actions.close_increment(cause=owner, increment=increment, achieved=" ")
    closed = actions.close_increment(cause=owner, increment=increment, achieved="A third fewer")
    assert (closed.achieved, closed.closed_at) == ("A third fewer", world.at)
    with pytest.raises(Conflict, match="has ended"):
        actions.remove_increment(cause=owner, increment=increment)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("ends_on", {"ends_on": date(2026, 11, 15)}),
        ("ends_on", {"starts_on": date(1, 1, 1)}),
        ("name", {"name": ""}),
        ("name", {"name": "wINTER"}),
        ("goal", {"goal": "x" * 4001}),
    ],
)
def test_what_is_no_increment_is_refused(
    world: World, board: Board, increment: Increment, field: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.plan_increment(cause=world.by("petra"), board=board, **{"name": "Spring", **DAYS, **wrong})
    assert refused.value.errors[0].field == field


def test_members_do_not_plan_it(world: World, board: Board) -> None:
    with pytest.raises(Forbidden):
        actions.plan_increment(cause=world.by("ben"), board=board, name="Winter", **DAYS)


def test_two_working_days_before_its_end_it_is_told_once(world: World, board: Board, increment: Increment) -> None:
    tuesday, wednesday = (datetime(2026, 12, day, 12, tzinfo=UTC) for day in (1, 2))
    assert actions.remind_due(tuesday) == 0
    assert [actions.remind_due(wednesday) for _ in range(3)] == [1, 0, 0]
    assert last_event(board).data["ends_on"] == "2026-12-04"
    later = {"ends_on": date(2026, 12, 7)}
    actions.change_increment(cause=world.by("petra", at=wednesday), increment=increment, changes=later)
    assert actions.remind_due(wednesday) == 0
    assert actions.remind_due(datetime(2026, 12, 3, 12, tzinfo=UTC)) == 1  # Friday and Monday are left


def test_after_a_downtime_it_is_told_late_rather_than_never(world: World, increment: Increment) -> None:
    assert actions.remind_due(datetime(2026, 12, 20, tzinfo=UTC)) == 1
