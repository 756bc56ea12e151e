"""A board that parks: after two working days without a decision the card goes to the backlog, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.errors import Refusal
from boards.actions import archive_card, change_board
from boards.models import Board, Card
from boards.sentences import sentence
from hypotheses.actions import record_verdict, reopen_round
from hypotheses.actions.verdict import park_round
from hypotheses.models import Verdict
from tests.world import World, kinds, last_event
from timeboxes.actions import decide, expire_due, park_due
from timeboxes.models import Decision, Gate, TimeBox
from timeboxes.tasks import expire_due as task

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world: World) -> Board:
    """Parking, on working days of nine hours."""
    board = world.board()
    return change_board(cause=world.by("ada"), board=board, changes={"expiry": "park"})


@pytest.fixture
def over(world: World, board: Board) -> Card:
    """A day's box, from Monday nine; it is over on Monday at six and was noticed at once."""
    card = world.running(board, budget="1d")
    expire_due(world.later(hours=9))
    return card


def test_after_two_working_days_it_lies_in_the_backlog_as_inconclusive(world: World, over: Card) -> None:
    assert park_due(world.later(hours=47, minutes=59)) == 0
    assert (park_due(world.later(minutes=1)), park_due(world.at), park_due(world.later(days=3))) == (1, 0, 0)
    over.refresh_from_db()
    verdict, decision = Verdict.objects.get(), Decision.objects.get()
    assert (over.lane.name, over.face["verdict"]["value"]) == ("backlog", "inconclusive")
    assert (verdict.author, decision.author, decision.outcome) == (None, None, "park")
    assert kinds(over.board)[-5:] == [
        "verdict.recorded",
        "round.concluded",
        "gate.decided",
        "timebox.closed",
        "card.moved",
    ]
    said = last_event(over.board, "gate.decided")
    assert (said.origin, said.actor) == ("clock", None)
    assert sentence(said).startswith("The clock decided on CHURN-1: park. Nobody decided within 2 working days")


def test_a_weekend_is_no_grace_used(world: World, board: Board) -> None:
    world.later(days=4)  # Friday
    world.running(board, budget="1d")
    expire_due(world.later(hours=9))
    assert park_due(world.later(days=3, hours=14)) == 0  # Tuesday morning
    assert park_due(world.later(days=1)) == 1


def test_the_grace_begins_when_people_could_know(world: World, board: Board) -> None:
    world.running(board, budget="1d")
    assert expire_due(world.later(days=21)) == 1  # no worker for three weeks
    assert Gate.objects.get().opened_at < world.at - timedelta(days=20)
    assert park_due(world.at) == 0
    assert park_due(world.later(days=2)) == 1


@pytest.mark.parametrize("how", ["notifies", "decided", "archived", "early"])
def test_nothing_else_is_parked(world: World, board: Board, over: Card, how: str) -> None:
    if how == "notifies":
        change_board(cause=world.by("ada"), board=board, changes={"expiry": "notify"})
    if how == "decided":
        decide(cause=world.by("petra"), box=TimeBox.objects.get(), outcome="stop")
    if how == "archived":
        archive_card(cause=world.by(), card=over)
    if how == "early":
        Gate.objects.update(reason=Gate.Reason.EARLY_PASS)
    assert park_due(world.later(days=30)) == 0
    assert not Verdict.objects.exists()


def test_an_answer_that_is_there_stays(world: World, over: Card) -> None:
    record_verdict(cause=world.by(), card=over, value="not_tested", learned="No time for it.")
    assert park_due(world.later(days=4)) == 1
    assert Verdict.objects.get().value == "not_tested"
    over.refresh_from_db()
    assert over.lane.name == "backlog"


def test_who_decides_afterwards_is_told_and_the_card_can_be_tested_again(world: World, over: Card) -> None:
    park_due(world.later(days=4))
    with pytest.raises(Refusal) as caught:
        decide(cause=world.by("petra"), box=TimeBox.objects.get(), outcome="stop")
    assert caught.value.sentence == "The board's clock has decided already: park."
    assert reopen_round(cause=world.by(), card=over).n == 2


def test_one_bad_card_does_not_hold_up_the_others(
    world: World, board: Board, over: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.running(board, "Q2", budget="1d")
    expire_due(world.later(days=2))

    def broken(board: Board, card: Card, *rest: Any) -> Any:
        if card.pk == over.pk:
            raise RuntimeError("This row is broken.")
        return park_round(board, card, *rest)

    monkeypatch.setattr("timeboxes.actions.park.park_round", broken)
    assert park_due(world.later(days=7)) == 1
    assert Verdict.objects.get().round.card.title == "Q2"


def test_the_worker_does_it(world: World, over: Card) -> None:
    Gate.objects.update(noticed_at=world.at - timedelta(days=400))
    task()
    over.refresh_from_db()
    assert over.lane.name == "backlog"
