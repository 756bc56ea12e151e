"""ETags: a body saved, and an edit that does not run over another one."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from boards.models import Board
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World


@pytest.fixture
def card(ben: Caller, board: Board) -> str:
    return str(ben.post("/cards", {"board": "CHURN", "title": "An idea", "lane": "to do"}).json["ref"])


def test_a_card_says_its_version_as_etag(ben: Caller, card: str) -> None:
    found = ben.get(f"/cards/{card}")
    assert found.headers["ETag"] == f'"{found.json["version"]}"'


def test_an_unchanged_card_is_not_sent_again(ben: Caller, card: str) -> None:
    tag = ben.get(f"/cards/{card}").headers["ETag"]
    same = ben.get(f"/cards/{card}", If_None_Match=tag)
    assert (same.status, same.content, same.headers["ETag"]) == (304, b"", tag)
    assert ben.get(f"/cards/{card}", If_None_Match=f"W/{tag}").status == 304
    ben.patch(f"/cards/{card}", {"title": "Another idea"})
    assert ben.get(f"/cards/{card}", If_None_Match=tag).status == 200


def test_a_box_that_ran_out_changes_the_etag_without_a_worker(
    ben: Caller, world: World, board: Board, clock: time_machine.Traveller
) -> None:
    running = world.running(board, budget="2h")
    before = ben.get(f"/cards/{running.ref}")
    assert before.json["timebox"]["state"] == "running"
    clock.shift(timedelta(hours=5))
    after = ben.get(f"/cards/{running.ref}", If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert after.json["timebox"]["state"] == "expired"
    assert after.json["version"] == before.json["version"]


def test_an_edit_of_what_was_seen_goes_through(ben: Caller, card: str) -> None:
    edited = ben.patch(f"/cards/{card}", {"title": "Better"}, If_Match='"1"')
    assert edited.status == 200
    assert "merged" not in edited.json
    assert edited.headers["ETag"] == '"2"'


def test_an_edit_of_the_same_field_is_refused_with_what_is_there(ben: Caller, sign: Sign, card: str) -> None:
    sign("petra").patch(f"/cards/{card}", {"title": "Petra's"})
    refused = ben.patch(f"/cards/{card}", {"title": "Ben's"}, If_Match='"1"')
    assert (refused.status, refused.code) == (412, "stale")
    assert refused.json["current"]["title"] == "Petra's"
    assert refused.headers["ETag"] == '"2"'
    assert ben.get(f"/cards/{card}").json["title"] == "Petra's"


def test_an_edit_of_another_field_is_merged_and_says_so(ben: Caller, sign: Sign, card: str) -> None:
    sign("petra").patch(f"/cards/{card}", {"title": "Petra's"})
    merged = ben.patch(f"/cards/{card}", {"priority": "high"}, If_Match='"1"')
    assert merged.status == 200
    assert merged.json["merged"] is True
    assert (merged.json["title"], merged.json["priority"]) == ("Petra's", "high")


@pytest.mark.parametrize("tag", ['"99"', '"nonsense"', '"0"'])
def test_a_tag_we_never_gave_is_stale(ben: Caller, card: str, tag: str) -> None:
    assert ben.patch(f"/cards/{card}", {"title": "x"}, If_Match=tag).status == 412
    assert ben.delete(f"/cards/{card}", If_Match=tag).status == 412
    assert ben.post(f"/cards/{card}/move", {"lane": "backlog"}, If_Match=tag).status == 412


def test_any_version_will_do_for_a_star(ben: Caller, card: str) -> None:
    assert ben.patch(f"/cards/{card}", {"title": "x"}, If_Match="*").status == 200


def test_a_move_after_an_edit_is_merged_and_after_a_move_is_refused(
    ben: Caller, sign: Sign, world: World, card: str
) -> None:
    ada = sign("ada")
    ada.patch(f"/cards/{card}", {"title": "Ada's"})
    merged = ben.post(f"/cards/{card}/move", {"lane": "code review"}, If_Match='"1"')
    assert (merged.status, merged.json["merged"]) == (200, True)
    refused = ben.post(f"/cards/{card}/move", {"lane": "to do"}, If_Match='"2"')
    assert (refused.status, refused.code) == (412, "stale")
    assert refused.json["current"]["lane"]["name"] == "code review"


def test_a_card_that_changed_is_not_thrown_away(ben: Caller, sign: Sign, card: str) -> None:
    sign("petra").patch(f"/cards/{card}", {"title": "Keep me"})
    refused = ben.delete(f"/cards/{card}", If_Match='"1"')
    assert (refused.status, refused.json["current"]["trashed_at"]) == (412, None)
    assert ben.delete(f"/cards/{card}", If_Match='"2"').status == 204


def test_a_board_too(sign: Sign, board: Board) -> None:
    ada = sign("ada")
    tag = ada.get("/boards/CHURN").headers["ETag"]
    assert ada.get("/boards/CHURN", If_None_Match=tag).status == 304
    assert ada.patch("/boards/CHURN", {"name": "One"}, If_Match=tag).status == 200
    refused = ada.patch("/boards/CHURN", {"name": "Two"}, If_Match=tag)
    assert (refused.status, refused.json["current"]["name"]) == (412, "One")
    assert ada.delete("/boards/CHURN", If_Match=tag).status == 412
