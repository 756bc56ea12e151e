"""`/cards/batch`: each operation for itself."""

from __future__ import annotations

from typing import Any

from boards.models import Board, Card
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World


def run(caller: Caller, *operations: Any) -> list[dict[str, Any]]:
    answer = caller.post("/cards/batch", {"operations": list(operations)})
    assert answer.status == 200, answer.content
    results: list[dict[str, Any]] = answer.json["results"]
    return results


def test_each_operation_has_its_own_status(ben: Caller, world: World, board: Board) -> None:
    world.card(board, "Here")
    done = run(
        ben,
        {"op": "create", "board": "CHURN", "title": "New", "lane": "to do"},
        {"op": "update", "ref": "CHURN-1", "title": "Changed", "blocked": "waits"},
        {"op": "move", "ref": "CHURN-2", "lane": "code review"},
        {"op": "trash", "ref": "CHURN-1"},
        {"op": "update", "ref": "CHURN-99", "title": "x"},
        {"op": "move", "ref": "CHURN-2", "lane": "nowhere"},
        {"op": "create", "board": "CHURN"},
        {"op": "explode"},
        "nonsense",
    )
    assert [item["status"] for item in done] == [201, 200, 200, 200, 404, 400, 400, 400, 400]
    assert [item["index"] for item in done] == list(range(9))
    assert done[0]["card"]["ref"] == "CHURN-2"
    assert done[2]["card"]["lane"]["name"] == "code review"
    assert done[3]["card"]["trashed_at"]
    assert done[4]["problem"]["code"] == "not_found"
    assert done[6]["problem"]["errors"][0]["field"] == "title"


def test_a_refused_operation_leaves_nothing_half_done(ben: Caller, world: World, board: Board) -> None:
    world.card(board, "Here")
    [refused] = run(ben, {"op": "update", "ref": "CHURN-1", "title": "Changed", "assignees": ["dan"]})
    assert refused["status"] == 400
    assert Card.objects.get().title == "Here"


def test_what_was_seen_can_be_named(ben: Caller, world: World, board: Board) -> None:
    world.card(board, "Here")
    ben.patch("/cards/CHURN-1", {"title": "Changed"})
    edit, trash = run(
        ben,
        {"op": "update", "ref": "CHURN-1", "title": "Mine", "if_match": 1},
        {"op": "trash", "ref": "CHURN-1", "if_match": 1},
    )
    assert (edit["status"], trash["status"]) == (412, 412)
    assert edit["problem"]["current"]["title"] == "Changed"


def test_two_hundred_are_the_most(ben: Caller, board: Board) -> None:
    item = {"op": "create", "board": "CHURN", "title": "x"}
    assert ben.post("/cards/batch", {"operations": [item] * 201}).status == 400
    assert ben.post("/cards/batch", {"operations": []}).status == 400
    assert not Card.objects.exists()


def test_rights_are_asked_per_operation(sign: Sign, world: World, board: Board) -> None:
    world.card(board, "Here")
    operations = [{"op": "trash", "ref": "CHURN-1"}, {"op": "create", "board": "CHURN", "title": "x"}]
    assert [item["status"] for item in run(sign("vera"), *operations)] == [403, 403]
    assert [item["status"] for item in run(sign("dan"), *operations)] == [404, 404]
