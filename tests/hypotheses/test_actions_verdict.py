"""What a person concludes: with evidence, against the suggestion, confirmed by a second person."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.errors import Refusal
from boards.models import Card
from hypotheses.actions import add_run, confirm_verdict, record_verdict
from hypotheses.models import Round, Verdict
from tests.world import World, kinds, last_event

pytestmark = pytest.mark.django_db
LEARNED = "The text only repeats the tariff."


@pytest.fixture
def card(world: World) -> Card:
    """The evidence suggests refuted."""
    card = world.running(world.board())
    world.push(card, **{"val.auc": 0.7})
    return card


def conclude(world: World, card: Card, value: str = "refuted", who: str = "ben", **texts: str) -> Verdict:
    return record_verdict(cause=world.by(who), card=card, value=value, **{"learned": LEARNED, **texts})


def refused(world: World, card: Card, *given: str, **texts: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        conclude(world, card, *given, **texts)
    return caught.value


@pytest.mark.parametrize("value", ["refuted", "supported"])
def test_both_answers_are_recorded_alike(world: World, value: str) -> None:
    card = world.running(world.board())
    world.push(card, **{"val.auc": 0.7 if value == "refuted" else 0.9})
    verdict = conclude(world, card, value, observed="0.7", therefore="we stop", change_mind="more data")
    assert (verdict.suggested, verdict.override_reason, verdict.confirmed_by) == (value, "", None)
    assert kinds(card.board)[-3:] == ["verdict.recorded", "round.concluded", "timebox.closed"]
    card.refresh_from_db()
    assert (card.face["verdict"]["value"], card.face["round"]["state"]) == (value, "concluded")
    assert card.face["verdict"]["unconfirmed"] is False


def test_the_evaluation_is_kept_as_it_stood(world: World, card: Card) -> None:
    verdict = conclude(world, card)
    assert verdict.evidence["counted"] == 1
    assert verdict.evidence["criteria"][0]["result"] == "fail"
    assert verdict.evidence["criteria"][0]["value"] == 0.7
    add_run(cause=world.by(), card=card, metrics={"val.auc": 0.99})
    assert Verdict.objects.get().evidence == verdict.evidence


@pytest.mark.parametrize("value", ["supported", "refuted"])
def test_an_answer_needs_a_run_that_counts(world: World, value: str) -> None:
    card = world.running(world.board())
    add_run(cause=world.by(), card=card, status="running", metrics={"val.auc": 0.9})
    assert refused(world, card, value).code == "evidence_needed"
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("value", ["inconclusive", "invalid", "not_tested"])
def test_that_there_is_no_answer_needs_none(world: World, value: str) -> None:
    assert conclude(world, world.running(world.board()), value).value == value


def test_against_the_suggestion_a_reason_is_needed(world: World, card: Card) -> None:
    error = refused(world, card, "supported")
    assert (error.status, error.code) == (422, "override_reason_needed")
    assert refused(world, card, "inconclusive", override_reason="  ").code == "override_reason_needed"
    assert conclude(world, card, "supported", override_reason="The cut was wrong.").override_reason


def test_a_reason_that_is_not_needed_is_not_kept(world: World, card: Card) -> None:
    assert conclude(world, card, "refuted", override_reason="just in case").override_reason == ""
    other = world.running(card.board)
    world.push(other, **{"val.auc": 0.7})
    assert conclude(world, other, "invalid", override_reason="the labels leak").override_reason == ""


def test_a_second_person_confirms_and_only_once(world: World, card: Card) -> None:
    conclude(world, card, "supported", override_reason="The cut was wrong.")
    card.refresh_from_db()
    assert card.face["verdict"]["unconfirmed"] is True
    for who, status in (("ben", 403), ("vera", 403), ("dan", 404)):
        with pytest.raises(Refusal) as caught:
            confirm_verdict(cause=world.by(who), card=card)
        assert caught.value.status == status
    assert confirm_verdict(cause=world.by("ada"), card=card).confirmed_by == world.ada
    card.refresh_from_db()
    assert card.face["verdict"]["unconfirmed"] is False
    assert last_event(card.board).kind == "verdict.confirmed"
    with pytest.raises(Refusal) as caught:
        confirm_verdict(cause=world.by("petra"), card=card)
    assert caught.value.status == 409


def test_a_verdict_along_the_suggestion_waits_for_nobody(world: World, card: Card) -> None:
    conclude(world, card)
    with pytest.raises(Refusal) as caught:
        confirm_verdict(cause=world.by("ada"), card=card)
    assert caught.value.status == 409


@pytest.mark.parametrize(
    ("value", "texts", "field"),
    [
        ("maybe", {}, "value"),
        ("refuted", {"learned": " "}, "learned"),
        ("refuted", {"mood": "good"}, "mood"),
        ("refuted", {"observed": "x" * 10_001}, "observed"),
    ],
)
def test_what_is_wrong_is_named(world: World, card: Card, value: str, texts: Any, field: str) -> None:
    assert [each.field for each in refused(world, card, value, **texts).errors] == [field]


def test_a_round_is_concluded_once_and_by_who_may_write(world: World, card: Card) -> None:
    with pytest.raises(Refusal) as caught:
        conclude(world, card, who="vera")
    assert caught.value.status == 403
    conclude(world, card)
    assert refused(world, card).status == 409


def test_a_draft_can_be_given_up_without_a_test(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card)
    assert refused(world, card, "refuted").code == "evidence_needed"
    conclude(world, card, "not_tested")
    assert Round.objects.get(card=card).state == "concluded"
