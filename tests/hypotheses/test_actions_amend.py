"""Amendments: what a lock froze changes only with a second person, and never unseen."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.access import Role
from accounts.actions import remove_member
from accounts.errors import Refusal
from accounts.models import Membership
from boards.models import Card, Notification
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from hypotheses.actions import (
    add_run,
    approve_amendment,
    attest,
    decline_amendment,
    propose_amendment,
    record_verdict,
)
from hypotheses.actions.lock import fingerprint, registration
from hypotheses.models import Amendment, Attestation, Round
from tests.world import AUC, World, kinds, last_event
from timeboxes.models import Gate

pytestmark = pytest.mark.django_db

LATENCY = {"key": "p95", "kind": "guardrail", "mode": "metric", "metric": "p95", "op": "<", "target": 200.0}
USEFUL = {"key": "useful", "mode": "attested", "statement": "Sales like it", "attested_by": "product_owner"}


@pytest.fixture
def card(world: World) -> Card:
    return world.running(world.board())


def auc(**changes: Any) -> list[dict[str, Any]]:
    return [{**AUC, **changes}]


def propose(world: World, card: Card, kind: str = "tighten", who: str = "ben", **given: Any) -> Amendment:
    if not {"changes", "criteria"} & set(given):
        given["criteria"] = auc(target=0.9)
    return propose_amendment(
        cause=world.by(who), card=card, kind=kind, **{"reason": "It is time", "changes": {}, **given}
    )


def approve(world: World, amendment: Amendment, who: str = "petra") -> Round:
    approve_amendment(cause=world.by(who), amendment=amendment)
    return round_of(amendment)


def round_of(amendment: Amendment) -> Round:
    return Round.objects.get(pk=amendment.round_id)


def refused(call: Any, *args: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args, **given)
    return caught.value


def test_nothing_changes_before_somebody_else_approves(world: World, card: Card) -> None:
    asked = propose(world, card)
    assert round_of(asked).criteria.get().target == 0.82
    round_ = approve(world, asked)
    assert round_.criteria.get().target == 0.9
    event = last_event(card.board, "round.amended")
    assert (event.actor, event.data["author"], event.data["amendment_kind"]) == (world.petra, "ben", "tighten")
    assert event.previous["criteria"][0]["target"] == 0.82
    assert event.data["changes"]["criteria"][0]["target"] == 0.9


def test_the_author_of_an_amendment_does_not_approve_it(world: World, card: Card) -> None:
    asked = propose(world, card)
    assert refused(approve, world, asked, "ben").status == 403
    assert refused(approve, world, asked, "vera").status == 403
    assert refused(approve, world, asked, "dan").status == 404
    assert Amendment.objects.get().is_open
    other = propose(world, world.running(card.board, "another"), who="petra")
    assert approve(world, other, "ben").criteria.get().target == 0.9


def test_where_nobody_else_writes_its_author_approves_and_it_is_marked(world: World, card: Card) -> None:
    for name in ("ada", "petra"):
        asked = propose(world, world.running(card.board, name))
        assert refused(approve, world, asked, "ben").status == 403
        member = Membership.objects.get(person__username=name, team=world.team)
        if name == "ada":
            Membership.objects.filter(pk=member.pk).update(role=Role.VIEWER)
        else:
            remove_member(actor=world.petra, membership=member, at=world.at)
    approve(world, asked, "ben")
    assert Amendment.objects.get(pk=asked.pk).is_unreviewed
    assert last_event(card.board, "round.amended").data["unreviewed"] is True


def test_before_a_result_is_known_the_round_stays_what_it_is(world: World, card: Card) -> None:
    add_run(cause=world.by(), card=card, url="https://example.org/paper", kind="link")
    asked = propose(world, card, "loosen", criteria=auc(target=0.7))
    round_ = approve(world, asked)
    assert (round_.exploratory, Amendment.objects.get().results_known) == (False, False)


@pytest.mark.parametrize(
    "evidence",
    [
        {"metrics": {"val.auc": 0.8}, "status": "finished"},
        {"metrics": {"loss": 0.8}, "status": "running"},
        {"kind": "report", "title": "What we saw"},
    ],
)
def test_after_a_result_anything_but_a_clarification_makes_it_exploratory(
    world: World, card: Card, evidence: dict[str, Any]
) -> None:
    add_run(cause=world.by(at=world.later(hours=1)), card=card, **evidence)
    approve(world, propose(world, card, "clarify", changes={"belief": "a distilled BERT"}))
    assert not Round.objects.get().exploratory
    round_ = approve(world, propose(world, card))
    assert round_.exploratory
    card.refresh_from_db()
    assert card.face["round"]["exploratory"] is True
    record_verdict(cause=world.by(), card=card, value="not_tested", learned="It moved.")
    assert last_event(card.board, "verdict.recorded").data["exploratory"] is True


def test_what_is_known_at_the_approval_decides(world: World, card: Card) -> None:
    """Who waits for the result before approving has seen it."""
    asked = propose(world, card)
    assert not asked.results_known
    world.push(card, **{"val.auc": 0.95})
    assert approve(world, asked).exploratory
    assert Amendment.objects.get().results_known


def test_an_answer_to_a_criterion_is_a_result(world: World) -> None:
    card = world.running(world.board(), criteria=[AUC, USEFUL])
    attest(cause=world.by("petra"), card=card, key="useful", met=True)
    assert approve(world, propose(world, card, criteria=[*auc(target=0.9), USEFUL])).exploratory
    assert Attestation.objects.count() == 1


def test_another_question_to_a_person_has_to_be_answered_anew(world: World) -> None:
    card = world.running(world.board(), criteria=[AUC, USEFUL])
    attest(cause=world.by("petra"), card=card, key="useful", met=True)
    asked = propose(world, card, "replace", criteria=[AUC, {**USEFUL, "attested_by": "admin"}])
    round_ = approve(world, asked)
    assert round_.criteria.get(key="useful").attested_by == "admin"
    assert not Attestation.objects.exists()


@pytest.mark.parametrize(
    ("kind", "criteria", "changes"),
    [
        ("tighten", auc(target=0.83), {}),
        ("tighten", auc(op=">"), {}),
        ("tighten", auc(min_runs=3), {}),
        ("tighten", [AUC, {**LATENCY, "kind": "kill", "op": ">"}], {}),
        ("tighten", [AUC, {**LATENCY, "kind": "success"}], {}),
        ("tighten", [{**AUC, "target": 0.9}, LATENCY], {}),
        ("loosen", auc(target=0.8), {}),
        ("add_guardrail", [AUC, LATENCY], {}),
        ("replace", auc(metric="test.auc"), {}),
        ("replace", auc(op="<="), {}),
        ("replace", auc(target=0.9, min_runs=1, relative_to="baseline", unit="%"), {}),
        ("replace", [{**AUC, "key": "other", "target": 0.9}], {}),
        ("replace", None, {"run_policy": "best"}),
        ("clarify", None, {"belief": "a distilled BERT", "plan_if_fail": "we keep the rule"}),
        ("tighten", auc(target=0.9), {"belief": "a distilled BERT"}),
    ],
)
def test_the_kind_is_what_the_change_is_or_the_widest(
    world: World, card: Card, kind: str, criteria: list[dict[str, Any]] | None, changes: dict[str, Any]
) -> None:
    given: dict[str, Any] = {"criteria": criteria, "changes": changes}
    for other in Amendment.Kind.values:
        if other not in (kind, "replace"):
            error = refused(propose, world, card, other, **given)
            assert (error.code, error.errors[0].field) == ("another_kind", "kind")
    assert propose(world, card, kind, **given).kind == kind


def test_a_kill_criterion_is_tighter_when_it_ends_the_test_sooner(world: World) -> None:
    kill = {"key": "bad", "kind": "kill", "mode": "metric", "metric": "auc", "op": "<", "target": 0.5}
    card = world.running(world.board(), criteria=[AUC, kill])
    sooner, later = [AUC, {**kill, "target": 0.6}], [AUC, {**kill, "target": 0.4}]
    assert refused(propose, world, card, "loosen", criteria=sooner).code == "another_kind"
    assert refused(propose, world, card, "tighten", criteria=later).code == "another_kind"
    assert propose(world, card, "tighten", criteria=sooner).kind == "tighten"


@pytest.mark.parametrize(
    ("given", "field", "status"),
    [
        ({"reason": " "}, "reason", 400),
        ({"kind": "improve"}, "kind", 400),
        ({"changes": {"budget": "9d"}}, "budget", 400),
        ({"changes": {"forecast": 0.9}}, "forecast", 400),
        ({"changes": {"hope": "x"}}, "hope", 400),
        ({"changes": {"run_policy": "luckiest"}}, "run_policy", 400),
        ({"criteria": []}, "criteria", 400),
        ({"criteria": [{**AUC, "kind": "guardrail"}]}, "criteria", 400),
        ({"criteria": auc(target=1.5)}, "criteria.auc", 422),
        ({"reason": "x" * 4001}, "reason", 400),
    ],
)
def test_what_makes_no_amendment_is_refused(
    world: World, card: Card, given: dict[str, Any], field: str, status: int
) -> None:
    error = refused(propose, world, card, **given)
    assert ([each.field for each in error.errors], error.status) == ([field], status)
    assert not Amendment.objects.exists()


def test_the_same_text_again_is_no_amendment(world: World, card: Card) -> None:
    error = refused(propose, world, card, "clarify", changes={"belief": "a fine-tuned DistilBERT\r\n"})
    assert error.sentence == "Nothing would change."
    assert refused(propose, world, card, "tighten", criteria=auc(decimals=5)).status == 400


def test_only_a_locked_round_without_a_verdict_is_amended(world: World, card: Card) -> None:
    draft = world.hypothesis(card.board, "draft")
    world.write(draft)
    assert refused(propose, world, draft).code == "not_amendable"
    record_verdict(cause=world.by(), card=card, value="not_tested", learned="No data.")
    assert refused(propose, world, card).code == "not_amendable"
    assert refused(propose, world, draft, who="vera").status == 403
    assert refused(propose, world, draft, who="dan").status == 404


def test_one_amendment_waits_at_a_time_and_a_decided_one_stays_decided(world: World, card: Card) -> None:
    asked = propose(world, card)
    assert refused(propose, world, card, who="petra").code == "amendment_pending"
    decline_amendment(cause=world.by("petra"), amendment=asked, note="Not now")
    assert refused(approve, world, asked, "ada").status == 409
    assert (Amendment.objects.get().state, Amendment.objects.get().note) == ("declined", "Not now")
    withdrawn = decline_amendment(cause=world.by(), amendment=propose(world, card))
    assert withdrawn.state == "withdrawn"
    assert last_event(card.board, "amendment.declined").data["withdrawn"] is True


def test_the_verdict_lets_a_waiting_amendment_lapse(world: World, card: Card) -> None:
    asked = propose(world, card)
    record_verdict(cause=world.by(), card=card, value="not_tested", learned="No data.")
    assert Amendment.objects.get().state == "lapsed"
    assert refused(approve, world, asked).status == 409


def test_the_pre_registration_keeps_its_hash_and_the_amended_text_has_its_own(world: World, card: Card) -> None:
    before = Round.objects.get()
    round_ = approve(world, propose(world, card))
    assert (round_.registration, round_.registration_hash) == (before.registration, before.registration_hash)
    amended = Amendment.objects.get().registration_hash
    assert amended == fingerprint(registration(card, round_)) != round_.registration_hash


def test_what_the_evidence_suggests_is_said_anew(world: World, card: Card) -> None:
    world.push(card, **{"val.auc": 0.8})
    assert Round.objects.get().suggested == "refuted"
    approve(world, propose(world, card, "loosen", criteria=auc(target=0.79)))
    assert Round.objects.get().suggested == "supported"
    card.refresh_from_db()
    assert card.face["criteria"]["states"] == ["met"]
    assert Gate.objects.get().reason == "early_pass"


def test_whoever_may_approve_is_asked_and_an_answer_settles_it(world: World, card: Card) -> None:
    asked = propose(world, card)
    follow(INBOX, card.board_id)
    waiting = Notification.objects.filter(kind="amendment.proposed", needs_action=True)
    assert [each.person for each in waiting] == [world.petra]
    approve(world, asked, "ada")
    follow(INBOX, card.board_id)
    assert not waiting.filter(done_at=None).exists()
    told = Notification.objects.filter(kind="round.amended").values_list("person__username", flat=True)
    assert list(told) == ["ben"]
    assert kinds(card.board)[-1] == "round.amended"


def test_with_nobody_else_near_the_card_whoever_writes_is_asked(world: World) -> None:
    card = world.hypothesis(world.board(), who="petra")
    world.write(card)
    world.lock(card)
    propose(world, card, who="petra")
    follow(INBOX, card.board_id)
    asked = Notification.objects.filter(kind="amendment.proposed").values_list("person__username", flat=True)
    assert sorted(asked) == ["ada", "ben"]
