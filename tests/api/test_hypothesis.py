"""`/cards/{ref}/hypothesis`, `/lock`, `/criteria` and `/rounds`."""

from __future__ import annotations

from typing import Any

import pytest

from boards.models import Board
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import AUC, COMPLETE, World, kinds


@pytest.fixture
def card(world: World, board: Board) -> str:
    return world.hypothesis(board, "Embeddings help").ref


def written(ben: Caller, card: str, **more: Any) -> dict[str, Any]:
    answer = ben.put(f"/cards/{card}/hypothesis", {**COMPLETE, "criteria": [AUC], **more})
    assert answer.status == 200, answer.content
    body: dict[str, Any] = answer.json
    return body


def test_a_new_card_says_what_a_lock_asks_for(ben: Caller, card: str) -> None:
    found = ben.get(f"/cards/{card}/hypothesis").json
    assert (found["n"], found["state"], found["locked_at"], found["hash"]) == (1, "draft", None, None)
    assert {error["field"] for error in found["missing"]} == {
        "belief",
        "criteria",
        "plan_if_pass",
        "plan_if_fail",
        "budget",
        "forecast",
    }


def test_what_is_written_is_understood_and_not_locked(ben: Caller, card: str) -> None:
    found = written(ben, card)
    assert (found["belief"], found["budget_minutes"], found["forecast"]) == (COMPLETE["belief"], 2400, 0.6)
    assert found["criteria"][0]["key"] == "auc"
    assert (found["state"], found["missing"]) == ("draft", [])
    assert found.pop("understood") is None
    assert ben.get(f"/cards/{card}/hypothesis").json == found


def test_what_is_left_out_stays(ben: Caller, card: str) -> None:
    written(ben, card)
    found = ben.put(f"/cards/{card}/hypothesis", {"forecast": 0.3}).json
    assert (found["forecast"], found["belief"], len(found["criteria"])) == (0.3, COMPLETE["belief"], 1)
    assert ben.put(f"/cards/{card}/hypothesis", {"criteria": []}).json["criteria"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"forecast": 1.0}, "forecast"),
        ({"budget": "soon"}, "budget"),
        ({"budget": "5d", "budget_minutes": 60}, "budget"),
        ({"run_policy": "luckiest"}, "run_policy"),
        ({"criteria": [{**AUC, "op": "=="}]}, "criteria"),
        ({"criteria": [{**AUC, "surprise": 1}]}, "criteria"),
        ({"criteria": [{"key": "x", "mode": "metric"}]}, "criteria"),
        ({"hope": "x"}, "hope"),
        ({"baseline_run": "nowhere"}, "baseline_run"),
    ],
)
def test_what_makes_no_sense_is_refused(ben: Caller, card: str, body: dict[str, Any], field: str) -> None:
    refused = ben.put(f"/cards/{card}/hypothesis", body)
    assert refused.status == 400
    assert any(name.startswith(field) for name in refused.fields)


def test_a_lock_freezes_under_a_hash(ben: Caller, card: str) -> None:
    written(ben, card)
    locked = ben.post(f"/cards/{card}/lock", {"already_looked": "no"})
    assert locked.status == 200
    assert (locked.json["state"], locked.json["locked_by"], len(locked.json["hash"])) == ("testing", "ben", 64)
    refused = ben.put(f"/cards/{card}/hypothesis", {"forecast": 0.9})
    assert (refused.status, refused.code) == (409, "locked")


def test_an_incomplete_hypothesis_is_not_locked(ben: Caller, card: str) -> None:
    written(ben, card, belief="", criteria=[])
    refused = ben.post(f"/cards/{card}/lock", {"already_looked": "no"})
    assert (refused.status, refused.code) == (422, "not_lockable")
    assert refused.fields == {"belief": "required", "criteria": "required"}


def test_a_training_script_reads_the_criteria(ben: Caller, card: str) -> None:
    written(ben, card)
    ben.post(f"/cards/{card}/lock", {"already_looked": "no"})
    ben.post(f"/cards/{card}/move", {"lane": "test hypothesis"})
    found = ben.get(f"/cards/{card}/criteria").json
    assert (found["round"], found["due_at"], found["remaining_minutes"]) == (1, "2026-11-23T10:00:00Z", 2400)
    assert (found["criteria"][0]["op"], found["criteria"][0]["target"]) == (">=", 0.82)
    assert found["hash"] == ben.get(f"/cards/{card}/hypothesis").json["hash"]


def test_an_attested_criterion_is_said_by_its_role(sign: Sign, card: str) -> None:
    ben = sign("ben")
    said = {
        "key": "useful",
        "mode": "attested",
        "statement": "The team would use it",
        "attested_by": "product_owner",
    }
    written(ben, card, criteria=[AUC, said])
    ben.post(f"/cards/{card}/lock", {})
    path = f"/cards/{card}/criteria/useful/attestation"
    assert ben.post(path, {"met": True}).status == 403
    done = sign("petra").post(path, {"met": True, "note": "Yes"})
    assert (done.status, done.json["person"], done.json["met"]) == (201, "petra", True)
    assert sign("petra").post(f"/cards/{card}/criteria/auc/attestation", {"met": True}).status == 404


def test_a_concluded_card_is_opened_again(ben: Caller, card: str) -> None:
    written(ben, card)
    assert ben.post(f"/cards/{card}/rounds").status == 409
    ben.post(f"/cards/{card}/verdict", {"value": "not_tested", "learned": "No data."})
    again = ben.post(f"/cards/{card}/rounds")
    assert (again.status, again.json["n"], again.json["state"]) == (201, 2, "draft")
    rounds = ben.get(f"/cards/{card}/rounds").json["results"]
    assert [(each["n"], each["verdict"] and each["verdict"]["value"]) for each in rounds] == [
        (2, None),
        (1, "not_tested"),
    ]


def test_a_task_has_no_hypothesis(ben: Caller, world: World, board: Board) -> None:
    ref = world.card(board).ref
    assert ben.get(f"/cards/{ref}/hypothesis").status == 404
    assert ben.put(f"/cards/{ref}/hypothesis", {"belief": "x"}).code == "not_research"
    assert ben.get(f"/cards/{ref}/rounds").json["results"] == []


def test_a_stale_text_does_not_run_over_another(ben: Caller, card: str, sign: Sign) -> None:
    tag = ben.get(f"/cards/{card}").headers["ETag"]
    sign("petra").put(f"/cards/{card}/hypothesis", {"belief": "Petra's"})
    refused = ben.put(f"/cards/{card}/hypothesis", {"belief": "Ben's"}, If_Match=tag)
    assert (refused.status, refused.json["current"]["ref"]) == (412, card)


def test_saving_the_same_again_records_nothing(ben: Caller, card: str, board: Board) -> None:
    written(ben, card)
    before = kinds(board)
    written(ben, card)
    assert kinds(board) == before


def test_a_sentence_is_read_into_the_draft_and_locks_nothing(ben: Caller, card: str) -> None:
    said = "We believe a fine-tuned DistilBERT will identify churn with precision > .95 and recall > .7 in 2 weeks"
    answer = ben.put(f"/cards/{card}/hypothesis", {"sentence": said, "forecast": 0.6}).json
    assert answer["belief"] == "a fine-tuned DistilBERT"
    assert [(row["metric"], row["op"], row["target"]) for row in answer["criteria"]] == [
        ("precision", ">", 0.95),
        ("recall", ">", 0.7),
    ]
    assert answer["understood"]["unread"]
    assert (answer["forecast"], answer["locked_at"]) == (0.6, None)
