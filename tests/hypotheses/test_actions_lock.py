"""The lock: what it asks for, what it freezes, what it says about criteria before anything has run."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.errors import Refusal
from hypotheses.actions import add_run, lock_round, save_hypothesis
from hypotheses.actions.lock import fingerprint, registration
from hypotheses.models import Criterion, Round
from tests.world import AUC, World, kinds, last_event

pytestmark = pytest.mark.django_db


def refused(world: World, card: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        lock_round(cause=world.by(), card=card, **given)
    return caught.value


@pytest.mark.parametrize("name", ["belief", "plan_if_pass", "plan_if_fail", "budget", "forecast"])
def test_each_thing_that_is_missing_is_named(world: World, name: str) -> None:
    card = world.hypothesis(world.board())
    changes: dict[str, Any] = {name: None if name in ("budget", "forecast") else ""}
    world.write(card, **changes)
    error = refused(world, card)
    assert (error.code, [each.field for each in error.errors]) == ("not_lockable", [name])
    assert not Round.objects.get(card=card).is_locked


def test_guardrails_alone_promise_nothing(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card, [{**AUC, "kind": "guardrail"}])
    assert [each.field for each in refused(world, card).errors] == ["criteria"]


def test_everything_missing_comes_in_one_list_with_what_the_pre_flight_finds(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card, [{**AUC, "target": 1.5}], belief="", budget=None)
    assert [each.field for each in refused(world, card).errors] == ["belief", "budget", "criteria.auc"]


def test_an_impossible_target_is_not_waived(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card, [{**AUC, "target": 1.5}])
    assert refused(world, card, waive_preflight="trust me").errors[0].code == "impossible_target"


def test_a_target_relative_to_no_baseline_is_locked_with_a_reason_only(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card, [{**AUC, "relative_to": "baseline", "target": 0.02}])
    assert refused(world, card).errors[0].code == "baseline_needed"
    assert refused(world, card, waive_preflight="  ").errors[0].code == "baseline_needed"
    round_, _ = lock_round(cause=world.by(), card=card, waive_preflight="it runs on Monday")
    assert round_.preflight_waived == "it runs on Monday"


def test_a_target_the_baseline_meets_is_flagged_and_locked(world: World) -> None:
    card = world.hypothesis(world.board())
    add_run(cause=world.by(), card=card, external_id="base", metrics={"val.auc": 0.9})
    world.write(card, baseline_run="base")
    _, findings = lock_round(cause=world.by(), card=card)
    assert [finding.code for finding in findings] == ["nothing_to_learn"]
    assert last_event(card.board, "round.locked").data["warnings"] == [findings[0].message]


def test_whoever_has_looked_is_exploratory(world: World) -> None:
    board = world.board()
    for answer, exploratory in (("no", False), ("partly", True), ("yes", True)):
        card = world.hypothesis(board)
        world.write(card)
        assert world.lock(card, already_looked=answer).exploratory is exploratory
        card.refresh_from_db()
        assert card.face["round"]["exploratory"] is exploratory
    assert refused(world, world.hypothesis(board), already_looked="maybe").errors[0].field == "already_looked"


def test_the_lock_says_who_when_and_under_which_hash(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card)
    world.later(hours=1)
    round_, _ = lock_round(cause=world.by("ada"), card=card)
    assert (round_.state, round_.locked_at, round_.locked_by) == ("testing", world.at, world.ada)
    assert kinds(card.board)[-2:] == ["round.locked", "timebox.planned"]
    assert last_event(card.board, "round.locked").data["hash"] == round_.registration_hash
    assert refused(world, card).code == "locked"


def test_the_hash_is_that_of_the_text_whenever_it_is_computed_again(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card, [{**AUC, "target": 1, "metric": "gain"}], forecast=0.5)
    locked = world.lock(card)
    world.push(card, gain=3.0)
    again = Round.objects.get(pk=locked.pk)
    assert fingerprint(registration(card, again)) == locked.registration_hash
    assert again.registration is not None
    assert fingerprint(again.registration) == locked.registration_hash
    assert len(locked.registration_hash) == 64


@pytest.mark.parametrize(
    "change",
    [
        {"belief": "another one"},
        {"plan_if_fail": "another one"},
        {"budget_minutes": 481},
        {"forecast": 0.61},
        {"run_policy": "best"},
        {"baseline_metrics": {"val.auc": 0.1}},
    ],
)
def test_another_text_has_another_hash(world: World, change: dict[str, Any]) -> None:
    card = world.hypothesis(world.board())
    world.write(card)
    locked = world.lock(card)
    for name, value in change.items():
        setattr(locked, name, value)
    assert fingerprint(registration(card, locked)) != locked.registration_hash


@pytest.mark.parametrize(
    "change", [{"target": 0.83}, {"op": ">"}, {"min_runs": 2}, {"kind": "guardrail"}, {"metric": "test.auc"}]
)
def test_another_criterion_has_another_hash(world: World, change: dict[str, Any]) -> None:
    card = world.hypothesis(world.board())
    world.write(card)
    locked = world.lock(card)
    Criterion.objects.filter(round=locked).update(**change)
    assert fingerprint(registration(card, Round.objects.get(pk=locked.pk))) != locked.registration_hash


def test_what_only_rounds_numbers_for_display_is_not_registered(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card)
    locked = world.lock(card)
    Criterion.objects.filter(round=locked).update(decimals=1)
    assert fingerprint(registration(card, Round.objects.get(pk=locked.pk))) == locked.registration_hash


def test_a_viewer_cannot_lock_and_a_task_has_nothing_to_lock(world: World) -> None:
    board = world.board()
    card = world.hypothesis(board)
    save_hypothesis(cause=world.by(), card=card, changes={})
    with pytest.raises(Refusal) as caught:
        lock_round(cause=world.by("vera"), card=card)
    assert caught.value.status == 403
    assert refused(world, world.card(board)).code == "not_research"
