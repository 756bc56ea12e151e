"""Writing a round while it is a draft."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.errors import Refusal
from hypotheses.actions import add_run, record_verdict, reopen_round, save_hypothesis
from hypotheses.models import Criterion, Round
from tests.world import AUC, COMPLETE, World, kinds, last_event

pytestmark = pytest.mark.django_db


def refused(world: World, card: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        save_hypothesis(cause=world.by(), card=card, **{"changes": {}, **given})
    return caught.value


def test_a_title_is_enough_to_begin_and_the_rest_comes_bit_by_bit(world: World) -> None:
    card = world.hypothesis(world.board())
    save_hypothesis(cause=world.by(), card=card, changes={"belief": " trees \x00"})
    save_hypothesis(cause=world.by("ada"), card=card, changes={"outcome": "rank"})
    round_ = Round.objects.get(card=card)
    assert (round_.belief, round_.outcome, round_.author) == ("trees", "rank", world.ben)
    assert last_event(card.board).data["changes"] == ["outcome"]


def test_what_does_not_differ_records_nothing(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card)
    seq = last_event(card.board).seq
    world.write(card)
    assert last_event(card.board).seq == seq


def test_the_card_shows_what_was_written(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card)
    card.refresh_from_db()
    assert card.face["round"]["forecast"] == 0.6
    assert card.face["round"]["budget_minutes"] == 5 * 480
    assert card.face["criteria"]["leading"]["metric"] == "val.auc"
    assert card.face["criteria"]["states"] == ["unknown"]


@pytest.mark.parametrize(("budget", "minutes"), [("1w", 2400), ("1d 4h", 720), (90, 90), ("", None), (None, None)])
def test_a_budget_is_working_time_on_the_boards_calendar(world: World, budget: Any, minutes: int | None) -> None:
    card = world.hypothesis(world.board())
    round_ = save_hypothesis(cause=world.by(), card=card, changes={"budget": budget})
    assert round_.budget_minutes == minutes


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"budget": "soon"}, "budget"),
        ({"budget": -5}, "budget"),
        ({"forecast": 1}, "forecast"),
        ({"forecast": 0}, "forecast"),
        ({"forecast": float("nan")}, "forecast"),
        ({"forecast": "likely"}, "forecast"),
        ({"forecast": True}, "forecast"),
        ({"run_policy": "luckiest"}, "run_policy"),
        ({"belief": "x" * 4001}, "belief"),
        ({"baseline_run": "never-seen"}, "baseline_run"),
        ({"verdict": "supported"}, "verdict"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_saved(world: World, changes: dict[str, Any], field: str) -> None:
    card = world.hypothesis(world.board())
    error = refused(world, card, changes={"outcome": "rank", **changes})
    assert [each.field for each in error.errors] == [field]
    assert Round.objects.get(card=card).outcome == ""


def test_the_baseline_is_a_run_of_the_card(world: World) -> None:
    card = world.hypothesis(world.board())
    add_run(cause=world.by(), card=card, external_id="base", metrics={"val.auc": 0.78})
    round_ = save_hypothesis(cause=world.by(), card=card, changes={"baseline_run": "base"})
    assert round_.baseline_metrics == {"val.auc": 0.78}
    round_ = save_hypothesis(cause=world.by(), card=card, changes={"baseline_run": ""})
    assert round_.baseline_metrics == {}


def test_criteria_get_keys_of_their_own_and_keep_those_they_have(world: World) -> None:
    card = world.hypothesis(world.board())
    given = [{"metric": "val.auc", "target": 0.8}, {"metric": "val.auc", "target": 0.9, "kind": "guardrail"}]
    round_ = save_hypothesis(cause=world.by(), card=card, changes={}, criteria=[*given, {**AUC, "key": "mine"}])
    assert [row.key for row in round_.criteria.all()] == ["valauc", "valauc-2", "mine"]


def test_the_list_of_criteria_is_replaced_as_a_whole(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card, [AUC, {**AUC, "key": "b"}])
    world.write(card, [{**AUC, "key": "b"}])
    assert [row.key for row in Criterion.objects.all()] == ["b"]
    world.write(card, [])
    assert not Criterion.objects.exists()


ATTESTED = {"mode": "attested", "statement": "The agents like it", "attested_by": "product_owner"}


@pytest.mark.parametrize(
    ("criterion", "field"),
    [
        ({"metric": " ", "target": 1}, "metric"),
        ({"metric": "`auc`", "target": 1}, "metric"),
        ({"metric": "auc"}, "target"),
        ({"metric": "auc", "target": float("inf")}, "target"),
        ({"metric": "auc", "target": True}, "target"),
        ({"metric": "auc", "target": 1, "min_runs": 0}, "min_runs"),
        ({"metric": "auc", "target": 1, "decimals": 13}, "decimals"),
        ({"metric": "auc", "target": 1, "op": "="}, "op"),
        ({"metric": "auc", "target": 1, "kind": "wish"}, "kind"),
        ({"metric": "auc", "target": 1, "relative_to": "moon"}, "relative_to"),
        ({"metric": "auc", "target": 1, "colour": "red"}, "colour"),
        ({"metric": "m" * 121, "target": 1}, "metric"),
        ({"metric": "auc", "target": 1, "key": "k" * 61}, "key"),
        ({"metric": "auc", "target": 1, "unit": "kilometres"}, "unit"),
        ({**ATTESTED, "statement": ""}, "statement"),
        ({**ATTESTED, "statement": "s" * 301}, "statement"),
        ({**ATTESTED, "attested_by": ""}, "attested_by"),
        ({**ATTESTED, "attested_by": "boss"}, "attested_by"),
    ],
)
def test_a_wrong_criterion_is_named_by_its_place(world: World, criterion: dict[str, Any], field: str) -> None:
    card = world.hypothesis(world.board())
    error = refused(world, card, criteria=[AUC, criterion])
    assert [each.field for each in error.errors] == [f"criteria.1.{field}"]
    assert not Criterion.objects.exists()


def test_a_key_names_one_criterion_and_there_is_an_end_to_them(world: World) -> None:
    card = world.hypothesis(world.board())
    assert refused(world, card, criteria=[AUC, AUC]).errors[0].code == "taken"
    assert refused(world, card, criteria=[{**AUC, "key": str(n)} for n in range(31)]).errors[0].field == "criteria"


def test_a_task_a_locked_and_a_concluded_round_are_not_written(world: World) -> None:
    board = world.board()
    assert refused(world, world.card(board)).code == "not_research"
    card = world.running(board)
    assert refused(world, card, changes={"belief": "x"}).code == "locked"
    world.push(card, **{"val.auc": 0.9})
    record_verdict(cause=world.by(), card=card, value="supported", learned="It holds.")
    assert refused(world, card, changes={"belief": "x"}).status == 409
    reopen_round(cause=world.by(), card=card)
    assert save_hypothesis(cause=world.by(), card=card, changes={"belief": "x"}).n == 2


def test_a_viewer_may_not_and_a_stranger_does_not_see_it(world: World) -> None:
    card = world.hypothesis(world.board())
    for who, status in (("vera", 403), ("dan", 404)):
        with pytest.raises(Refusal) as caught:
            save_hypothesis(cause=world.by(who), card=card, changes=COMPLETE)
        assert caught.value.status == status
    assert "round.drafted" not in kinds(card.board)
