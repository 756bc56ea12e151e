"""Model versions: what is measured, what is live for whom, what the release kept of the research."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.errors import Refusal
from boards.models import Board
from hypotheses.actions import lock_round, record_verdict, save_hypothesis
from modelversions.actions import (
    add_version,
    change_version,
    release_version,
    remove_version,
    retire_version,
    set_primary_metric,
)
from modelversions.baseline import live_baseline, live_version
from modelversions.effects import Effect, effect_of
from modelversions.ladder import metric_ladder
from modelversions.models import ModelVersion, PrimaryMetric, Release
from tests.world import World, kinds, last_event

pytestmark = pytest.mark.django_db
RELATIVE = {
    "key": "auc",
    "kind": "success",
    "mode": "metric",
    "metric": "val.auc",
    "op": ">=",
    "target": 0.02,
    "relative_to": "baseline",
}


@pytest.fixture
def board(world: World) -> Board:
    """Measured by AUC; the keyword rule reaches .7."""
    board = world.board()
    changes = {"metric": "val.auc", "direction": "higher", "baseline": "the keyword rule", "baseline_value": 0.7}
    set_primary_metric(cause=world.by("petra"), board=board, changes=changes)
    return board


def version(world: World, board: Board, name: str = "v1", value: float | None = 0.8, **more: Any) -> ModelVersion:
    metrics = {} if value is None else {"val.auc": value}
    return add_version(cause=world.by(), board=board, name=name, metrics=metrics, **more)


def states(board: Board) -> dict[str, str]:
    return dict(board.model_versions.values_list("name", "state"))


def test_the_owner_and_admins_name_the_metric(world: World, board: Board) -> None:
    assert last_event(board).kind == "model.metric_set"
    before = board.events.count()
    set_primary_metric(cause=world.by("ada"), board=board, changes={"metric": "val.auc"})
    assert board.events.count() == before
    for who, status in (("ben", 403), ("vera", 403), ("dan", 404)):
        with pytest.raises(Refusal) as caught:
            set_primary_metric(cause=world.by(who), board=board, changes={"metric": "f1"})
        assert caught.value.status == status


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"direction": "sideways"}, "direction"),
        ({"baseline_value": float("nan")}, "baseline_value"),
        ({"unit": "%"}, "unit"),
    ],
)
def test_what_is_wrong_with_the_metric_is_named(
    world: World, board: Board, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        set_primary_metric(cause=world.by("petra"), board=board, changes=given)
    assert [each.field for each in caught.value.errors] == [field]


def test_members_write_versions_down_and_viewers_do_not(world: World, board: Board) -> None:
    card = world.card(board)
    made = version(world, board, kind="mvm", cards=[card.ref], registry_url="https://mlflow.example.org/1")
    assert (made.kind, made.state, [each.card for each in made.made_by.all()]) == ("mvm", "planned", [card])
    assert last_event(board).data["cards"] == [card.ref]
    with pytest.raises(Refusal):
        add_version(cause=world.by("vera"), board=board, name="v2")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "V1"}, "name"),
        ({"name": "x", "state": "live"}, "state"),
        ({"name": "x", "kind": "giant"}, "kind"),
        ({"name": "x", "cards": ["CHURN-99"]}, "cards"),
        ({"name": "x", "metrics": {"val.auc": float("inf")}}, "metrics"),
        ({"name": "x", "registry_url": "javascript:alert(1)"}, "registry_url"),
        ({"name": "x", "colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_with_a_version_is_named(
    world: World, board: Board, given: dict[str, Any], field: str
) -> None:
    version(world, board)
    with pytest.raises(Refusal) as caught:
        add_version(cause=world.by(), board=board, **given)
    assert [each.field for each in caught.value.errors] == [field]
    assert ModelVersion.objects.count() == 1


def test_one_version_is_live_for_each_segment(world: World, board: Board) -> None:
    first, second = version(world, board), version(world, board, "v2", 0.85)
    for segment in ("", "de"):
        release_version(cause=world.by(), version=first, segment=segment)
    release_version(cause=world.by(), version=second, segment="de")
    assert states(board) == {"v1": "live", "v2": "live"}
    release_version(cause=world.by(), version=second)
    assert states(board) == {"v1": "retired", "v2": "live"}
    assert kinds(board)[-2:] == ["model.released", "model.retired"]
    assert last_event(board, "model.released").data["replaces"] == "v1"
    assert Release.objects.filter(ended_at=None).count() == 2
    before = board.events.count()
    release_version(cause=world.by(), version=second)
    assert board.events.count() == before


def test_live_and_retired_are_acts_and_no_fields(world: World, board: Board) -> None:
    made = version(world, board)
    change_version(cause=world.by(), version=made, changes={"state": "shadow", "notes": "behind a flag"})
    with pytest.raises(Refusal):
        change_version(cause=world.by(), version=made, changes={"state": "live"})
    release_version(cause=world.by(), version=made)
    with pytest.raises(Refusal):
        change_version(cause=world.by(), version=made, changes={"state": "planned"})
    with pytest.raises(Refusal):
        remove_version(cause=world.by(), version=made)
    retire_version(cause=world.by(), version=made)
    remove_version(cause=world.by(), version=made)
    assert (states(board), last_event(board).kind) == ({}, "model.removed")


def test_unchanged_fields_say_nothing(world: World, board: Board) -> None:
    made = version(world, board, cards=[world.card(board).ref])
    before = board.events.count()
    change_version(cause=world.by(), version=made, changes={"metrics": {"val.auc": 0.8}, "cards": ["CHURN-1"]})
    assert board.events.count() == before


def test_a_version_is_compared_with_what_is_live(world: World, board: Board) -> None:
    release_version(cause=world.by(), version=version(world, board))
    assert version(world, board, "v2").compared_value == 0.8
    assert version(world, board, "v3", compared_value=0.75).compared_value == 0.75


@pytest.mark.parametrize(
    ("direction", "values", "effect", "shrinkage"),
    [
        ("higher", (0.85, 0.80, 0.83, 0.80), Effect(0.05, 0.03), 0.4),
        ("lower", (12.0, 20.0, 18.0, 20.0), Effect(8.0, 2.0), 0.75),
        ("higher", (0.85, 0.80, 0.79, 0.80), Effect(0.05, -0.01), 1.2),
        ("higher", (0.79, 0.80, 0.85, 0.80), Effect(-0.01, 0.05), None),
        ("higher", (0.85, None, 0.83, 0.80), Effect(None, 0.03), None),
    ],
)
def test_the_release_keeps_a_share_of_the_research_effect(
    direction: str, values: tuple[Any, ...], effect: Effect, shrinkage: float | None
) -> None:
    research, compared, shipped, before = values
    made = ModelVersion(
        metrics={"m": research}, compared_value=compared, shipped_value=shipped, shipped_compared=before
    )
    found = effect_of(made, PrimaryMetric(metric="m", direction=direction))
    assert (
        found.research == pytest.approx(effect.research) if effect.research is not None else found.research is None
    )
    assert found.shipped == pytest.approx(effect.shipped)
    assert found.shrinkage == (None if shrinkage is None else pytest.approx(shrinkage))


def test_what_is_live_is_the_default_baseline(world: World, board: Board) -> None:
    card = world.hypothesis(board)
    offered = live_baseline(card)
    assert offered is not None
    assert (offered.name, offered.metrics) == ("the keyword rule", {"val.auc": 0.7})
    release_version(cause=world.by(), version=version(world, board), segment="de")
    release_version(cause=world.by(), version=version(world, board, "v2", 0.85))
    release_version(cause=world.by(), version=version(world, board, "v3", 0.9), segment="at")
    live = live_version(board)
    assert live is not None
    assert live.name == "v2"


def test_a_lock_without_a_baseline_takes_what_is_live(world: World, board: Board) -> None:
    release_version(cause=world.by(), version=version(world, board, "v2", 0.85))
    card = world.hypothesis(board)
    world.write(card, criteria=[RELATIVE])
    round_, findings = lock_round(cause=world.by(), card=card)
    assert (round_.baseline_metrics, findings) == ({"val.auc": 0.85}, [])
    assert round_.registration is not None
    assert round_.registration["baseline_metrics"] == {"val.auc": 0.85}
    assert "the live version v2" in last_event(board, "round.locked").data["warnings"][0]


def test_a_baseline_of_ones_own_stays(world: World, board: Board) -> None:
    release_version(cause=world.by(), version=version(world, board, "v2", 0.85))
    card = world.hypothesis(board)
    world.write(card, criteria=[RELATIVE])
    save_hypothesis(cause=world.by(), card=card, changes={"baseline_metrics": {"val.auc": 0.6}})
    assert lock_round(cause=world.by(), card=card)[0].baseline_metrics == {"val.auc": 0.6}


def test_absolute_criteria_need_none(world: World, board: Board) -> None:
    card = world.hypothesis(board)
    world.write(card)
    assert lock_round(cause=world.by(), card=card)[0].baseline_metrics == {}


def conclude(world: World, board: Board, title: str, value: float | None, verdict: str, **more: Any) -> None:
    card = world.hypothesis(board, title)
    world.write(card)
    lock_round(cause=world.by(), card=card, **more)
    world.later(hours=1)
    if value is not None:
        world.push(card, **{"val.auc": value})
    record_verdict(cause=world.by(), card=card, value=verdict, learned=title, override_reason="so")


def test_each_concluded_card_is_a_step_of_the_ladder(world: World, board: Board) -> None:
    conclude(world, board, "worse", 0.65, "refuted")
    conclude(world, board, "better", 0.83, "supported")
    conclude(world, board, "seen before", 0.9, "supported", already_looked="yes")
    conclude(world, board, "no run", None, "inconclusive")
    release_version(cause=world.by(), version=version(world, board, "v2", 0.83))
    ladder = metric_ladder(board)
    assert ladder is not None
    steps = [(step.title, step.value, step.best, step.is_record) for step in ladder.steps]
    assert steps == [
        ("worse", 0.65, 0.7, False),
        ("better", 0.83, 0.83, True),
        ("seen before", 0.9, 0.83, False),
        ("no run", None, 0.83, False),
    ]
    assert [(rung.version, rung.value, rung.ended_at) for rung in ladder.live] == [("v2", 0.83, None)]


def test_lower_can_be_better_and_without_a_metric_there_is_no_ladder(world: World, board: Board) -> None:
    changes = {"direction": "lower", "baseline_value": None}
    set_primary_metric(cause=world.by("petra"), board=board, changes=changes)
    conclude(world, board, "first", 0.9, "supported")
    conclude(world, board, "second", 0.5, "refuted")
    ladder = metric_ladder(board)
    assert ladder is not None
    assert [step.best for step in ladder.steps] == [0.9, 0.5]
    set_primary_metric(cause=world.by("petra"), board=board, changes={"metric": ""})
    assert metric_ladder(board) is None
