"""Boards brought in over REST: handed in, followed, reported, once per key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from boards.models import Board, Event
from integrations.models import Import
from integrations.tasks import run_one_import
from tests.api.caller import ROOT, Caller
from tests.api.conftest import Sign
from tests.integrations.handed_in import TRELLO, handed_in, worked_off
from tests.world import World

BODY = {"team": "demo", "content": TRELLO, "filename": "board.json"}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.IMPORTS_DIR = tmp_path / "imports"
    return tmp_path / "imports"


@pytest.fixture
def petra(sign: Sign) -> Caller:
    return sign("petra")


def form(caller: Caller, **fields: Any) -> Any:
    data = {"team": "demo", "file": ContentFile(TRELLO.encode(), "board.json"), **fields}
    return caller.client.post(f"{ROOT}/imports", data, headers=caller.headers)


def test_a_file_as_json_is_taken_and_followed(petra: Caller) -> None:
    taken = petra.post("/imports", {**BODY, "key": "SPACE"})
    assert (taken.status, taken.json["state"], taken.json["format"]) == (202, "queued", "trello")
    assert taken.json["progress"] == {"done": 0, "of": 0}
    where = taken.headers["Location"].removeprefix(ROOT)
    run_one_import(taken.json["id"])
    done = petra.get(where).json
    assert (done["state"], done["board"], done["report"]["cards"]) == ("done", "SPACE", {"created": 2})
    assert done["report"]["left_out"] == {"votes": {"count": 1, "examples": ["Two"]}}
    assert petra.get("/imports?team=demo").json["results"] == [done]


def test_a_client_knows_its_own_writes(petra: Caller) -> None:
    run_one_import(petra.post("/imports", BODY, X_Origin="mirror").json["id"])
    assert {event.origin for event in Event.objects.all()} == {"mirror"}


def test_a_file_as_a_form_is_taken(petra: Caller) -> None:
    answer = form(petra, dry_run="true", name="Space")
    assert answer.status_code == 202
    assert (answer.json()["file"], answer.json()["dry_run"]) == ("board.json", True)


@pytest.mark.parametrize("body", [{"dry_run": True}, {}])
def test_a_dry_run_is_asked_for_in_the_body_or_the_address(petra: Caller, body: dict[str, Any]) -> None:
    taken = petra.post("/imports" + ("" if body else "?dry_run=true"), {**BODY, **body})
    run_one_import(taken.json["id"])
    done = petra.get(f"/imports/{taken.json['id']}").json
    assert (done["state"], done["board"], done["report"]["cards"]) == ("done", None, {"created": 2})
    assert not Board.objects.exists()


def test_a_retried_request_is_one_import(petra: Caller, folder: Path) -> None:
    first = petra.post("/imports", BODY, Idempotency_Key="k1")
    again = petra.post("/imports", BODY, Idempotency_Key="k1")
    other = petra.post("/imports", {**BODY, "key": "SPACE"}, Idempotency_Key="k1")
    assert (again.json, again.headers["Idempotent-Replay"]) == (first.json, "true")
    assert (other.status, other.code) == (422, "idempotency_mismatch")
    assert (Import.objects.count(), len(list(folder.iterdir()))) == (1, 1)


def test_a_retried_form_is_one_import(petra: Caller) -> None:
    petra.headers["Idempotency-Key"] = "k1"
    assert form(petra).json()["id"] == form(petra).json()["id"]


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"content": ""}, 400, "content"),
        ({"content": "<html>"}, 400, "file"),
        ({"format": "excel"}, 400, "format"),
        ({"key": "space"}, 400, "key"),
        ({"dry_run": "perhaps"}, 400, "dry_run"),
        ({"dry_run": 1}, 400, "dry_run"),
        ({"colour": "red"}, 400, "colour"),
        ({"board": "CHURN"}, 400, "board"),
        ({"file": "x"}, 400, "file"),
    ],
)
def test_a_wrong_field_is_named(
    petra: Caller, board: Board, folder: Path, more: dict[str, Any], status: int, field: str
) -> None:
    answer = petra.post("/imports", {**BODY, **more})
    assert (answer.status, list(answer.fields)) == (status, [field])
    assert not folder.exists() or not list(folder.iterdir())


def test_a_body_without_a_file_is_refused(petra: Caller) -> None:
    assert petra.post("/imports", {"team": "demo"}).fields == {"file": "required"}


def test_a_board_of_others_is_not_there(petra: Caller, sign: Sign) -> None:
    assert petra.post("/imports", {**BODY, "board": "OTHER"}).status == 404


def test_a_form_beyond_the_limit_is_not_read(petra: Caller, settings: Settings) -> None:
    settings.FILE_BYTES = 1_000_000
    answer = form(petra, file=ContentFile(b"{" * 1_300_000, "board.json"))
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    assert "at most 1 MB" in answer.json()["detail"]


def test_the_list_is_paged_newest_first(petra: Caller, world: World) -> None:
    made = []
    for _ in range(3):
        made.append(str(handed_in(world).pk))
        world.later(minutes=1)
    first = petra.get("/imports?limit=2").json
    rest = petra.get(f"/imports?limit=2&cursor={first['next']}").json
    assert [each["id"] for page in (first, rest) for each in page["results"]] == made[::-1]
    assert (len(first["results"]), rest["next"]) == (2, None)


def test_the_list_costs_the_same_for_any_number(
    petra: Caller, world: World, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        worked_off(world, handed_in(world))
    with django_assert_max_num_queries(6):
        assert len(petra.get("/imports").json["results"]) == 5


def test_no_answer_holds_a_private_address(petra: Caller) -> None:
    taken = petra.post("/imports", BODY)
    run_one_import(taken.json["id"])
    assert "@" not in json.dumps(petra.get("/imports").json)
