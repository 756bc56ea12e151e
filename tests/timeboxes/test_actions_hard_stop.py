"""The last date of a time-box: it ends the box whatever the clock says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.errors import Refusal
from boards.card_json import timebox_at
from boards.models import Board, Card
from tests.world import ROUND_THE_CLOCK, World, kinds, last_event
from timeboxes.actions import decide, expire_due, pause_box, resume_box, set_hard_stop
from timeboxes.models import Gate, Pause, TimeBox

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world: World) -> Board:
    return world.board(calendar=ROUND_THE_CLOCK)


@pytest.fixture
def card(world: World, board: Board) -> Card:
    """Ten hours; the last date is ten hours after they are used."""
    return world.running(board, budget=600)


def box_of(card: Card) -> TimeBox:
    return TimeBox.objects.select_related("card", "round", "calendar").get(card=card)


def test_by_default_it_is_twice_the_budget_and_runs_on_while_the_clock_stands_still(
    world: World, card: Card
) -> None:
    start = world.at
    assert box_of(card).hard_stop_at == start + timedelta(hours=20)
    world.later(hours=4)
    pause_box(cause=world.by(), box=box_of(card), reason="the cluster is down")
    assert expire_due(world.later(hours=15, minutes=59)) == 0
    assert (expire_due(world.later(hours=5)), expire_due(world.at)) == (1, 0)
    box, event = box_of(card), last_event(board=card.board, kind="timebox.expired")
    assert (box.state, box.accrued_seconds, box.expired_at) == ("expired", 4 * 3600, start + timedelta(hours=20))
    assert (event.at, event.data["hard_stop"]) == (start + timedelta(hours=20), True)
    assert Gate.objects.get().reason == "hard_stop"
    assert Pause.objects.get().ended_at == start + timedelta(hours=20)


def test_a_budget_that_is_used_before_opens_the_gate_as_expiry(world: World, card: Card) -> None:
    assert expire_due(world.later(hours=50)) == 1
    assert Gate.objects.get().reason == "expiry"
    assert box_of(card).accrued_seconds == 600 * 60


def test_the_card_says_over_by_the_clock_while_no_worker_runs(world: World, card: Card) -> None:
    world.later(hours=4)
    pause_box(cause=world.by(), box=box_of(card), reason="down")
    card.refresh_from_db()
    before = timebox_at(card.face["timebox"], world.at + timedelta(hours=15))
    after = timebox_at(card.face["timebox"], world.at + timedelta(hours=16))
    assert before is not None
    assert after is not None
    assert (before["state"], after["state"], after["elapsed_minutes"]) == ("paused", "expired", 240)


def test_who_decides_at_a_paused_box_past_its_last_date_finds_the_gate_open(world: World, card: Card) -> None:
    pause_box(cause=world.by(), box=box_of(card), reason="down")
    world.later(hours=21)
    with pytest.raises(Refusal):
        resume_box(cause=world.by(), box=box_of(card))
    decide(cause=world.by("petra"), box=box_of(card), outcome="stop")
    assert kinds(card.board)[-5:] == [
        "timebox.expired",
        "gate.opened",
        "round.gated",
        "gate.decided",
        "timebox.closed",
    ]


def test_the_owner_sets_another_date_and_nobody_else(world: World, card: Card) -> None:
    wanted = world.at + timedelta(hours=3)
    for who, status in (("ben", 403), ("vera", 403), ("dan", 404)):
        with pytest.raises(Refusal) as caught:
            set_hard_stop(cause=world.by(who), box=box_of(card), hard_stop_at=wanted)
        assert caught.value.status == status
    set_hard_stop(cause=world.by("petra"), box=box_of(card), hard_stop_at=wanted)
    assert last_event(card.board).kind == "timebox.hard_stop_set"
    assert expire_due(world.later(hours=4)) == 1
    assert (box_of(card).expired_at, box_of(card).accrued_seconds) == (wanted, 3 * 3600)


def test_a_date_in_the_past_is_refused(world: World, card: Card) -> None:
    with pytest.raises(Refusal) as caught:
        set_hard_stop(cause=world.by("petra"), box=box_of(card), hard_stop_at=world.at)
    assert caught.value.errors[0].field == "hard_stop_at"


def test_more_time_moves_the_last_date_on(world: World, card: Card) -> None:
    pause_box(cause=world.by(), box=box_of(card), reason="down")
    expire_due(world.later(hours=21))
    more = {"extend_minutes": 60, "forecast": 0.4, "expects": "a second seed"}
    decide(cause=world.by("petra"), box=box_of(card), outcome="extend", **more)  # type: ignore[arg-type]
    box = box_of(card)
    assert (box.state, box.due_at) == ("running", world.at + timedelta(hours=11))
    assert box.hard_stop_at == world.at + timedelta(hours=22)
