"""Every error is a problem of one shape, and says nothing about what one may not see."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from psycopg2 import errors as postgres

from boards.models import Board
from tests.api.caller import Answer, Caller
from tests.api.conftest import Sign
from tests.world import World


def is_problem(answer: Answer, status: int, code: str) -> bool:
    body = answer.json
    return (
        answer.status == status == body["status"]
        and answer.headers["Content-Type"] == "application/problem+json"
        and body["code"] == code
        and body["type"].endswith(f"/api/v1/docs#problem-{code}")
        and all(body[name] for name in ("title", "detail"))
    )


def test_each_error_is_a_problem(ben: Caller, sign: Sign, board: Board) -> None:
    assert is_problem(sign().get("/me"), 401, "not_authenticated")
    assert is_problem(sign("vera").post("/cards", {"board": "CHURN", "title": "x"}), 403, "forbidden")
    assert is_problem(ben.get("/boards/NONE"), 404, "not_found")
    assert is_problem(ben.get("/nothing/here"), 404, "not_found")
    assert is_problem(ben.get("/cards/"), 404, "not_found")
    assert is_problem(ben.ask("PUT", "/me"), 405, "method_not_allowed")
    assert is_problem(ben.get("/me", Accept="text/html"), 406, "not_acceptable")
    assert is_problem(
        ben.ask("POST", "/cards", raw=b"title=x", Content_Type="application/x-www-form-urlencoded"),
        415,
        "unsupported_media_type",
    )
    assert is_problem(ben.post("/cards", {"board": "CHURN"}), 400, "invalid")


def test_a_wrong_method_names_the_right_ones(ben: Caller) -> None:
    assert ben.ask("PUT", "/me").headers["Allow"] == "GET, HEAD"


def test_validation_names_each_field(ben: Caller, board: Board) -> None:
    refused = ben.post("/cards", {"board": "CHURN", "title": "", "value": 9, "labels": ["ok", 3]})
    assert refused.fields == {"title": "blank", "value": "max_value", "labels[1]": "invalid"}
    for error in refused.json["errors"]:
        assert set(error) == {"field", "code", "message"}


def test_what_one_may_not_see_is_answered_like_what_is_not_there(sign: Sign, world: World, board: Board) -> None:
    world.card(board, "Secret")
    dan = sign("dan")
    for there, nowhere in (
        ("/boards/CHURN", "/boards/CHURX"),
        ("/boards/CHURN/snapshot", "/boards/CHURX/snapshot"),
        ("/boards/CHURN/changes", "/boards/CHURX/changes"),
        ("/cards/CHURN-1", "/cards/CHURN-9"),
        ("/cards/CHURN-1/history", "/cards/CHURN-9/history"),
        ("/cards?board=CHURN", "/cards?board=CHURX"),
        ("/teams/demo/members", "/teams/nowhere/members"),
    ):
        first, second = dan.get(there), dan.get(nowhere)
        assert (first.status, first.content) == (404, second.content)


def test_an_error_nobody_foresaw_has_a_number_and_no_details(
    ben: Caller, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr("boards.api.boards.board_as_dict", broken)
    ben.client.raise_request_exception = False
    failed = ben.get("/boards/CHURN")
    assert is_problem(failed, 500, "internal")
    assert failed.json["request_id"] == failed.headers["X-Request-ID"]
    assert b"hunter2" not in failed.content


def test_a_busy_database_is_no_fault_of_the_server(
    ben: Caller, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("canceling statement due to lock timeout") from postgres.LockNotAvailable()

    monkeypatch.setattr("boards.api.boards.board_as_dict", locked)
    monkeypatch.setattr("accounts.retry._code", lambda error: "55P03")
    busy = ben.get("/boards/CHURN")
    assert is_problem(busy, 503, "busy")
    assert busy.headers["Retry-After"] == "1"
