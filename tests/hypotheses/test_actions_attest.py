"""What no metric shows: a named role confirms it, and never the author."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actions import change_role
from accounts.errors import Refusal
from boards.models import Card
from hypotheses.actions import attest, record_verdict, reopen_round
from hypotheses.models import Attestation
from tests.world import AUC, World, last_event

pytestmark = pytest.mark.django_db
USEFUL = {"key": "useful", "mode": "attested", "statement": "The agents like it", "attested_by": "product_owner"}


@pytest.fixture
def card(world: World) -> Card:
    return world.running(world.board(), criteria=[USEFUL])


def refused(world: World, who: str, card: Card, **given: Any) -> int:
    with pytest.raises(Refusal) as caught:
        attest(cause=world.by(who), card=card, **{"key": "useful", "met": True, **given})
    return caught.value.status


def test_an_attestation_is_evidence_of_its_own(world: World, card: Card) -> None:
    attest(cause=world.by("petra"), card=card, key="useful", met=True, note=" all five ")
    card.refresh_from_db()
    assert card.face["round"]["suggested"] == "supported"
    assert Attestation.objects.get().note == "all five"
    assert last_event(card.board, "criterion.attested").data["met"] is True
    assert last_event(card.board, "gate.opened").data["reason"] == "early_pass"


def test_what_was_said_last_holds_and_what_was_said_before_stays(world: World, card: Card) -> None:
    for met in (True, False):
        world.later(hours=1)
        attest(cause=world.by("petra"), card=card, key="useful", met=met)
    card.refresh_from_db()
    assert card.face["round"]["suggested"] == "refuted"
    assert Attestation.objects.count() == 2


def test_only_the_named_role_says_so(world: World, card: Card) -> None:
    assert refused(world, "ada", card) == 403
    assert refused(world, "vera", card) == 403
    assert refused(world, "dan", card) == 404


def test_never_the_author_whatever_the_role(world: World, card: Card) -> None:
    membership = world.ben.memberships.get(team=world.team)
    change_role(actor=world.ada, membership=membership, role="product_owner", at=world.at)
    assert refused(world, "ben", card) == 403
    assert refused(world, "petra", card, key="unknown") == 404


def test_a_metric_is_not_attested(world: World) -> None:
    assert refused(world, "petra", world.running(world.board(), criteria=[AUC]), key="auc") == 404


def test_only_between_the_lock_and_the_verdict(world: World, card: Card) -> None:
    draft = world.hypothesis(card.board)
    world.write(draft, [USEFUL])
    assert refused(world, "petra", draft) == 409
    record_verdict(cause=world.by(), card=card, value="inconclusive", learned="Nobody was asked.")
    assert refused(world, "petra", card) == 409
    reopen_round(cause=world.by("ada"), card=card)
    assert refused(world, "petra", card) == 409
