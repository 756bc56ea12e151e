"""Decisions at the gate: who may, what follows, the limits of more time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.actions import remove_member
from accounts.errors import Refusal
from boards.actions import change_board, change_lane, create_board
from boards.models import Board, Card, CardLink
from hypotheses.actions import record_verdict
from hypotheses.models import Verdict
from tests.world import ROUND_THE_CLOCK, World, kinds, lane_of, last_event
from timeboxes.actions import conclude_and_decide, decide, expire_due, mark_due, two_boards
from timeboxes.models import Decision, Gate, TimeBox

pytestmark = pytest.mark.django_db
EXTEND: dict[str, Any] = {"outcome": "extend", "extend_minutes": 60, "forecast": 0.4, "expects": "a second seed"}


@pytest.fixture
def card(world: World) -> Card:
    """Two hours that are over by the clock; one run that misses the target. Nobody has swept."""
    card = world.running(world.board(calendar=ROUND_THE_CLOCK), budget=120)
    world.push(card, **{"val.auc": 0.7})
    world.later(hours=3)
    return card


def box_of(card: Card) -> TimeBox:
    return TimeBox.objects.select_related("card", "round", "calendar").get(card=card)


def settle(world: World, card: Card, outcome: str = "stop", who: str = "petra", **given: Any) -> Decision:
    return decide(cause=world.by(who), box=box_of(card), **{"outcome": outcome, **given})


def refused(world: World, card: Card, *given: str, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        settle(world, card, *given, **more)
    return caught.value


def test_a_box_that_is_over_is_expired_first_even_while_no_worker_runs(world: World, card: Card) -> None:
    settle(world, card)
    assert kinds(card.board)[-5:] == [
        "timebox.expired",
        "gate.opened",
        "round.gated",
        "gate.decided",
        "timebox.closed",
    ]
    assert last_event(card.board, "gate.decided").data["late_minutes"] == 60


@pytest.mark.parametrize(
    ("who", "outcome", "status"),
    [
        ("ben", "continue", 403),
        ("ben", "extend", 403),
        ("ada", "stop", 403),
        ("vera", "stop", 403),
        ("dan", "stop", 404),
    ],
)
def test_the_owner_decides_and_the_author_may_stop(
    world: World, card: Card, who: str, outcome: str, status: int
) -> None:
    assert refused(world, card, outcome, who=who).status == status
    assert not Decision.objects.exists()
    assert settle(world, card, who="ben").author == world.ben


def test_without_an_owner_an_admin_stands_in(world: World, card: Card) -> None:
    membership = world.petra.memberships.get(team=world.team)
    remove_member(actor=world.ada, membership=membership, at=world.at)
    assert settle(world, card, "continue", who="ada").author == world.ada


def test_the_second_one_is_told_who_was_first(world: World, card: Card) -> None:
    settle(world, card)
    for who in ("petra", "ben"):
        error = refused(world, card, who=who)
        assert (error.code, error.sentence) == ("already_decided", "Petra has decided already: stop.")


def test_going_on_takes_the_next_lane_even_if_it_is_full(world: World, card: Card) -> None:
    review = lane_of(card.board, "code review")
    world.card(card.board, lane="code review")
    change_lane(cause=world.by("ada"), lane=review, changes={"wip_limit": 1, "wip_mode": "block"})
    settle(world, card, "continue")
    card.refresh_from_db()
    assert card.lane == review
    assert last_event(card.board, "card.moved").data["wip_override"] == "continued at its gate"


def spawning(world: World, board: Board) -> Board:
    development = create_board(
        cause=world.by("ada"), team=world.team, key="DEV", name="Development", preset="development"
    )
    changes = {"on_continue": "spawn_task", "development_board": "DEV"}
    change_board(cause=world.by("ada"), board=board, changes=changes)
    return development


def test_going_on_can_make_a_task_at_the_top_of_the_development_board(world: World, card: Card) -> None:
    development = spawning(world, card.board)
    world.card(development, "first in line")
    record_verdict(cause=world.by(), card=card, value="refuted", learned="The text repeats the tariff.")
    assert box_of(card).state == "closed"
    other = world.running(card.board, "Q2", budget=120)
    world.push(other, **{"val.auc": 0.9})
    verdict = {"value": "supported", "learned": "It holds on both seeds."}
    conclude_and_decide(cause=world.by("petra"), box=box_of(other), outcome="continue", verdict=verdict)
    task = lane_of(development, "to do").cards.open().in_order()[0]
    assert (task.title, task.kind, task.description) == ("Q2", "task", f"Follows from {other.ref}.")
    link = CardLink.objects.get()
    assert (link.card, link.target, link.kind) == (task, other, "spawned_from")
    other.refresh_from_db()
    assert other.lane == lane_of(card.board, "done")


def test_a_setting_that_changes_meanwhile_does_not_change_the_order_of_the_locks(
    world: World, card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    development, taken = spawning(world, card.board), list[list[int]]()
    read, before = two_boards.written_to, iter([{card.board_id}])  # as it was until somebody set the other board
    monkeypatch.setattr(two_boards, "written_to", lambda board_id: next(before, None) or read(board_id))
    monkeypatch.setattr(two_boards, "lock_boards", lambda boards, *_: taken.append(sorted(boards)))
    with transaction.atomic():
        two_boards.lock_in_order(card.board_id, world.by("petra"))
    assert taken == [[card.board_id], [card.board_id, development.pk]]


def test_a_task_is_not_made_while_the_answer_is_missing(world: World, card: Card) -> None:
    development = spawning(world, card.board)
    error = refused(world, card, "continue")
    assert [each.code for each in error.errors] == ["verdict_needed"]
    assert not development.cards.exists()
    assert not Decision.objects.exists()


def test_a_split_makes_drafts_that_are_part_of_the_card(world: World, card: Card) -> None:
    assert refused(world, card, "split", children=["one"]).errors[0].field == "children"
    settle(world, card, "split", children=["Prepaid?", "Contract?"])
    children = [link.card for link in CardLink.objects.filter(target=card, kind="parent")]
    assert {(child.title, child.kind, child.lane.name) for child in children} == {
        ("Prepaid?", "hypothesis", "backlog"),
        ("Contract?", "hypothesis", "backlog"),
    }
    assert box_of(card).state == "closed"


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"extend_minutes": None, "forecast": None, "expects": " "}, ["extend_minutes", "forecast", "expects"]),
        ({"extend_minutes": 61}, ["extend_minutes"]),
        ({"extend_minutes": "soon"}, ["budget"]),
        ({"forecast": 1.0}, ["forecast"]),
    ],
)
def test_more_time_says_how_long_and_what_for(world: World, card: Card, given: Any, fields: Any) -> None:
    assert [each.field for each in refused(world, card, **{**EXTEND, **given}).errors] == fields
    assert (Decision.objects.count(), box_of(card).state) == (0, "running")


def test_more_time_runs_from_the_decision_and_its_marks_are_planned_anew(world: World, card: Card) -> None:
    settle(world, card, **EXTEND)
    box = box_of(card)
    assert (box.state, box.due_at, box.budget_minutes) == ("running", world.at + timedelta(hours=1), 180)
    assert (box.next_mark, box.next_mark_at) == (80, world.at + timedelta(minutes=24))
    card.refresh_from_db()
    assert (card.face["round"]["state"], card.face["timebox"]["gate_open"]) == ("testing", False)
    mark_due(world.later(minutes=30))
    assert last_event(card.board).data["percent"] == 80


def test_half_of_the_original_is_the_most_also_the_second_time(world: World, card: Card) -> None:
    change_board(cause=world.by("ada"), board=card.board, changes={"max_extensions": 2})
    settle(world, card, **EXTEND)
    world.later(hours=2)
    assert refused(world, card, **{**EXTEND, "extend_minutes": 61}).errors[0].code == "too_long"
    settle(world, card, **EXTEND)
    world.later(hours=2)
    assert refused(world, card, **EXTEND).code == "extension_limit"
    assert settle(world, card).outcome == "stop"
    assert Gate.objects.count() == Decision.objects.count() == 3


def test_more_time_for_a_card_that_is_elsewhere_waits_for_it(world: World, card: Card) -> None:
    expire_due(world.at)
    world.move(card, "code review")
    settle(world, card, **EXTEND)
    assert box_of(card).state == "paused"
    world.later(days=1)
    world.move(card, "test hypothesis")
    assert box_of(card).due_at == world.at + timedelta(hours=1)


def test_the_verdict_and_the_decision_hold_together_or_not_at_all(world: World, card: Card) -> None:
    answer = {"value": "refuted", "learned": "The text repeats the tariff."}
    with pytest.raises(Refusal):
        conclude_and_decide(cause=world.by("ben"), box=box_of(card), outcome="continue", verdict=answer)
    assert not Verdict.objects.exists()
    conclude_and_decide(cause=world.by("petra"), box=box_of(card), outcome="stop", verdict=answer)
    assert (Verdict.objects.get().value, Decision.objects.get().outcome) == ("refuted", "stop")
    assert kinds(card.board).count("timebox.expired") == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"outcome": "wait"}, "outcome"), ({"rationale": "x" * 10_001}, "rationale")],
)
def test_what_is_wrong_is_named(world: World, card: Card, given: dict[str, str], field: str) -> None:
    assert [each.field for each in refused(world, card, **given).errors] == [field]
