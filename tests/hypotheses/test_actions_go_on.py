"""Several steps in one go: all of them hold, or none."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.errors import Refusal
from boards.actions import Place, change_lane
from boards.models import Card
from hypotheses.actions import Onward, complete_and_lock, conclude_and_go_on
from hypotheses.models import Round, Verdict
from tests.world import AUC, COMPLETE, World, kinds, lane_of, last_event

pytestmark = pytest.mark.django_db


def onward(card: Card, lane: str, **more: Any) -> Onward:
    return Onward(place=Place(lane=lane_of(card.board, lane)), **more)


def test_what_is_missing_is_filled_in_the_round_locked_and_the_card_moved(world: World) -> None:
    card = world.hypothesis(world.board())
    moved = complete_and_lock(
        cause=world.by(op="drop"), card=card, changes=COMPLETE, criteria=[AUC], already_looked="no",
        onward=onward(card, "test hypothesis"),
    )  # fmt: skip
    assert moved.lane == lane_of(card.board, "test hypothesis")
    assert kinds(card.board)[-5:] == [
        "round.drafted", "round.locked", "timebox.planned", "card.moved", "timebox.started"
    ]  # fmt: skip
    assert last_event(card.board, "card.moved").op == "drop"


def test_a_full_lane_leaves_everything_as_it_was(world: World) -> None:
    board = world.board()
    world.running(board)
    full = {"wip_limit": 1, "wip_mode": "block"}
    change_lane(cause=world.by("ada"), lane=lane_of(board, "test hypothesis"), changes=full)
    card = world.hypothesis(board)
    seq = last_event(board).seq
    given: dict[str, Any] = {"card": card, "changes": COMPLETE, "criteria": [AUC], "already_looked": "no"}
    with pytest.raises(Refusal) as caught:
        complete_and_lock(cause=world.by(), onward=onward(card, "test hypothesis"), **given)
    assert caught.value.code == "wip_limit"
    assert (Round.objects.get(card=card).belief, last_event(board).seq) == ("", seq)
    override = onward(card, "test hypothesis", wip_override="The data expire")
    complete_and_lock(cause=world.by("petra"), onward=override, **given)
    assert Round.objects.get(card=card).is_locked


def test_what_is_still_missing_saves_nothing(world: World) -> None:
    card = world.hypothesis(world.board())
    with pytest.raises(Refusal) as caught:
        complete_and_lock(cause=world.by(), card=card, changes={"belief": "trees"}, already_looked="no")
    assert caught.value.code == "not_lockable"
    assert Round.objects.get(card=card).belief == ""


def test_an_exploration_needs_its_budget_and_no_lock(world: World) -> None:
    card = world.card(world.board(), kind="exploration")
    complete_and_lock(
        cause=world.by(), card=card, changes={"budget": "1d"}, onward=onward(card, "test hypothesis")
    )
    assert not Round.objects.get(card=card).is_locked
    assert last_event(card.board).kind == "timebox.started"


def test_the_verdict_and_the_way_to_done_are_one_act(world: World) -> None:
    card = world.running(world.board())
    done = conclude_and_go_on(
        cause=world.by(), card=card, value="inconclusive", learned="Too few cases.", onward=onward(card, "done")
    )
    assert (done.lane.name, Verdict.objects.count()) == ("done", 1)
    assert last_event(card.board, "card.moved").data["early_exit"] is True


def test_a_verdict_that_is_refused_moves_nothing(world: World) -> None:
    card = world.running(world.board())
    with pytest.raises(Refusal):
        conclude_and_go_on(
            cause=world.by(), card=card, value="supported", learned="We feel it.", onward=onward(card, "done")
        )
    card.refresh_from_db()
    assert card.lane.name == "test hypothesis"
