"""What a body may be: JSON, as strict as its standard and no stranger than a database."""

from __future__ import annotations

import pytest

from api.parsing import MOST_BYTES, read_json
from boards.models import Board
from tests.api.caller import Caller

BAD = {
    "nothing closed": b'{"board": "CHURN"',
    "a key twice": b'{"board": "CHURN", "title": "a", "title": "b"}',
    "not a number": b'{"board": "CHURN", "title": "a", "value": NaN}',
    "infinity": b'{"board": "CHURN", "title": "a", "value": -Infinity}',
    "a float beyond all": b'{"board": "CHURN", "title": "a", "value": 1e400}',
    "an integer beyond 64 bits": b'{"board": "CHURN", "title": "a", "value": 9999999999999999999}',
    "thousands of digits": b'{"board": "CHURN", "title": "a", "value": ' + b"9" * 5000 + b"}",
    "NUL": b'{"board": "CHURN", "title": "a\\u0000b"}',
    "half a surrogate pair": b'{"board": "CHURN", "title": "\\ud800"}',
    "not UTF-8": b'{"board": "CHURN", "title": "\xff"}',
    "deep": b"[" * 10_000 + b"]" * 10_000,
    "too deep": b"[" * 22 + b"]" * 22,
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_is_refused(ben: Caller, board: Board, body: bytes) -> None:
    refused = ben.ask("POST", "/cards", raw=body)
    assert (refused.status, refused.code) == (400, "malformed")


def test_a_body_that_is_no_object_is_refused(ben: Caller, board: Board) -> None:
    for body in (b"[]", b"3", b"null", b'"text"'):
        assert ben.ask("POST", "/cards", raw=body).status == 400


def test_a_body_that_is_too_large_is_refused(ben: Caller, board: Board) -> None:
    refused = ben.ask("POST", "/cards", raw=b" " * (MOST_BYTES + 1))
    assert (refused.status, refused.code) == (413, "too_large")


def test_a_body_in_pieces_needs_a_length(ben: Caller, board: Board) -> None:
    refused = ben.post("/cards", Transfer_Encoding="chunked")
    assert (refused.status, refused.code) == (411, "length_required")


def test_what_databases_hold_is_read() -> None:
    assert read_json(b'{"a": [1, -2.5, true, null, "\\ud83d\\ude00"]}') == {
        "a": [1, -2.5, True, None, "\U0001f600"]
    }


def test_unknown_fields_are_refused_at_every_depth(ben: Caller, board: Board) -> None:
    refused = ben.post("/cards", {"board": "CHURN", "title": "x", "story": {"who": "me"}, "author": "ada"})
    assert refused.status == 400
    assert refused.fields["author"] == "unknown_field"


@pytest.mark.parametrize(
    "name", ["id", "version", "seq", "author", "created_at", "rank", "face", "team", "board_id"]
)
def test_what_the_server_sets_cannot_be_sent(ben: Caller, board: Board, name: str) -> None:
    assert ben.post("/cards", {"board": "CHURN", "title": "x", name: 1}).fields == {name: "unknown_field"}
    assert ben.post("/cards", {"board": "CHURN", "title": "x"}).status == 201


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "cursor=x", "page=2", "fields=title", "author__password__startswith=p"],
)
def test_unknown_and_wrong_parameters_are_refused(ben: Caller, board: Board, query: str) -> None:
    refused = ben.get(f"/cards?{query}")
    assert (refused.status, refused.code) == (400, "invalid")


def test_a_parameter_given_twice_is_refused(ben: Caller, board: Board) -> None:
    assert ben.get("/cards?kind=task&kind=hypothesis").fields == {"kind": "repeated"}


def test_a_type_is_not_guessed(ben: Caller, board: Board) -> None:
    refused = ben.post("/cards", {"board": "CHURN", "title": 5, "value": "3", "due_at": "tomorrow"})
    assert refused.fields == {"title": "invalid", "value": "invalid", "due_at": "invalid"}
    naive = ben.post("/cards", {"board": "CHURN", "title": "x", "due_at": "2026-12-01T09:00:00"})
    assert naive.fields == {"due_at": "invalid"}
