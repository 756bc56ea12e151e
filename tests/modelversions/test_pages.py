"""The page of a board's models, and the baseline that an open draft is offered."""

from __future__ import annotations

from typing import Any

import pytest

from boards.models import Board
from hypotheses.actions import record_verdict
from hypotheses.models import Round
from modelversions.actions import add_version, release_version, set_primary_metric, set_registry
from modelversions.models import ModelVersion, PrimaryMetric, RegistryHook, ReleaseProposal
from tests.pages import client_of, words
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/boards/CHURN/models/"


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


@pytest.fixture
def live(world: World, board: Board) -> ModelVersion:
    set_primary_metric(cause=world.by("petra"), board=board, changes={"metric": "val.auc"})
    made = add_version(cause=world.by(), board=board, name="v1", metrics={"val.auc": 0.8})
    release_version(cause=world.by(), version=made)
    return made


def get(world: World, who: str, path: str = PAGE) -> Any:
    return client_of(world.cast[who]).get(path)


def post(world: World, who: str, door: str = "", **data: Any) -> Any:
    return client_of(world.cast[who]).post(PAGE + door, data)


def test_an_empty_page_says_how_to_begin(world: World, board: Board) -> None:
    assert "Write down the baseline first" in words(get(world, "ben"))
    assert 'id="version-add"' not in get(world, "vera").content.decode()
    assert 'id="metric-save"' not in get(world, "ben").content.decode()


def test_a_version_is_written_down_changed_released_and_retired(world: World, board: Board) -> None:
    card = world.card(board)
    fields = {"kind": "mvm", "state": "building", "metrics": "val.auc = 0.8\nval.f1 = .7", "cards": card.ref}
    assert post(world, "ben", name="v1", **fields).status_code == 302
    made = ModelVersion.objects.get()
    assert (made.metrics, made.state) == ({"val.auc": 0.8, "val.f1": 0.7}, "building")
    assert post(world, "ben", f"{made.pk}/", name="v1.1", **fields).status_code == 302
    assert post(world, "ben", f"{made.pk}/release/", segment="de").status_code == 302
    text = words(get(world, "vera"))
    assert "v1.1 Live for de" in text
    assert f"Made by {card.ref}" in text
    assert "v1.1" in words(get(world, "vera", f"/c/{card.ref}/"))
    assert post(world, "ben", f"{made.pk}/removal/").status_code == 409
    assert post(world, "ben", f"{made.pk}/retirement/").status_code == 302
    assert post(world, "ben", f"{made.pk}/removal/").status_code == 302
    assert not ModelVersion.objects.exists()


def test_what_was_typed_comes_back_with_what_is_wrong(world: World, board: Board, live: ModelVersion) -> None:
    fields = {"kind": "mvm", "state": "building"}
    for door, wrong in (("", {"metrics": "val.auc is good"}), ("", {"cards": "CHURN-99"})):
        refused = post(world, "ben", door, name="v2", **fields, **wrong)
        assert refused.status_code == 422
        assert next(iter(wrong.values())) in refused.content.decode()
    refused = post(world, "ben", f"{live.pk}/", name="", kind="mvm")
    assert refused.status_code == 422
    assert refused.content.decode().count("<details open>") == 1


def test_the_effect_that_was_kept_stands_on_the_page(world: World, board: Board, live: ModelVersion) -> None:
    numbers = {"compared_value": "0.7", "shipped_value": "0.75", "shipped_compared": "0.7"}
    assert (
        post(world, "ben", f"{live.pk}/", name="v1", kind="mvm", metrics="val.auc = 0.8", **numbers).status_code
        == 302
    )
    assert "Research: 0.1 · shipped: 0.05 · 50 % of the effect was kept" in words(get(world, "vera"))


def test_the_owner_names_the_metric(world: World, board: Board) -> None:
    said = {"metric": "val.auc", "direction": "higher", "baseline": "the keyword rule", "baseline_value": "0.7"}
    assert post(world, "ben", "metric/", **said).status_code == 403
    assert post(world, "petra", "metric/", **said).status_code == 302
    assert PrimaryMetric.objects.get().baseline_value == 0.7
    assert "It replaces: the keyword rule (0.7)" in words(get(world, "vera"))
    assert post(world, "petra", "metric/", **{**said, "direction": "x"}).status_code == 422


def test_a_proposal_is_accepted_with_one_button(world: World, board: Board, live: ModelVersion) -> None:
    second = add_version(cause=world.by(), board=board, name="v2", registry_version="7")
    proposal = ReleaseProposal.objects.create(
        board=board, delivery_id="d", alias="champion", registry_version="7", version=second, received_at=world.at
    )
    assert "Is it live for everybody?" in words(get(world, "vera"))
    assert post(world, "vera", f"proposals/{proposal.pk}/", accept="yes").status_code == 403
    assert post(world, "ben", f"proposals/{proposal.pk}/", accept="yes").status_code == 302
    assert dict(ModelVersion.objects.values_list("name", "state")) == {"v1": "retired", "v2": "live"}
    assert "Is it live" not in words(get(world, "vera"))


def test_only_an_admin_sees_the_registry_and_its_secret(world: World, board: Board) -> None:
    hook = set_registry(cause=world.by("ada"), board=board, registry_name="churn")
    assert hook.secret in get(world, "ada").content.decode()
    for who in ("petra", "ben", "vera"):
        assert hook.secret not in get(world, who).content.decode()
        assert str(hook.hook_id) not in get(world, who).content.decode()
    assert post(world, "ada", "registry/", registry_name="", live_alias="x").status_code == 422
    assert post(world, "ada", "registry/", registry_name="other", live_alias="x").status_code == 302
    assert post(world, "petra", "registry/removal/").status_code == 403
    assert post(world, "ada", "registry/removal/").status_code == 302
    assert not RegistryHook.objects.exists()


def test_a_draft_is_offered_what_is_live(world: World, board: Board, live: ModelVersion) -> None:
    card = world.hypothesis(board)
    assert "Compare with the live version v1: val.auc 0.8" in words(get(world, "ben", f"/c/{card.ref}/"))
    assert 'id="baseline-take"' not in get(world, "vera", f"/c/{card.ref}/").content.decode()
    assert client_of(world.ben).post(f"/c/{card.ref}/baseline/").status_code == 302
    assert Round.objects.get().baseline_metrics == {"val.auc": 0.8}
    assert 'id="baseline-take"' not in get(world, "ben", f"/c/{card.ref}/").content.decode()


def test_without_anything_live_there_is_nothing_to_take(world: World, board: Board) -> None:
    card = world.hypothesis(board)
    assert client_of(world.ben).post(f"/c/{card.ref}/baseline/").status_code == 404


def test_the_ladder_is_a_table_with_its_cards(world: World, board: Board, live: ModelVersion) -> None:
    card = world.running(board)
    world.later(hours=1)
    world.push(card, **{"val.auc": 0.9})
    record_verdict(cause=world.by(), card=card, value="supported", learned="It holds on both seeds.")
    assert "Metric ladder" in words(get(world, "vera"))
    assert "(a new best)" in words(get(world, "vera"))
