"""Runs, reports and links: what counts, what the same id means, which run decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.errors import Refusal
from boards.models import Card
from hypotheses.actions import add_run, designate_run, record_verdict
from hypotheses.models import Round, Run
from tests.world import World, kinds, last_event

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def card(world: World) -> Card:
    """Locked at nine; it is ten now."""
    card = world.running(world.board())
    world.later(hours=1)
    return card


def add(world: World, card: Card, **given: Any) -> Run:
    return add_run(cause=world.by(), card=card, **{"metrics": {"val.auc": 0.9}, **given})[0]


def counted(card: Card) -> bool:
    return bool(last_event(card.board, "evidence.added").data["counts"])


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({}, True),
        ({"status": "running"}, False),
        ({"status": "failed"}, False),
        ({"status": "killed"}, False),
        ({"kind": "report"}, False),
        ({"kind": "link"}, False),
    ],
)
def test_only_finished_runs_count(world: World, card: Card, given: dict[str, Any], counts: bool) -> None:
    add(world, card, **given)
    assert counted(card) is counts


def test_a_run_that_began_before_the_lock_is_prior_however_late_it_is_seen(world: World, card: Card) -> None:
    locked_at = Round.objects.get(card=card).locked_at
    assert locked_at is not None
    add(world, card, started_at=locked_at - timedelta(seconds=1), ended_at=world.at)
    assert not counted(card)
    add(world, card, started_at=locked_at)
    assert counted(card)


def test_a_start_in_the_future_does_not_make_an_early_run_late(world: World) -> None:
    card = world.hypothesis(world.board())
    world.write(card)
    add(world, card, started_at=world.at + 5 * HOUR)
    assert not counted(card)
    world.later(hours=2)
    world.lock(card)
    verdict = record_verdict(cause=world.by(), card=card, value="inconclusive", learned="It was too early.")
    assert (verdict.reason, verdict.evidence["counted"]) == ("no_evidence", 0)


def test_evidence_before_the_lock_is_kept_and_says_why_it_does_not_count(world: World) -> None:
    card = world.hypothesis(world.board())
    run = add(world, card)
    assert last_event(card.board).data["why"] == "The criteria are not locked yet."
    assert run.round.n == 1
    card.refresh_from_db()
    assert card.face["runs"] == 1


def test_the_same_id_again_is_the_same_run(world: World, card: Card) -> None:
    first, new = add_run(cause=world.by(), card=card, source="ci", external_id="7", metrics={"a": 1})
    seq = last_event(card.board).seq
    again, second = add_run(cause=world.by(), card=card, source="ci", external_id="7", metrics={"a": 1})
    assert (new, second, again.pk, last_event(card.board).seq) == (True, False, first.pk, seq)
    changed, _ = add_run(cause=world.by(), card=card, source="ci", external_id="7", metrics={"a": 2})
    assert (changed.metrics, last_event(card.board).kind) == ({"a": 2}, "evidence.changed")
    _, other = add_run(cause=world.by(), card=card, source="mlflow", external_id="7")
    assert other


def test_a_run_that_ends_later_begins_to_count(world: World, card: Card) -> None:
    add(world, card, external_id="7", status="running", started_at=world.at)
    assert not counted(card)
    world.later(hours=1)
    add(world, card, external_id="7", status="finished", ended_at=world.at)
    assert last_event(card.board, "evidence.changed").data["counts"]
    card.refresh_from_db()
    assert card.face["round"]["suggested"] == "supported"


def test_the_designated_run_decides_and_there_is_one(world: World, card: Card) -> None:
    good = add(world, card, metrics={"val.auc": 0.9})
    world.later(hours=1)
    bad = add(world, card, metrics={"val.auc": 0.7})
    card.refresh_from_db()
    assert card.face["round"]["suggested"] == "refuted"
    designate_run(cause=world.by(), run=good)
    card.refresh_from_db()
    assert card.face["round"]["suggested"] == "supported"
    designate_run(cause=world.by(), run=bad)
    assert list(Run.objects.filter(designated=True)) == [bad]
    seq = last_event(card.board).seq
    designate_run(cause=world.by(), run=bad)
    assert last_event(card.board).seq == seq


def test_a_designated_run_that_does_not_count_is_not_replaced_by_another(world: World, card: Card) -> None:
    add(world, card, designated=True, status="running")
    add(world, card)
    card.refresh_from_db()
    assert card.face["round"]["reason"] == "no_evidence"


def test_all_criteria_met_opens_the_gate_early_and_once(world: World, card: Card) -> None:
    add(world, card)
    add(world, card)
    assert kinds(card.board).count("gate.opened") == 1
    assert last_event(card.board, "gate.opened").data["reason"] == "early_pass"


def test_a_run_after_the_verdict_is_shown_and_changes_nothing(world: World, card: Card) -> None:
    add(world, card)
    record_verdict(cause=world.by(), card=card, value="supported", learned="It holds on both seeds.")
    add(world, card, metrics={"val.auc": 0.1})
    card.refresh_from_db()
    assert (card.face["runs"], card.face["round"]["suggested"]) == (2, "supported")


@pytest.mark.parametrize("value", ["NaN", float("nan"), float("inf"), None, "n/a"])
def test_what_is_no_number_is_kept_and_proves_nothing(world: World, card: Card, value: Any) -> None:
    if value != value or value == float("inf"):
        value = str(value)  # as JSON can hold it
    add(world, card, metrics={"val.auc": value})
    card.refresh_from_db()
    assert card.face["round"]["reason"] == "target_unknown"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"metrics": {"a": True}}, "metrics.a"),
        ({"metrics": {"a": [1]}}, "metrics.a"),
        ({"metrics": {"a": "x" * 101}}, "metrics.a"),
        ({"metrics": {" ": 1}}, "metrics"),
        ({"metrics": {"m" * 251: 1}}, "metrics"),
        ({"metrics": {str(n): n for n in range(1001)}}, "metrics"),
        ({"colour": "red"}, "colour"),
        ({"external_id": "x" * 201}, "external_id"),
        ({"title": "x" * 201}, "title"),
        ({"url": "https://example.org/" + "x" * 1000}, "url"),
    ],
)
def test_what_cannot_be_a_metric_is_refused(world: World, card: Card, given: Any, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        add(world, card, **given)
    assert [each.field for each in caught.value.errors] == [field]
    assert not Run.objects.exists()


def test_a_task_takes_no_evidence_and_a_viewer_gives_none(world: World, card: Card) -> None:
    with pytest.raises(Refusal) as caught:
        add(world, world.card(card.board))
    assert caught.value.code == "not_research"
    with pytest.raises(Refusal) as caught:
        add_run(cause=world.by("vera"), card=card)
    assert caught.value.status == 403
