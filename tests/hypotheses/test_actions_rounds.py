"""Another trip round the circle: the text is copied, the evidence is not, old verdicts stay."""

from __future__ import annotations

import pytest

from accounts.errors import Refusal
from boards.models import Card
from hypotheses.actions import add_run, reopen_round
from hypotheses.models import Round, Run, Verdict
from tests.hypotheses.test_actions_verdict import conclude
from tests.world import AUC, COMPLETE, World, kinds, lane_of
from timeboxes.models import TimeBox

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(world: World) -> Card:
    """Concluded, and done."""
    card = world.running(world.board(), criteria=[AUC, {**AUC, "key": "again", "kind": "guardrail"}])
    world.push(card, **{"val.auc": 0.7})
    conclude(world, card)
    return world.move(card, "done")


def test_the_text_the_plans_and_the_criteria_are_copied(world: World, card: Card) -> None:
    new = reopen_round(cause=world.by("ada"), card=card)
    for name in ("belief", "outcome", "plan_if_pass", "plan_if_fail"):
        assert getattr(new, name) == COMPLETE[name]
    assert (new.n, new.author, new.budget_minutes) == (2, world.ada, 2400)
    assert [row.key for row in new.criteria.all()] == ["auc", "again"]


def test_lock_forecast_suggestion_and_evidence_are_not(world: World, card: Card) -> None:
    new = reopen_round(cause=world.by(), card=card)
    assert (new.locked_at, new.registration_hash, new.forecast, new.suggested) == (None, "", None, "")
    assert not Run.objects.filter(round=new).exists()
    add_run(cause=world.by(), card=card, metrics={"val.auc": 0.9})
    assert Run.objects.filter(round=new).count() == 1


def test_the_old_verdict_stays_and_the_card_shows_the_new_round(world: World, card: Card) -> None:
    reopen_round(cause=world.by(), card=card)
    assert Verdict.objects.get().round.n == 1
    card.refresh_from_db()
    assert (card.face["verdict"], card.face["timebox"], card.face["round"]["n"]) == (None, None, 2)


def test_the_card_comes_back_to_the_top_of_the_queue(world: World, card: Card) -> None:
    world.card(card.board, "First in line")
    reopen_round(cause=world.by(), card=card)
    queue = lane_of(card.board, "to do")
    assert queue.cards.open().in_order()[0] == card
    assert kinds(card.board)[-2:] == ["round.reopened", "card.moved"]
    card.refresh_from_db()
    assert card.closed_at is None


def test_a_card_that_is_still_in_its_lane_stays_there(world: World) -> None:
    card = world.running(world.board())
    conclude(world, card, "inconclusive")
    reopen_round(cause=world.by(), card=card)
    card.refresh_from_db()
    assert card.lane == lane_of(card.board, "test hypothesis")


def test_the_new_round_is_locked_and_boxed_anew(world: World, card: Card) -> None:
    reopen_round(cause=world.by(), card=card)
    with pytest.raises(Refusal) as caught:
        world.move(card, "test hypothesis")
    assert [error.field for error in caught.value.errors] == ["forecast"]
    world.write(card)
    world.lock(card)
    world.move(card, "test hypothesis")
    assert TimeBox.objects.filter(card=card).count() == 2
    assert TimeBox.objects.get(round__n=2).state == "running"


def test_where_boxes_run_already_the_clock_starts_with_the_lock(world: World) -> None:
    card = world.running(world.board())
    conclude(world, card, "inconclusive")
    reopen_round(cause=world.by(), card=card)
    world.write(card)
    world.lock(card)
    assert TimeBox.objects.get(round__n=2).state == "running"
    assert kinds(card.board)[-3:] == ["round.locked", "timebox.planned", "timebox.started"]


def test_an_open_round_is_not_opened_again(world: World, card: Card) -> None:
    reopen_round(cause=world.by(), card=card)
    for other in (card, world.hypothesis(card.board)):
        with pytest.raises(Refusal) as caught:
            reopen_round(cause=world.by(), card=other)
        assert caught.value.status == 409
    assert Round.objects.filter(card=card).count() == 2
    with pytest.raises(Refusal) as caught:
        reopen_round(cause=world.by(), card=world.card(card.board))
    assert caught.value.status == 404
