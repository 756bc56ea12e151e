"""Forecasts: everybody's before the first result, thoughts afterwards marked, nothing overwritten."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.errors import Refusal
from boards.models import Card
from hypotheses.actions import add_run, give_forecast, record_verdict, reopen_round
from hypotheses.models import Forecast
from tests.world import World, kinds, last_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(world: World) -> Card:
    return world.running(world.board())


def say(world: World, card: Card, p: Any, who: str = "petra", **more: Any) -> Forecast:
    return give_forecast(cause=world.by(who), card=card, p=p, **more)


def refused(world: World, card: Card, p: Any = 0.5, who: str = "petra", **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        say(world, card, p, who, **more)
    return caught.value


def said(card: Card) -> list[tuple[str, float, bool]]:
    rows = Forecast.objects.filter(round__card=card)
    return [(row.person.username, row.p, row.informed) for row in rows]


def test_the_authors_forecast_stands_with_the_lock(world: World, card: Card) -> None:
    assert said(card) == [("ben", 0.6, False)]
    assert Forecast.objects.get().at == card.rounds.get().locked_at


def test_any_member_forecasts_and_thinks_again_without_overwriting(world: World, card: Card) -> None:
    say(world, card, 0.3, reason="  seen   it\nfail ")
    world.later(minutes=5)
    say(world, card, 0.4)
    say(world, card, 0.7, who="ben")
    assert said(card) == [("ben", 0.6, False), ("petra", 0.3, False), ("petra", 0.4, False), ("ben", 0.7, False)]
    assert Forecast.objects.get(p=0.3).reason == "seen it fail"
    event = last_event(card.board, "forecast.given")
    assert (event.actor, event.data["p"], event.previous) == (world.ben, 0.7, {"p": 0.6})
    assert card.rounds.get().forecast == 0.6


def test_the_same_again_is_no_news(world: World, card: Card) -> None:
    say(world, card, 0.3)
    before = kinds(card.board)
    say(world, card, 0.3)
    assert kinds(card.board) == before


def test_the_first_result_closes_it_and_second_thoughts_are_marked(world: World, card: Card) -> None:
    say(world, card, 0.3)
    add_run(cause=world.by(at=world.later(hours=1)), card=card, status="running", metrics={"val.auc": 0.5})
    assert refused(world, card, who="ada").code == "forecasts_closed"
    say(world, card, 0.1)
    assert said(card)[-1] == ("petra", 0.1, True)


def test_what_was_measured_before_the_lock_closes_nothing(world: World) -> None:
    card = world.hypothesis(world.board())
    add_run(cause=world.by(), card=card, external_id="base", metrics={"val.auc": 0.5})
    world.later(minutes=1)
    world.write(card, baseline_run="base")
    world.lock(card)
    assert say(world, card, 0.3).informed is False


def test_there_is_nothing_to_forecast_before_the_lock_and_after_the_verdict(world: World, card: Card) -> None:
    draft = world.hypothesis(card.board, "draft")
    assert refused(world, draft).code == "forecasts_closed"
    say(world, card, 0.3)
    record_verdict(cause=world.by(), card=card, value="not_tested", learned="No data.")
    assert refused(world, card).code == "forecasts_closed"
    reopen_round(cause=world.by(), card=card)
    assert refused(world, card).code == "forecasts_closed"
    assert len(said(card)) == 2


@pytest.mark.parametrize("p", [None, 0, 1, 1.5, float("nan"), "0.5", True])
def test_a_forecast_is_a_chance_and_nobody_is_certain(world: World, card: Card, p: Any) -> None:
    assert [each.field for each in refused(world, card, p).errors] == ["forecast"]


def test_a_viewer_does_not_forecast_and_a_stranger_sees_nothing(world: World, card: Card) -> None:
    assert refused(world, card, who="vera").status == 403
    assert refused(world, card, who="dan").status == 404
    assert refused(world, card, reason="x" * 301).status == 400
