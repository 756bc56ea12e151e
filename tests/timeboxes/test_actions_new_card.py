"""Going on with a new card: what is left when a box may not be extended again."""

from __future__ import annotations

import pytest

from accounts.errors import Refusal
from boards.actions import change_board
from boards.models import Card, CardLink
from hypotheses.actions import lock_round
from hypotheses.models import Round
from tests.world import ROUND_THE_CLOCK, World, last_event
from timeboxes.actions import decide
from timeboxes.models import TimeBox

pytestmark = pytest.mark.django_db
EXTEND = {"outcome": "extend", "extend_minutes": 60, "forecast": 0.4, "expects": "a second seed"}


@pytest.fixture
def over(world: World) -> Card:
    board = world.board(calendar=ROUND_THE_CLOCK)
    change_board(cause=world.by("ada"), board=board, changes={"max_extensions": 0})
    card = world.running(board, budget=120)
    world.later(hours=3)
    return card


def settle(world: World, card: Card, **given: object) -> None:
    box = TimeBox.objects.select_related("card", "round", "calendar").get(card=card)
    decide(cause=world.by("petra"), box=box, **given)  # type: ignore[arg-type]


def test_over_the_limit_it_is_offered_instead(world: World, over: Card) -> None:
    with pytest.raises(Refusal) as caught:
        settle(world, over, **EXTEND)
    assert (caught.value.code, caught.value.extra) == ("extension_limit", {"offer": "continue_as_new_card"})


def test_the_new_card_is_a_draft_with_text_and_criteria_but_without_a_forecast(world: World, over: Card) -> None:
    settle(world, over, outcome="continue", as_new_card=True)
    new = CardLink.objects.get(target=over, kind="spawned_from").card
    old_round, round_ = Round.objects.get(card=over), Round.objects.get(card=new)
    assert (new.title, new.kind, new.lane.name) == (over.title, "hypothesis", "to do")
    assert (round_.state, round_.belief, round_.budget_minutes) == ("draft", old_round.belief, 120)
    assert (round_.forecast, round_.criteria.get().target) == (None, 0.82)
    assert TimeBox.objects.get(card=over).state == "closed"
    assert last_event(over.board, "gate.decided").data["as_new_card"] is True
    with pytest.raises(Refusal) as caught:
        lock_round(cause=world.by(), card=new)
    assert [each.field for each in caught.value.errors] == ["forecast"]


def test_only_who_continues_does_so_with_a_new_card(world: World, over: Card) -> None:
    with pytest.raises(Refusal) as caught:
        settle(world, over, outcome="stop", as_new_card=True)
    assert caught.value.errors[0].field == "as_new_card"
    assert not CardLink.objects.exists()
