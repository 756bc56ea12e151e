"""The dialog before a test: everything that is missing at once, and the move that goes on with the lock."""

from __future__ import annotations

import pytest

from boards.actions import change_lane
from hypotheses.actions import add_run
from hypotheses.models import Round
from tests.card_doors import HTMX, post, told
from tests.pages import client_of, invalid_fields, words
from tests.world import World, lane_of

pytestmark = pytest.mark.django_db


def test_the_lock_dialog_lists_everything_that_is_missing_in_one_go(world: World) -> None:
    card = world.hypothesis(world.board())
    opened = client_of(world.ben).get(f"/c/{card.ref}/lock/", headers=HTMX).content.decode()
    for name in ("belief", "plan_if_pass", "plan_if_fail", "budget", "forecast", "criteria-0-metric"):
        assert f'name="{name}"' in opened
    refused = post(world, "ben", card, "lock/", {"asks": "belief", **rows()})
    assert refused.status_code == 422
    assert invalid_fields(refused) == {
        "belief", "plan_if_pass", "plan_if_fail", "budget", "forecast", "already_looked"
    }  # fmt: skip
    assert "Add at least one success criterion" in words(refused)


def rows(**row: str) -> dict[str, str]:
    count = {"criteria-TOTAL_FORMS": "1", "criteria-INITIAL_FORMS": "0"}
    first = {"kind": "success", "mode": "metric", **row}
    return {**count, **{f"criteria-0-{name}": value for name, value in first.items()}}


LOCKED = {
    "belief": "boosted trees",
    "plan_if_pass": "use it",
    "plan_if_fail": "drop it",
    "budget": "5d",
    "forecast": "60",
    "already_looked": "no",
    **rows(metric="val.auc", target="0.82", op=">="),
}


def test_the_dialog_locks_and_moves_the_card_on_in_one_act(world: World) -> None:
    board = world.board()
    card, lane = world.hypothesis(board), lane_of(board, "test hypothesis")
    answer = post(world, "ben", card, "lock/", {**LOCKED, "lane": lane.pk, "op": "abc"})
    assert answer.status_code == 200
    card.refresh_from_db()
    assert card.lane == lane
    assert Round.objects.get(card=card).is_locked
    placed = told(answer)["card:placed"]
    assert (placed["card"], placed["lane"], placed["op"]) == (card.ref, lane.pk, "abc")
    assert list(told(answer)) == ["dialog:close", "card:placed"]


def test_the_card_lands_where_it_was_dropped(world: World) -> None:
    board = world.board()
    first, second = world.running(board, "1"), world.running(board, "2")
    card = world.hypothesis(board, "3")
    lane = lane_of(board, "test hypothesis")
    top, bottom = lane.cards.open().in_order()
    assert {top, bottom} == {first, second}
    post(world, "ben", card, "lock/", {**LOCKED, "lane": lane.pk, "put_before": bottom.ref})
    assert [each.ref for each in lane.cards.open().in_order()] == [top.ref, card.ref, bottom.ref]


def test_a_full_lane_leaves_the_hypothesis_unlocked_and_asks_whoever_may_for_a_reason(world: World) -> None:
    board = world.board()
    world.running(board)
    card, lane = world.hypothesis(board), lane_of(board, "test hypothesis")
    change_lane(cause=world.by("ada"), lane=lane, changes={"wip_limit": 1, "wip_mode": "block"})
    refused = post(world, "ben", card, "lock/", {**LOCKED, "lane": lane.pk})
    assert refused.status_code == 422
    assert "holds 1 card at most" in words(refused)
    assert not Round.objects.get(card=card).is_locked
    asked = post(world, "petra", card, "lock/", {**LOCKED, "lane": lane.pk})
    assert "Why does it have to go in now?" in words(asked)
    post(world, "petra", card, "lock/", {**LOCKED, "lane": lane.pk, "wip_override": "The data expire on Friday"})
    assert Round.objects.get(card=card).is_locked


def test_what_the_pre_flight_finds_can_be_mended_or_waived(world: World) -> None:
    card = world.hypothesis(world.board())
    impossible = post(world, "ben", card, "lock/", {**LOCKED, "criteria-0-target": "1.2"})
    assert impossible.status_code == 422
    assert "cannot be" in words(impossible)
    relative = {**LOCKED, "criteria-0-versus": "baseline", "criteria-0-target": "0.02"}
    blocked = post(world, "ben", card, "lock/", relative)
    assert "there is none" in words(blocked)
    assert "Lock it all the same" in words(blocked)
    post(world, "ben", card, "lock/", {**relative, "waive_preflight": "the baseline comes on Monday"})
    assert Round.objects.get(card=card).preflight_waived == "the baseline comes on Monday"


def test_numbers_that_are_there_already_are_named_beside_the_question(world: World) -> None:
    card = world.hypothesis(world.board())
    world.push(card, **{"val.auc": 0.7})
    add_run(cause=world.by(), card=card, external_id="base", metrics={"val.auc": 0.8})
    world.write(card, baseline_run="base")
    opened = client_of(world.ben).get(f"/c/{card.ref}/lock/", headers=HTMX)
    assert "1 run with numbers is on this card already" in words(opened)
    other = world.hypothesis(card.board)
    assert "on this card already" not in words(client_of(world.ben).get(f"/c/{other.ref}/lock/", headers=HTMX))


def test_an_exploration_only_needs_its_time_box(world: World) -> None:
    board = world.board()
    card = world.card(board, kind="exploration")
    lane = lane_of(board, "test hypothesis")
    post(world, "ben", card, "lock/", {"budget": "2d", "lane": lane.pk})
    card.refresh_from_db()
    assert (card.lane, card.face["timebox"]["state"]) == (lane, "running")


def test_there_is_nothing_to_lock_on_a_task_or_twice(world: World) -> None:
    board = world.board()
    for card in (world.card(board), world.running(board)):
        assert client_of(world.ben).get(f"/c/{card.ref}/lock/", headers=HTMX).status_code == 204
