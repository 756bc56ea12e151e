"""The pages of initiatives: the list, the stages with their gates, the cards, and the one act that goes on."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from boards.models import Board, Card
from hypotheses.models import Verdict
from tests.card_doors import HTMX, LEARNED
from tests.pages import client_of, words
from tests.world import ROUND_THE_CLOCK, World
from timeboxes.actions import create_initiative, group_card, start_stage
from timeboxes.models import Initiative, InitiativeCard, Stage

pytestmark = pytest.mark.django_db
LIST = "/boards/CHURN/initiatives/"


@pytest.fixture
def board(world: World) -> Board:
    return world.board(calendar=ROUND_THE_CLOCK)


@pytest.fixture
def proof(world: World, board: Board) -> Card:
    card = world.running(board, "Proof of concept", budget="1d")
    world.push(card, **{"val.auc": 0.9})
    return card


@pytest.fixture
def initiative(world: World, board: Board, proof: Card) -> Initiative:
    stages = [{"name": "Proof", "budget": "7d", "proof": proof.ref}, {"name": "Build", "budget": "90d"}]
    made = create_initiative(cause=world.by("petra"), board=board, name="Churn v3", stages=stages)
    start_stage(cause=world.by("petra"), stage=made.stages.select_related("initiative").all()[0])
    return made


def get(world: World, who: str, path: str) -> Any:
    with time_machine.travel(world.at, tick=False):
        return client_of(world.cast[who]).get(path)


def post(world: World, who: str, path: str, **data: Any) -> Any:
    with time_machine.travel(world.at, tick=False):
        return client_of(world.cast[who]).post(path, data)


def at(initiative: Initiative, door: str = "") -> str:
    return f"{LIST}{initiative.pk}/{door}"


def test_an_empty_list_says_what_an_initiative_is(world: World, board: Board) -> None:
    assert "No initiative yet." in words(get(world, "petra", LIST))
    assert "The product owner and admins make initiatives." in words(get(world, "ben", LIST))


def test_one_is_made_planned_and_started_from_the_page(world: World, board: Board) -> None:
    assert post(world, "petra", LIST, name=" ").status_code == 422
    assert post(world, "petra", LIST, name="Churn v3", goal="Fewer lost").status_code == 302
    made = Initiative.objects.get()
    assert post(world, "petra", at(made, "stages/"), name="Proof", budget="soon").status_code == 422
    assert post(world, "petra", at(made, "stages/"), name="Proof", budget="7d", asks="AUC").status_code == 302
    assert "Open Proof, 7d" in words(get(world, "petra", at(made)))
    assert post(world, "petra", at(made, "start/")).status_code == 302
    assert "7d left" in words(get(world, "vera", at(made)))


def test_the_page_shows_stage_cards_and_who_ends_too_late(
    world: World, board: Board, initiative: Initiative, proof: Card
) -> None:
    longer = world.running(board, "Longer", budget="9d")
    for card in (proof, longer):
        group_card(cause=world.by(), card=card, initiative=initiative)
    text = words(get(world, "vera", at(initiative)))
    assert "0 of 2 done" in text
    assert text.count("ends later") == 1
    assert "Churn v3" in words(get(world, "vera", LIST))


def test_one_click_passes_the_proof_and_opens_the_next_box(
    world: World, initiative: Initiative, proof: Card
) -> None:
    assert "It passed: open Build, 90d" in words(get(world, "petra", at(initiative)))
    done = post(world, "petra", at(initiative, "decision/"), outcome="continue", learned=LEARNED)
    assert done.status_code == 302
    assert list(initiative.stages.values_list("state", flat=True)) == ["closed", "running"]
    assert Verdict.objects.get().value == "supported"


def test_the_gate_of_the_card_offers_the_same_act(world: World, initiative: Initiative, proof: Card) -> None:
    world.later(days=2)
    assert "open Build, 90d, in the same act" in words(get(world, "petra", f"/c/{proof.ref}/gate/"))
    answer = {"outcome": "continue", "value": "supported", "learned": LEARNED, "opens_next": "on"}
    with time_machine.travel(world.at, tick=False):
        done = client_of(world.petra).post(f"/c/{proof.ref}/gate/", answer, headers=HTMX)
    assert done.status_code == 200
    assert list(initiative.stages.values_list("state", flat=True)) == ["closed", "running"]


def test_the_second_decision_is_told_kindly(world: World, initiative: Initiative) -> None:
    world.later(days=8)
    assert "A decision is due" in words(get(world, "vera", LIST))
    assert post(world, "petra", at(initiative, "decision/"), outcome="stop").status_code == 302
    again = post(world, "petra", at(initiative, "decision/"), outcome="stop")
    assert again.status_code == 422
    assert "Petra has decided already: stop." in words(again) or "stop" in words(again)


def test_what_is_missing_of_an_extension_stands_beside_it(world: World, initiative: Initiative) -> None:
    world.later(days=8)
    refused = post(world, "petra", at(initiative, "decision/"), outcome="extend", extend_minutes="1d")
    assert refused.status_code == 422
    assert "What new information do you expect?" in words(refused)
    assert Stage.objects.first().state == "running"  # type: ignore[union-attr]


def test_a_card_is_put_in_and_taken_out_where_it_is_open(
    world: World, initiative: Initiative, proof: Card
) -> None:
    assert 'id="initiative-change"' in get(world, "ben", f"/c/{proof.ref}/").content.decode()
    path = f"/c/{proof.ref}/initiative/"
    assert post(world, "ben", path, initiative=initiative.pk).status_code == 302
    page = get(world, "vera", f"/c/{proof.ref}/")
    assert "Churn v3" in words(page)
    assert 'id="initiative-change"' not in page.content.decode()
    assert 'data-initiative="' in get(world, "ben", "/boards/CHURN/").content.decode()
    assert post(world, "ben", path, initiative="").status_code == 302
    assert not InitiativeCard.objects.exists()
    assert post(world, "ben", path, initiative="999").status_code == 404


def test_stages_and_names_change_and_go(world: World, initiative: Initiative) -> None:
    first, second = initiative.stages.all()
    renamed = post(world, "ada", at(initiative, f"stages/{second.pk}/"), name="Small", budget="30d")
    assert renamed.status_code == 302
    assert post(world, "ada", at(initiative, f"stages/{first.pk}/"), asks="AUC of .9").status_code == 302
    assert post(world, "ada", at(initiative, f"stages/{second.pk}/"), name="", budget="30d").status_code == 422
    assert post(world, "ada", at(initiative, f"stages/{second.pk}/removal/")).status_code == 302
    assert post(world, "ada", at(initiative), name="Churn v4", goal="").status_code == 302
    assert "Churn v4" in words(get(world, "ada", at(initiative)))
    assert post(world, "ada", at(initiative, "removal/")).status_code == 409
    world.later(days=8)
    post(world, "petra", at(initiative, "decision/"), outcome="stop")
    assert post(world, "ada", at(initiative, "removal/")).status_code == 302
    assert not Initiative.objects.exists()
