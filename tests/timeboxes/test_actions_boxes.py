"""The clock of a box: planned, started, standing still for a reason, going on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.errors import Refusal
from boards.actions import change_board
from boards.models import Card
from hypotheses.actions import record_verdict
from tests.world import ROUND_THE_CLOCK, World, kinds, last_event
from timeboxes.actions import change_budget, pause_box, plan_box, resume_box, start_box
from timeboxes.models import Pause, TimeBox

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(world: World) -> Card:
    """Running since nine, ten hours round the clock."""
    return world.running(world.board(calendar=ROUND_THE_CLOCK), budget=600)


def box_of(card: Card) -> TimeBox:
    return TimeBox.objects.select_related("card", "round", "calendar").get(card=card)


def refused(call: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(**given)
    return caught.value


def due_in(world: World, card: Card) -> timedelta:
    due = box_of(card).due_at
    assert due is not None
    return due - world.at


def test_the_time_it_stands_still_is_not_used(world: World, card: Card) -> None:
    world.later(hours=2)
    pause_box(cause=world.by(), box=box_of(card), reason="  the cluster\nis down ")
    box = box_of(card)
    assert (box.state, box.accrued_seconds, box.due_at, box.next_mark_at) == ("paused", 7200, None, None)
    assert Pause.objects.get().reason == "the cluster is down"
    world.later(hours=15)
    resume_box(cause=world.by(), box=box)
    assert due_in(world, card) == timedelta(hours=8)
    assert Pause.objects.get().ended_at == world.at
    assert kinds(card.board)[-2:] == ["timebox.paused", "timebox.resumed"]


def test_pauses_follow_each_other_and_one_is_open_at_most(world: World, card: Card) -> None:
    for _ in range(3):
        world.later(hours=1)
        pause_box(cause=world.by(), box=box_of(card), reason="down")
        assert refused(pause_box, cause=world.by(), box=box_of(card), reason="again").code == "wrong_state"
        world.later(hours=5)
        resume_box(cause=world.by(), box=box_of(card))
    assert box_of(card).accrued_seconds == 3 * 3600
    assert due_in(world, card) == timedelta(hours=7)


def test_a_persons_pause_and_a_review_are_one_stretch(world: World, card: Card) -> None:
    world.later(hours=1)
    pause_box(cause=world.by(), box=box_of(card), reason="down")
    world.move(card, "code review")
    world.later(hours=4)
    world.move(card, "test hypothesis")
    assert box_of(card).state == "paused"
    assert Pause.objects.count() == 1
    resume_box(cause=world.by(), box=box_of(card))
    assert (box_of(card).accrued_seconds, due_in(world, card)) == (3600, timedelta(hours=9))


def test_who_resumes_in_review_leaves_the_clock_to_the_lane(world: World, card: Card) -> None:
    pause_box(cause=world.by(), box=box_of(card), reason="down")
    world.later(hours=1)
    world.move(card, "code review")
    world.later(hours=1)
    resume_box(cause=world.by(), box=box_of(card))
    assert box_of(card).state == "paused"
    assert list(Pause.objects.order_by("pk").values_list("cause", "ended_at")) == [
        ("person", world.at),
        ("review", None),
    ]
    world.later(hours=1)
    world.move(card, "test hypothesis")
    assert box_of(card).state == "running"


def test_the_backlog_keeps_what_is_left(world: World, card: Card) -> None:
    world.later(hours=4)
    world.move(card, "backlog")
    world.later(hours=15)
    world.move(card, "test hypothesis")
    assert due_in(world, card) == timedelta(hours=6)
    assert Pause.objects.get().cause == "backlog"


def test_a_hard_stop_runs_on(world: World, card: Card) -> None:
    stop = box_of(card).hard_stop_at
    pause_box(cause=world.by(), box=box_of(card), reason="down")
    world.later(hours=3)
    resume_box(cause=world.by(), box=box_of(card))
    assert box_of(card).hard_stop_at == stop == world.at - timedelta(hours=3) + timedelta(hours=20)


@pytest.mark.parametrize("reason", ["", " \n ", "x" * 301])
def test_a_pause_says_why(world: World, card: Card, reason: str) -> None:
    error = refused(pause_box, cause=world.by(), box=box_of(card), reason=reason)
    assert [each.field for each in error.errors] == ["reason"]


def test_what_is_over_cannot_be_paused_even_before_a_worker_notices(world: World, card: Card) -> None:
    world.later(hours=11)
    assert refused(pause_box, cause=world.by(), box=box_of(card), reason="too late").code == "wrong_state"


def test_only_a_paused_box_is_resumed_and_only_a_planned_one_started(world: World, card: Card) -> None:
    assert refused(resume_box, cause=world.by(), box=box_of(card)).code == "wrong_state"
    assert refused(start_box, cause=world.by(), box=box_of(card)).code == "wrong_state"


def test_an_exploration_gets_its_box_once_and_another_budget_before_it_starts(world: World) -> None:
    card = world.card(world.board(), kind="exploration")
    assert refused(plan_box, cause=world.by(), card=card, budget="").errors[0].field == "budget"
    box = plan_box(cause=world.by(), card=card, budget="1d")
    assert refused(plan_box, cause=world.by(), card=card, budget="1d").code == "wrong_state"
    assert change_budget(cause=world.by(), box=box, budget="2d").budget_minutes == 960
    assert last_event(card.board).previous == {"budget_minutes": 480}
    seq = last_event(card.board).seq
    change_budget(cause=world.by(), box=box, budget="2d")
    assert last_event(card.board).seq == seq
    start_box(cause=world.by(), box=box)
    assert refused(change_budget, cause=world.by(), box=box, budget="3d").code == "wrong_state"


def test_a_pre_registered_budget_stays(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card)
    world.lock(card)
    assert refused(change_budget, cause=world.by(), box=box_of(card), budget="9d").code == "wrong_state"


def test_a_running_box_keeps_the_calendar_it_started_with(world: World) -> None:
    board = world.board()
    running, later = world.running(board, "1"), world.hypothesis(board, "2")
    due = box_of(running).due_at
    world.write(later)
    world.lock(later)
    change_board(cause=world.by("ada"), board=board, changes={"calendar": ROUND_THE_CLOCK})
    assert box_of(running).due_at == due
    world.move(later, "test hypothesis")
    assert due_in(world, later) == timedelta(hours=40)
    world.later(hours=2)
    pause_box(cause=world.by(), box=box_of(running), reason="down")
    resume_box(cause=world.by(), box=box_of(running))
    assert box_of(running).due_at == due


def test_done_closes_the_box_with_what_it_used(world: World, card: Card) -> None:
    world.later(hours=2)
    record_verdict(cause=world.by(), card=card, value="inconclusive", learned="Too few cases.")
    assert last_event(card.board).data == {
        **last_event(card.board).data,
        "elapsed_minutes": 120,
        "budget_minutes": 600,
    }
    assert (box_of(card).state, box_of(card).closed_at) == ("closed", world.at)


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("dan", 404)])
def test_only_the_team_touches_the_clock(world: World, card: Card, who: str, status: int) -> None:
    calls: list[tuple[Any, dict[str, Any]]] = [
        (pause_box, {"reason": "x"}),
        (resume_box, {}),
        (start_box, {}),
        (change_budget, {"budget": 1}),
    ]
    for call, given in calls:
        assert refused(call, cause=world.by(who), box=box_of(card), **given).status == status
