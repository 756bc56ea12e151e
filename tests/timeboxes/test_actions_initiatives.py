"""Initiatives: many cards inside larger boxes, one stage after the other, a gate at the end of each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.errors import Refusal
from boards.actions import change_board
from boards.models import Board, Card, Event, Notification
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from hypotheses.actions import record_verdict
from tests.world import ROUND_THE_CLOCK, World, kinds, last_event
from timeboxes.actions import (
    add_stage,
    change_initiative,
    change_stage,
    create_initiative,
    decide,
    decide_stage,
    group_card,
    remove_initiative,
    remove_stage,
    start_stage,
    sweep_stages,
)
from timeboxes.initiative_json import initiative_as_dict, with_all
from timeboxes.models import Decision, Gate, Initiative, InitiativeCard, Stage, TimeBox

pytestmark = pytest.mark.django_db
SUPPORTED = {"value": "supported", "learned": "It holds on both seeds."}


@pytest.fixture
def board(world: World) -> Board:
    return world.board(calendar=ROUND_THE_CLOCK)


@pytest.fixture
def proof(world: World, board: Board) -> Card:
    """A proof of concept of a day with its AUC gate; it runs."""
    return world.running(board, "Proof of concept", budget="1d")


@pytest.fixture
def initiative(world: World, board: Board, proof: Card) -> Initiative:
    """A week for the proof, then ninety days; the first stage has begun."""
    stages = [
        {"name": "Proof", "budget": "7d", "asks": "AUC of .82", "proof": proof.ref},
        {"name": "Build", "budget": "90d"},
    ]
    made = create_initiative(cause=world.by("petra"), board=board, name="Churn v3", stages=stages)
    start_stage(cause=world.by("petra"), stage=stage_of(made, 0))
    return made


def stage_of(initiative: Initiative, position: int) -> Stage:
    return Stage.objects.select_related("initiative", "calendar", "proof").get(
        initiative=initiative, position=position
    )


def states(initiative: Initiative) -> list[str]:
    return list(initiative.stages.values_list("state", flat=True))


def settle(world: World, initiative: Initiative, outcome: str, who: str = "petra", **given: Any) -> None:
    decide_stage(cause=world.by(who), stage=stage_of(initiative, 0), outcome=outcome, **given)


def refused(world: World, initiative: Initiative, outcome: str, who: str = "petra", **given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        settle(world, initiative, outcome, who, **given)
    return caught.value


def test_the_owner_and_admins_make_them_members_do_not(world: World, board: Board) -> None:
    for who in ("petra", "ada"):
        create_initiative(cause=world.by(who), board=board, name=who)
    for who, status in (("ben", 403), ("vera", 403), ("dan", 404)):
        with pytest.raises(Refusal) as caught:
            create_initiative(cause=world.by(who), board=board, name=who)
        assert caught.value.status == status
    assert kinds(board)[-2:] == ["initiative.created", "initiative.created"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "churn V3"}, "name"),
        ({"name": "x", "stages": [{"name": "A"}]}, "budget"),
        ({"name": "x", "stages": [{"name": "A", "budget": "1d", "proof": "CHURN-99"}]}, "proof"),
        ({"name": "x", "stages": [{"name": "A", "budget": "1d", "place": 3}]}, "place"),
    ],
)
def test_what_is_wrong_is_named(
    world: World, board: Board, initiative: Initiative, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        create_initiative(cause=world.by("petra"), board=board, **given)
    assert [each.field for each in caught.value.errors] == [field]
    assert Initiative.objects.count() == 1


def test_a_week_that_is_over_opens_the_gate_once_dated_then(world: World, initiative: Initiative) -> None:
    start = world.at
    assert sweep_stages(world.later(days=4)) == 1  # half of it
    assert sweep_stages(world.at) == 0
    assert (sweep_stages(world.later(days=30)), sweep_stages(world.at)) == (2, 0)
    stage, event = stage_of(initiative, 0), last_event(initiative.board)
    assert (stage.state, stage.gate_reason, stage.gate_opened_at) == (
        "expired",
        "expiry",
        start + timedelta(days=7),
    )
    assert (event.kind, event.at, event.actor) == ("stage.expired", start + timedelta(days=7), None)


def test_the_owner_is_asked(world: World, initiative: Initiative) -> None:
    sweep_stages(world.later(days=8))
    follow(INBOX, initiative.board_id)
    asked = Notification.objects.get(kind="stage.expired", person=world.petra)
    assert asked.needs_action


def test_the_answer_of_the_proof_opens_the_gate_before_the_time_is_up(
    world: World, initiative: Initiative, proof: Card
) -> None:
    world.push(proof, **{"val.auc": 0.9})
    record_verdict(cause=world.by(), card=proof, **SUPPORTED)
    assert stage_of(initiative, 0).gate_reason == "early_pass"
    assert last_event(initiative.board).data["reason"] == "early_pass"


def test_a_refuted_proof_opens_it_as_well(world: World, initiative: Initiative, proof: Card) -> None:
    world.push(proof, **{"val.auc": 0.5})
    record_verdict(cause=world.by(), card=proof, value="refuted", learned="It does not.")
    assert stage_of(initiative, 0).gate_reason == "kill"


def test_the_proof_passed_and_the_three_months_open_in_one_act(
    world: World, initiative: Initiative, proof: Card
) -> None:
    """One act: the verdict, the card's own gate, the stage's decision, and the next box."""
    world.push(proof, **{"val.auc": 0.9})
    before = initiative.board.events.count()
    settle(world, initiative, "continue", verdict=SUPPORTED, rationale="AUC .9 on both seeds")
    assert states(initiative) == ["closed", "running"]
    assert stage_of(initiative, 1).due_at == world.at + timedelta(days=90)
    assert Decision.objects.get(gate__box__card=proof).outcome == "continue"
    proof.refresh_from_db()
    assert (proof.face["verdict"]["value"], proof.lane.name) == ("supported", "code review")
    facts = list(Event.objects.after(initiative.board_id, before).values_list("kind", flat=True))
    assert facts[-2:] == ["stage.decided", "stage.started"]
    assert last_event(initiative.board, "stage.decided").data["opens"] == "Build"
    seqs = list(initiative.board.events.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_all_of_it_holds_or_nothing(world: World, initiative: Initiative, proof: Card) -> None:
    world.push(proof, **{"val.auc": 0.5})
    error = refused(world, initiative, "continue", verdict=SUPPORTED)  # against the suggestion, without a reason
    assert error.code == "override_reason_needed"
    assert states(initiative) == ["running", "planned"]
    assert not Decision.objects.exists()


def test_without_a_gate_there_is_nothing_to_decide(world: World, initiative: Initiative) -> None:
    for outcome in ("continue", "stop"):
        assert refused(world, initiative, outcome).code == "gate_closed"


def test_the_second_one_is_told_who_was_first(world: World, initiative: Initiative) -> None:
    world.later(days=8)
    settle(world, initiative, "continue")
    error = refused(world, initiative, "continue")
    assert (error.code, error.status, error.sentence) == (
        "already_decided",
        409,
        "Petra has decided already: continue.",
    )


@pytest.mark.parametrize(("who", "status"), [("ben", 403), ("ada", 403), ("vera", 403), ("dan", 404)])
def test_the_owner_decides(world: World, initiative: Initiative, who: str, status: int) -> None:
    world.later(days=8)
    assert refused(world, initiative, "stop", who).status == status


def test_more_time_within_its_limits(world: World, initiative: Initiative) -> None:
    world.later(days=8)
    too_much = {"extend_minutes": "4d", "expects": "a third seed"}
    assert refused(world, initiative, "extend", **too_much).errors[0].field == "extend_minutes"
    assert refused(world, initiative, "extend", extend_minutes="3d").errors[0].field == "expects"
    settle(world, initiative, "extend", extend_minutes="3d", expects="a third seed")
    stage = stage_of(initiative, 0)
    assert (stage.state, stage.due_at, stage.extensions) == ("running", world.at + timedelta(days=3), 1)
    sweep_stages(world.later(days=4))
    assert refused(world, initiative, "extend", extend_minutes="1d", expects="x").code == "extension_limit"


def test_to_stop_ends_the_initiative(world: World, initiative: Initiative) -> None:
    world.later(days=8)
    settle(world, initiative, "stop", rationale="Not worth it")
    initiative.refresh_from_db()
    assert (states(initiative), initiative.closed_at) == (["closed", "planned"], world.at)


def test_stages_come_in_order(world: World, initiative: Initiative) -> None:
    with pytest.raises(Refusal) as caught:
        start_stage(cause=world.by("petra"), stage=stage_of(initiative, 1))
    assert caught.value.status == 409


def test_before_it_begins_a_stage_can_change_and_go(world: World, initiative: Initiative) -> None:
    change_stage(
        cause=world.by("petra"), stage=stage_of(initiative, 1), changes={"budget": "30d", "name": "Small"}
    )
    assert stage_of(initiative, 1).original_budget_minutes == 30 * 24 * 60
    with pytest.raises(Refusal) as caught:
        change_stage(cause=world.by("petra"), stage=stage_of(initiative, 0), changes={"budget": "30d"})
    assert caught.value.code == "stage_begun"
    change_stage(cause=world.by("petra"), stage=stage_of(initiative, 0), changes={"asks": "AUC of .9"})
    remove_stage(cause=world.by("petra"), stage=stage_of(initiative, 1))
    add_stage(cause=world.by("petra"), initiative=initiative, name="Again", budget="10d")
    assert states(initiative) == ["running", "planned"]


def test_cards_show_where_they_belong_and_a_new_name(world: World, board: Board, initiative: Initiative) -> None:
    card = world.card(board)
    group_card(cause=world.by(), card=card, initiative=initiative)
    group_card(cause=world.by(), card=card, initiative=initiative)  # the same again says nothing
    assert kinds(board).count("card.grouped") == 1
    change_initiative(cause=world.by("petra"), initiative=initiative, changes={"name": "Churn v4"})
    card.refresh_from_db()
    assert card.face["initiative"] == {"id": initiative.pk, "name": "Churn v4"}
    group_card(cause=world.by(), card=card, initiative=None)
    card.refresh_from_db()
    assert (card.face["initiative"], InitiativeCard.objects.count()) == (None, 0)


def test_a_viewer_groups_nothing_and_nobody_groups_across_boards(
    world: World, board: Board, initiative: Initiative
) -> None:
    with pytest.raises(Refusal):
        group_card(cause=world.by("vera"), card=world.card(board), initiative=initiative)
    with pytest.raises(Refusal):
        group_card(cause=world.by(), card=world.card(world.board("OTHER")), initiative=initiative)
    assert not InitiativeCard.objects.exists()


def test_it_goes_only_when_no_stage_is_open_and_its_cards_stay(
    world: World, board: Board, initiative: Initiative
) -> None:
    card = group_card(cause=world.by(), card=world.card(board), initiative=initiative)
    with pytest.raises(Refusal):
        remove_initiative(cause=world.by("petra"), initiative=initiative)
    world.later(days=8)
    settle(world, initiative, "stop")
    remove_initiative(cause=world.by("petra"), initiative=initiative)
    card.refresh_from_db()
    assert (card.face["initiative"], Initiative.objects.count(), card.is_open) == (None, 0, True)


def test_what_comes_out_of_a_card_belongs_where_it_does(
    world: World, board: Board, initiative: Initiative, proof: Card
) -> None:
    group_card(cause=world.by(), card=proof, initiative=initiative)
    world.later(days=2)
    box = TimeBox.objects.get(card=proof)
    decide(cause=world.by("petra"), box=box, outcome="split", children=["Prepaid?", "Contract?"])
    assert InitiativeCard.objects.filter(initiative=initiative).count() == 3


def test_a_child_that_ends_after_its_parent_warns_and_is_not_stopped(
    world: World, board: Board, initiative: Initiative, proof: Card
) -> None:
    longer = world.running(board, "Longer", budget="9d")
    for card in (proof, longer):
        group_card(cause=world.by(), card=card, initiative=initiative)
    shown = initiative_as_dict(with_all(Initiative.objects.all()).get(), world.at)
    assert (shown["cards"], shown["late"]) == ([proof.ref, longer.ref], [longer.ref])
    assert TimeBox.objects.get(card=longer).state == "running"


def test_extensions_of_stages_follow_the_board(world: World, board: Board, initiative: Initiative) -> None:
    change_board(cause=world.by("ada"), board=board, changes={"max_extensions": 0})
    world.later(days=8)
    assert refused(world, initiative, "extend", extend_minutes="1d", expects="x").code == "extension_limit"


def test_the_gate_of_the_proof_alone_stays_its_own(world: World, initiative: Initiative, proof: Card) -> None:
    """Deciding on the card does not decide on the stage."""
    world.push(proof, **{"val.auc": 0.9})
    box = TimeBox.objects.get(card=proof)
    decide(cause=world.by("petra"), box=box, outcome="continue")
    assert (Gate.objects.get(box=box).closed_at, states(initiative)) == (world.at, ["running", "planned"])
