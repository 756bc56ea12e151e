"""`/cards/{ref}/runs`, `/evaluate`, `/verdict`: what was found and what is concluded."""

from __future__ import annotations

from typing import Any

import pytest

from boards.models import Board
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World, kinds

RUN = {
    "source": "ci",
    "external_id": "42",
    "status": "finished",
    "started_at": "2026-11-16T09:30:00Z",
    "ended_at": "2026-11-16T09:50:00Z",
    "metrics": {"val.auc": 0.83},
    "params": {"lr": 0.001, "layers": [1, 2]},
    "git": "abc123",
    "dataset": "tickets@3",
    "seed": 7,
    "url": "https://ci.example.org/42",
}


@pytest.fixture
def card(world: World, board: Board) -> str:
    return world.running(board).ref


def test_a_pushed_run_says_whether_it_counts(ben: Caller, card: str) -> None:
    pushed = ben.post(f"/cards/{card}/runs", RUN)
    assert (pushed.status, pushed.json["counts"], pushed.json["seed"]) == (201, True, "7")
    assert pushed.json["why"]
    assert ben.get(f"/cards/{card}").json["round"]["suggested"] == "supported"
    early = ben.post(f"/cards/{card}/runs", {**RUN, "external_id": "1", "started_at": "2026-11-01T00:00:00Z"})
    assert early.json["counts"] is False


def test_the_same_run_again_is_the_same_run(ben: Caller, card: str, board: Board) -> None:
    first = ben.post(f"/cards/{card}/runs", RUN)
    before = kinds(board)
    again = ben.post(f"/cards/{card}/runs", RUN)
    assert (again.status, again.json) == (200, first.json)
    assert kinds(board) == before
    better = ben.post(f"/cards/{card}/runs", {**RUN, "metrics": {"val.auc": 0.9}})
    assert (better.status, better.json["metrics"]) == (200, {"val.auc": 0.9})
    assert len(ben.get(f"/cards/{card}/runs").json["results"]) == 1


def test_evidence_may_be_an_address(ben: Caller, card: str) -> None:
    link = {"url": "https://example.org/report"}
    first = ben.post(f"/cards/{card}/runs", link)
    assert (first.status, first.json["kind"], first.json["counts"]) == (201, "link", False)
    assert ben.post(f"/cards/{card}/runs", link).status == 200
    assert ben.post(f"/cards/{card}/runs", {}).status == 400


def test_another_run_is_designated(ben: Caller, card: str) -> None:
    ben.post(f"/cards/{card}/runs", {**RUN, "designated": True})
    second = ben.post(f"/cards/{card}/runs", {**RUN, "external_id": "43"}).json
    assert ben.patch(f"/cards/{card}/runs/{second['id']}", {"designated": True}).json["designated"] is True
    designated = [
        run["external_id"] for run in ben.get(f"/cards/{card}/runs").json["results"] if run["designated"]
    ]
    assert designated == ["43"]


@pytest.mark.parametrize(
    "change",
    [
        {"metrics": {"val.auc": [1]}},
        {"metrics": {"val.auc": True}},
        {"metrics": [1]},
        {"metrics": {"": 1}},
        {"status": "done"},
        {"started_at": "yesterday"},
        {"seed": 1.5},
        {"params": 3},
        {"external_id": "x" * 201},
        {"model": "x"},
    ],
)
def test_a_run_that_makes_no_sense_is_refused(ben: Caller, card: str, change: dict[str, Any]) -> None:
    assert ben.post(f"/cards/{card}/runs", {**RUN, **change}).status == 400


@pytest.mark.parametrize(
    ("metrics", "result", "suggested", "reason"),
    [
        ({"val.auc": 0.83}, "pass", "supported", "all_met"),
        ({"val.auc": 0.82}, "pass", "supported", "all_met"),
        ({"val.auc": 0.81999}, "fail", "refuted", "target_missed"),
        ({"val.auc": "NaN"}, "unknown", "inconclusive", "target_unknown"),
        ({"val.auc": None}, "unknown", "inconclusive", "target_unknown"),
        ({}, "unknown", "inconclusive", "target_unknown"),
    ],
)
def test_a_dry_run_evaluates_and_writes_nothing(
    ben: Caller, card: str, board: Board, metrics: dict[str, Any], result: str, suggested: str, reason: str
) -> None:
    before = kinds(board)
    found = ben.post(f"/cards/{card}/evaluate", {"metrics": metrics})
    assert found.status == 200
    [criterion] = found.json["criteria"]
    assert (criterion["key"], criterion["result"], criterion["needed"]) == ("auc", result, ">= 0.82")
    assert (found.json["suggested"], found.json["reason"]) == (suggested, reason)
    assert kinds(board) == before


def test_a_verdict_needs_evidence(ben: Caller, card: str) -> None:
    body = {"value": "supported", "learned": "It works", "observed": "0.83", "therefore": "build it"}
    refused = ben.post(f"/cards/{card}/verdict", body)
    assert (refused.status, refused.code) == (422, "evidence_needed")
    ben.post(f"/cards/{card}/runs", RUN)
    done = ben.post(f"/cards/{card}/verdict", body)
    assert (done.status, done.json["value"], done.json["suggested"]) == (201, "supported", "supported")
    assert ben.get(f"/cards/{card}/verdict").json == done.json
    assert ben.get(f"/cards/{card}").json["verdict"]["value"] == "supported"
    assert ben.post(f"/cards/{card}/verdict", body).status == 409


def test_against_the_suggestion_a_second_person_is_needed(sign: Sign, card: str) -> None:
    ben = sign("ben")
    ben.post(f"/cards/{card}/runs", RUN)
    body = {"value": "refuted", "learned": "Leaked labels"}
    refused = ben.post(f"/cards/{card}/verdict", body)
    assert (refused.status, refused.code) == (422, "override_reason_needed")
    assert ben.post(f"/cards/{card}/verdict", {**body, "override_reason": "The split leaks"}).status == 201
    path = f"/cards/{card}/verdict/confirmation"
    assert ben.post(path).status == 403
    assert sign("petra").post(path).json["confirmed_by"] == "petra"
    assert sign("ada").post(path).status == 409


def test_without_a_verdict_there_is_none(ben: Caller, card: str) -> None:
    assert ben.get(f"/cards/{card}/verdict").status == 404
    assert ben.post(f"/cards/{card}/verdict", {"value": "maybe", "learned": "x"}).status == 400
    assert ben.post(f"/cards/{card}/verdict", {"value": "invalid"}).status == 400


def test_the_run_of_another_card_is_not_there(ben: Caller, world: World, board: Board, card: str) -> None:
    number = ben.post(f"/cards/{card}/runs", RUN).json["id"]
    other = world.hypothesis(board).ref
    assert ben.get(f"/cards/{card}/runs/{number}").status == 200
    assert ben.get(f"/cards/{other}/runs/{number}").status == 404
