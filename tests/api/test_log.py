"""`/cards/{ref}/log`: the research log."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from boards.models import Board
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World


@pytest.fixture
def card(world: World, board: Board) -> str:
    return world.hypothesis(board).ref


def test_an_entry_is_written_and_read(ben: Caller, card: str) -> None:
    made = ben.post(f"/cards/{card}/log", {"kind": "result", "body": "AUC is **0.83**"})
    assert (made.status, made.json["author"], made.json["kind"]) == (201, "ben", "result")
    assert ben.get(f"/cards/{card}/log").json["results"] == [made.json]
    assert ben.get(f"/cards/{card}/log/{made.json['id']}").json == made.json
    assert ben.get(f"/cards/{card}").json["log"] == 1


def test_the_oldest_comes_first_unless_asked(ben: Caller, card: str, clock: time_machine.Traveller) -> None:
    for text in "abc":
        ben.post(f"/cards/{card}/log", {"body": text})
        clock.shift(timedelta(minutes=1))
    assert [entry["body"] for entry in ben.get(f"/cards/{card}/log").json["results"]] == ["a", "b", "c"]
    first = ben.get(f"/cards/{card}/log?ordering=-created_at&limit=2").json
    assert [entry["body"] for entry in first["results"]] == ["c", "b"]
    rest = ben.get(f"/cards/{card}/log?ordering=-created_at&limit=2&cursor={first['next']}").json
    assert [entry["body"] for entry in rest["results"]] == ["a"]
    assert ben.get(f"/cards/{card}/log?kind=help").json["results"] == []


def test_only_its_author_changes_or_removes_an_entry(sign: Sign, card: str) -> None:
    ben, petra = sign("ben"), sign("petra")
    number = ben.post(f"/cards/{card}/log", {"body": "Mine"}).json["id"]
    path = f"/cards/{card}/log/{number}"
    assert petra.patch(path, {"body": "Hers"}).status == 403
    assert petra.delete(path).status == 403
    assert ben.patch(path, {"body": "Better"}).json["edited_at"] is None
    assert ben.delete(path).status == 204
    tombstone = ben.get(path).json
    assert (tombstone["body"], tombstone["author"], tombstone["removed_at"]) == ("", "ben", "2026-11-16T10:00:00Z")
    assert ben.delete(path).status == 404


def test_a_late_edit_is_seen(ben: Caller, card: str, clock: time_machine.Traveller) -> None:
    number = ben.post(f"/cards/{card}/log", {"body": "First"}).json["id"]
    clock.shift(timedelta(minutes=16))
    assert ben.patch(f"/cards/{card}/log/{number}", {"body": "Second"}).json["edited_at"]


@pytest.mark.parametrize("body", [{}, {"body": " "}, {"body": "x" * 10_001}, {"body": "x", "kind": "rant"}])
def test_an_empty_or_endless_entry_is_refused(ben: Caller, card: str, body: dict[str, str]) -> None:
    assert ben.post(f"/cards/{card}/log", body).status == 400


def test_the_entry_of_another_card_is_not_there(ben: Caller, world: World, board: Board, card: str) -> None:
    number = ben.post(f"/cards/{card}/log", {"body": "Mine"}).json["id"]
    other = world.hypothesis(board).ref
    assert ben.get(f"/cards/{other}/log/{number}").status == 404
