"""`/cards` and one card."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Board, Card
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World, drawn, kinds, lane_of

FULL = {
    "board": "CHURN",
    "lane": "To Do",
    "kind": "hypothesis",
    "title": "Embeddings beat TF-IDF",
    "description": "See *the paper*.",
    "assignees": ["ben", "ada"],
    "labels": ["nlp"],
    "priority": "high",
    "value": 4,
    "weight": 2,
    "due_at": "2026-12-01T09:00:00+01:00",
}


def test_a_title_is_enough(ben: Caller, board: Board) -> None:
    made = ben.post("/cards", {"board": "CHURN", "title": "An idea"})
    assert (made.status, made.headers["Location"], made.headers["ETag"]) == (201, "/api/v1/cards/CHURN-1", '"1"')
    assert (made.json["lane"]["role"], made.json["author"]) == ("backlog", "ben")


def test_a_card_is_shown_as_it_was_made(ben: Caller, board: Board) -> None:
    made = ben.post("/cards", FULL).json
    given = {
        name: FULL[name] for name in ("kind", "title", "description", "labels", "priority", "value", "weight")
    }
    assert {name: made[name] for name in given} == given
    assert made["assignees"] == ["ada", "ben"]
    assert made["due_at"] == "2026-12-01T08:00:00Z"
    assert made["lane"] == {"id": lane_of(board, "to do").pk, "name": "to do", "role": "queue"}
    assert made["url"].endswith("/c/CHURN-1/")
    assert ben.get("/cards/CHURN-1").json == made
    assert ben.get("/cards").json["results"] == [made]


def test_a_card_goes_where_it_is_told(ben: Caller, board: Board) -> None:
    for title, where in (
        ("a", {}),
        ("b", {"to": "top"}),
        ("c", {"before": "CHURN-1"}),
        ("d", {"after": "CHURN-2"}),
    ):
        assert ben.post("/cards", {"board": "CHURN", "lane": "to do", "title": title, **where}).status == 201
    assert "to do: b d c a" in drawn(board)
    both = {"board": "CHURN", "lane": "to do", "title": "e", "to": "top", "after": "CHURN-1"}
    assert ben.post("/cards", both).status == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lane", "nowhere"),
        ("lane", 9999),
        ("kind", "bug"),
        ("value", 6),
        ("value", 0),
        ("assignees", ["dan"]),
        ("assignees", "ben"),
        ("labels", ["x" * 61]),
        ("title", " "),
        ("title", "x" * 201),
        ("description", "x" * 20_001),
        ("due_at", "0001-01-01T00:00:00Z"),
        ("due_at", "2026-02-30T00:00:00Z"),
    ],
)
def test_what_does_not_fit_is_refused(ben: Caller, board: Board, field: str, value: object) -> None:
    refused = ben.post("/cards", {"board": "CHURN", "title": "x", field: value})
    assert refused.status == 400
    assert any(name.startswith(field) for name in refused.fields)
    assert not Card.objects.exists()


def test_an_edit_sets_what_is_given(ben: Caller, board: Board) -> None:
    ben.post("/cards", FULL)
    edited = ben.patch("/cards/CHURN-1", {"title": "Better", "value": None, "assignees": []}).json
    assert (edited["title"], edited["value"], edited["assignees"], edited["priority"]) == (
        "Better",
        None,
        [],
        "high",
    )
    assert edited["version"] == 2


def test_an_edit_that_changes_nothing_records_nothing(ben: Caller, board: Board) -> None:
    made = ben.post("/cards", FULL).json
    same = ben.patch("/cards/CHURN-1", {"title": made["title"], "due_at": made["due_at"], "labels": ["nlp"]})
    assert same.json == made
    assert kinds(board)[-1] == "card.created"


def test_a_card_is_blocked_and_freed(ben: Caller, board: Board) -> None:
    ben.post("/cards", FULL)
    assert ben.patch("/cards/CHURN-1", {"blocked": "No data yet"}).json["blocked"] == {
        "reason": "No data yet",
        "since": "2026-11-16T10:00:00Z",
    }
    assert ben.patch("/cards/CHURN-1", {"blocked": None}).json["blocked"] is None
    assert ben.patch("/cards/CHURN-1", {"blocked": " "}).status == 400
    assert kinds(board)[-2:] == ["card.blocked", "card.unblocked"]


def test_a_change_of_several_things_is_one(ben: Caller, board: Board) -> None:
    ben.post("/cards", FULL)
    assert ben.patch("/cards/CHURN-1", {"title": "New", "blocked": ""}).status == 400
    assert ben.get("/cards/CHURN-1").json["title"] == FULL["title"]


def test_the_trash_gives_back(ben: Caller, board: Board) -> None:
    ben.post("/cards", FULL)
    assert ben.delete("/cards/CHURN-1").status == 204
    assert ben.get("/cards/CHURN-1").json["trashed_at"] == "2026-11-16T10:00:00Z"
    assert ben.get("/cards").json["results"] == []
    assert ben.patch("/cards/CHURN-1", {"title": "x"}).status == 404
    restored = ben.post("/cards/CHURN-1/restoration")
    assert (restored.status, restored.json["trashed_at"]) == (200, None)
    assert len(ben.get("/cards").json["results"]) == 1


def test_the_archive_too(ben: Caller, board: Board) -> None:
    ben.post("/cards", FULL)
    assert ben.post("/cards/CHURN-1/archive").json["archived_at"] == "2026-11-16T10:00:00Z"
    assert ben.get("/cards").json["results"] == []
    assert ben.post("/cards/CHURN-1/restoration").json["archived_at"] is None


def test_the_history_is_what_happened(ben: Caller, board: Board) -> None:
    ben.post("/cards", FULL, X_Origin="script")
    ben.patch("/cards/CHURN-1", {"title": "Better"})
    first, second = ben.get("/cards/CHURN-1/history").json["results"]
    assert (first["kind"], first["origin"], first["actor"], first["version"]) == (
        "card.created",
        "script",
        "ben",
        1,
    )
    assert (second["kind"], second["previous"]) == ("card.edited", {"title": FULL["title"]})
    page = ben.get("/cards/CHURN-1/history?limit=1").json
    assert ben.get(f"/cards/CHURN-1/history?limit=1&cursor={page['next']}").json["results"] == [second]


def test_a_mark_of_origin_is_short_and_visible(ben: Caller, board: Board) -> None:
    assert ben.post("/cards", FULL, X_Origin="x" * 61).status == 400
    assert ben.post("/cards", FULL, X_Origin="x" * 60).status == 201


def test_the_questions_of_one_card_are_few(ben: Caller, world: World, board: Board) -> None:
    world.running(board)
    ben.get("/cards/CHURN-1")
    with CaptureQueriesContext(connection) as queries:
        ben.get("/cards/CHURN-1")
    assert len(queries) == 2


def test_a_box_is_counted_by_the_clock(
    ben: Caller, world: World, board: Board, clock: time_machine.Traveller
) -> None:
    ref = world.running(board, budget="5d").ref
    box = ben.get(f"/cards/{ref}").json["timebox"]
    assert (box["state"], box["budget_minutes"], box["elapsed_minutes"], box["remaining_minutes"]) == (
        "running",
        2400,
        60,
        2340,
    )
    assert box["due_at"] == "2026-11-20T18:00:00Z"
    clock.shift(timedelta(days=7))
    box = ben.get(f"/cards/{ref}").json["timebox"]
    assert (box["state"], box["elapsed_minutes"], box["remaining_minutes"]) == ("expired", 2400, 0)


def test_nobody_else_sees_the_card(sign: Sign, world: World, board: Board) -> None:
    world.card(board)
    dan = sign("dan")
    assert dan.get("/cards").json["results"] == []
    for method, path, body in (
        ("PATCH", "", {"title": "x"}),
        ("DELETE", "", None),
        ("POST", "/move", {"lane": "done"}),
        ("POST", "/restoration", None),
        ("POST", "/archive", None),
    ):
        assert dan.ask(method, f"/cards/CHURN-1{path}", body).status == 404
    assert dan.post("/cards", {"board": "CHURN", "title": "x"}).status == 404
