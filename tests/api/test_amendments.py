"""`/cards/{ref}/amendments` and `/forecasts`."""

from __future__ import annotations

from typing import Any

import pytest

from boards.models import Board
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import AUC, World

STRICTER: dict[str, Any] = {
    "kind": "tighten",
    "reason": "The rule reaches .88 already",
    "criteria": [{**AUC, "target": 0.9}],
}


@pytest.fixture
def card(world: World, board: Board) -> str:
    return world.running(board, "Embeddings help").ref


def test_an_amendment_is_proposed_read_and_approved(sign: Sign, card: str) -> None:
    ben, petra = sign("ben"), sign("petra")
    asked = ben.post(f"/cards/{card}/amendments", STRICTER)
    assert (asked.status, asked.json["state"], asked.json["author"]) == (201, "proposed", "ben")
    path = f"/cards/{card}/amendments/{asked.json['id']}"
    assert petra.get(path).json == asked.json
    assert ben.post(f"{path}/approval", {}).status == 403
    done = petra.post(f"{path}/approval", {"note": "Agreed"}).json
    assert (done["state"], done["decided_by"], done["note"], len(done["hash"])) == (
        "approved",
        "petra",
        "Agreed",
        64,
    )
    assert (done["before"]["criteria"][0]["target"], done["after"]["criteria"][0]["target"]) == (0.82, 0.9)
    found = ben.get(f"/cards/{card}/hypothesis").json
    assert (found["amendments"], found["amended_hash"], found["exploratory"]) == (1, done["hash"], False)
    assert found["hash"] != done["hash"]
    assert ben.get(f"/cards/{card}/criteria").json["hash"] == done["hash"]
    assert ben.get(f"/cards/{card}/amendments").json["results"] == [done]


def test_a_decline_leaves_everything_as_it_was(sign: Sign, card: str) -> None:
    asked = sign("ben").post(f"/cards/{card}/amendments", STRICTER).json
    declined = sign("petra").post(f"/cards/{card}/amendments/{asked['id']}/decline", {"note": "No"})
    assert (declined.json["state"], declined.json["hash"]) == ("declined", None)
    assert sign("ben").get(f"/cards/{card}/criteria").json["criteria"][0]["target"] == 0.82


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"kind": "clarify"}, 422, "another_kind"),
        ({"kind": "improve"}, 400, "invalid"),
        ({"reason": ""}, 400, "invalid"),
        ({"forecast": 0.9}, 400, "invalid"),
        ({"criteria": [AUC]}, 400, "invalid"),
    ],
)
def test_what_makes_no_amendment_is_refused(
    ben: Caller, card: str, change: dict[str, Any], status: int, code: str
) -> None:
    refused = ben.post(f"/cards/{card}/amendments", {**STRICTER, **change})
    assert (refused.status, refused.code) == (status, code)


def test_amendments_are_found_on_their_own_card_only(ben: Caller, world: World, board: Board, card: str) -> None:
    asked = ben.post(f"/cards/{card}/amendments", STRICTER).json
    other = world.running(board, "another").ref
    assert ben.get(f"/cards/{other}/amendments/{asked['id']}").status == 404
    assert ben.get(f"/cards/{other}/amendments").json["results"] == []


def test_amendments_and_forecasts_come_in_pages(sign: Sign, card: str) -> None:
    for n, who in enumerate(("petra", "ada", "petra")):
        assert sign(who).post(f"/cards/{card}/forecasts", {"forecast": 0.2 + n / 10}).status == 201
    first = sign("ben").get(f"/cards/{card}/forecasts?limit=3").json
    second = sign("ben").get(f"/cards/{card}/forecasts?limit=3&cursor={first['next']}").json
    said = [(each["person"], each["forecast"]) for each in first["results"] + second["results"]]
    assert said == [("petra", 0.4), ("ada", pytest.approx(0.3)), ("petra", 0.2), ("ben", 0.6)]


def test_forecasts_close_with_the_first_result(sign: Sign, card: str) -> None:
    sign("ben").post(f"/cards/{card}/runs", {"external_id": "1", "metrics": {"val.auc": 0.5}})
    late = sign("petra").post(f"/cards/{card}/forecasts", {"forecast": 0.2})
    assert (late.status, late.code) == (409, "forecasts_closed")
    again = sign("ben").post(f"/cards/{card}/forecasts", {"forecast": 0.2, "reason": "it fell"}).json
    assert (again["informed"], again["reason"], again["round"]) == (True, "it fell", 1)
    assert sign("ben").post(f"/cards/{card}/forecasts", {"forecast": 1.0}).status == 400


def test_the_evaluation_says_of_how_many_runs_it_speaks(ben: Caller, card: str) -> None:
    found = ben.post(f"/cards/{card}/evaluate", {"metrics": {"val.auc": 0.9}}).json
    assert (found["runs"], found["candidates"], found["passing"]) == (["dry run"], 1, 1)


def test_a_run_from_before_the_lock_is_prior(ben: Caller, card: str) -> None:
    begun = {"external_id": "1", "started_at": "2026-11-16T08:00:00Z", "metrics": {"val.auc": 0.9}}
    found = ben.post(f"/cards/{card}/runs", begun).json
    assert (found["prior"], found["counts"]) == (True, False)
