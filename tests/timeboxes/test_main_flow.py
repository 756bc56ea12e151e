"""From an idea to an answer: the product's main way, by actions."""

from typing import Any

import pytest

from accounts.errors import Refusal
from boards.models import Card, Event
from hypotheses import actions as research
from tests.world import ROUND_THE_CLOCK, World, drawn, kinds, lane_of, last_event
from timeboxes import actions
from timeboxes.actions.decide import AlreadyDecided, GateClosed
from timeboxes.models import Decision, TimeBox

pytestmark = pytest.mark.django_db


def test_a_card_that_is_not_locked_stays_where_it_is(world: World) -> None:
    board = world.board()
    card = world.hypothesis(board, "Q1")
    before, seq = drawn(board), last_event(board).seq
    with pytest.raises(Refusal) as refused:
        world.move(card, "test hypothesis")
    assert refused.value.code == "lane_rule"
    fields = [error.field for error in refused.value.errors]
    assert fields == ["belief", "criteria", "plan_if_pass", "plan_if_fail", "budget", "forecast"]
    assert drawn(board) == before
    assert last_event(board).seq == seq


def test_a_complete_draft_still_has_to_be_locked(world: World) -> None:
    board = world.board()
    card = world.hypothesis(board)
    world.write(card)
    with pytest.raises(Refusal) as refused:
        world.move(card, "test hypothesis")
    assert [error.code for error in refused.value.errors] == ["not_locked"]


def test_entering_the_lane_starts_a_box_that_is_due_on_friday(world: World) -> None:
    board = world.board()
    card = world.running(board)
    box = TimeBox.objects.get(card=card)
    assert (box.state, box.due_at) == ("running", world.at.replace(day=20, hour=18))
    assert kinds(board)[-3:] == ["timebox.planned", "card.moved", "timebox.started"]


def test_expiry_is_dated_at_the_due_instant_and_moves_nothing(world: World) -> None:
    board = world.board(calendar=ROUND_THE_CLOCK)
    card = world.running(board, budget=2)
    due = TimeBox.objects.get(card=card).due_at
    world.later(hours=3)
    assert (actions.mark_due(world.at), actions.expire_due(world.at)) == (2, 1)
    expired = last_event(board, "timebox.expired")
    assert expired.at == due
    assert expired.actor is None
    assert Card.objects.get(pk=card.pk).lane == card.lane
    assert kinds(board)[-5:] == [
        "timebox.warned",
        "timebox.warned",
        "timebox.expired",
        "gate.opened",
        "round.gated",
    ]
    assert (actions.mark_due(world.at), actions.expire_due(world.at)) == (0, 0)


def test_the_owner_decides_once_and_the_verdict_is_its_own_fact(world: World) -> None:
    board = world.board(calendar=ROUND_THE_CLOCK)
    card = world.running(board, budget=2)
    box = TimeBox.objects.get(card=card)
    with pytest.raises(GateClosed):
        actions.decide(cause=world.by("petra"), box=box, outcome="stop")
    world.push(card, **{"val.auc": 0.79})
    world.later(minutes=5)
    with pytest.raises(Refusal) as refused:
        actions.decide(cause=world.by("vera"), box=box, outcome="stop")
    assert refused.value.status == 403
    actions.decide(cause=world.by("petra"), box=box, outcome="stop", rationale="enough")
    with pytest.raises(AlreadyDecided):
        actions.decide(cause=world.by("petra"), box=box, outcome="stop")
    verdict = research.record_verdict(
        cause=world.by(), card=card, value="refuted", learned="The text repeats the tariff."
    )
    assert (verdict.suggested, verdict.reason) == ("refuted", "target_missed")
    card = world.move(card, "done")
    assert Event.objects.get(board=board, kind="card.moved", seq=last_event(board).seq).data["early_exit"]
    assert card.face["verdict"]["value"] == "refuted"
    assert Decision.objects.count() == 1


def test_done_asks_for_the_verdict(world: World) -> None:
    board = world.board()
    card = world.running(board)
    with pytest.raises(Refusal) as refused:
        world.move(card, "done")
    assert [error.code for error in refused.value.errors] == ["verdict_needed"]


def test_supported_and_refuted_need_evidence_that_counts(world: World) -> None:
    card = world.running(world.board())
    with pytest.raises(Refusal) as refused:
        research.record_verdict(cause=world.by(), card=card, value="supported", learned="It works, we feel.")
    assert refused.value.code == "evidence_needed"


def test_an_extension_gives_half_as_much_once(world: World) -> None:
    board = world.board(calendar=ROUND_THE_CLOCK)
    card = world.running(board, budget=60)
    box = TimeBox.objects.get(card=card)
    world.later(hours=2)
    given: dict[str, Any] = {"outcome": "extend", "forecast": 0.4, "expects": "a second seed"}
    with pytest.raises(Refusal) as refused:
        actions.decide(cause=world.by("petra"), box=box, extend_minutes=31, **given)
    assert refused.value.errors[0].code == "too_long"
    actions.decide(cause=world.by("petra"), box=box, extend_minutes=30, **given)
    box.refresh_from_db()
    assert box.due_at is not None
    assert (box.state, (box.due_at - world.at).total_seconds(), box.extensions) == ("running", 1800, 1)
    world.later(hours=1)
    assert actions.expire_due(world.at) == 1
    with pytest.raises(Refusal) as refused:
        actions.decide(cause=world.by("petra"), box=box, extend_minutes=10, **given)
    assert refused.value.code == "extension_limit"


def test_the_clock_stands_still_in_review_and_runs_on_after_it(world: World) -> None:
    board = world.board(calendar=ROUND_THE_CLOCK)
    card = world.running(board, budget=60)
    world.later(minutes=20)
    card = world.move(card, "code review")
    assert card.face["timebox"]["state"] == "paused"
    assert card.face["round"]["state"] == "in_review"
    world.later(minutes=90)
    card = world.move(card, "test hypothesis")
    box = TimeBox.objects.get(card=card)
    assert box.accrued_seconds == 20 * 60
    assert box.due_at is not None
    assert (box.due_at - world.at).total_seconds() == 40 * 60
    assert card.face["round"]["state"] == "testing"


def test_a_second_round_starts_as_a_draft_with_the_text(world: World) -> None:
    board = world.board()
    card = world.running(board)
    world.push(card, **{"val.auc": 0.9})
    research.record_verdict(cause=world.by(), card=card, value="supported", learned="It holds on both seeds.")
    card = world.move(card, "done")
    second = research.reopen_round(cause=world.by(), card=card)
    assert (second.n, second.state, second.belief) == (2, "draft", "a fine-tuned DistilBERT")
    card.refresh_from_db()
    assert card.lane == lane_of(board, "to do")
    assert card.face["verdict"] is None
    assert second.criteria.count() == 1
