"""Snapshot and changes: a copy of the board, and how it stays true."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Board, Event
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World


def test_a_snapshot_is_the_board_in_order(ben: Caller, world: World, board: Board) -> None:
    first, second = world.card(board, "First"), world.card(board, "Second")
    idea = world.card(board, "Idea", lane="backlog")
    world.move(second, "to do", before=first.ref)
    found = ben.get("/boards/CHURN/snapshot").json
    assert [card["ref"] for card in found["cards"]] == [idea.ref, second.ref, first.ref]
    assert "description" not in found["cards"][0]
    assert [lane["cards"] for lane in found["lanes"]] == [1, 2, 0, 0, 0, 0]
    board.refresh_from_db()
    assert found["seq"] == board.seq


def test_put_away_cards_are_in_no_snapshot(ben: Caller, world: World, board: Board) -> None:
    world.card(board, "Gone")
    ben.delete("/cards/CHURN-1")
    assert ben.get("/boards/CHURN/snapshot").json["cards"] == []


def test_the_changes_after_a_snapshot_are_what_happened_since(ben: Caller, world: World, board: Board) -> None:
    seq = ben.get("/boards/CHURN/snapshot").json["seq"]
    world.card(board, "New")
    ben.patch("/cards/CHURN-1", {"title": "Newer"}, X_Origin="mirror")
    ben.delete("/cards/CHURN-1")
    found = ben.get(f"/boards/CHURN/changes?after={seq}").json
    assert [event["kind"] for event in found["events"]] == ["card.created", "card.edited", "card.trashed"]
    assert [event["seq"] for event in found["events"]] == [seq + 1, seq + 2, seq + 3]
    assert found["events"][1]["origin"] == "mirror"
    assert found["events"][1]["data"]["set"] == {"title": "Newer"}
    assert (found["seq"], found["has_more"]) == (seq + 3, False)


def test_changes_come_in_pieces_without_a_gap(ben: Caller, world: World, board: Board) -> None:
    for number in range(7):
        world.card(board, f"Card {number}")
    seen: list[int] = []
    answer = {"seq": 0, "has_more": True}
    while answer["has_more"]:
        answer = ben.get(f"/boards/CHURN/changes?after={answer['seq']}&limit=3").json
        seen += [event["seq"] for event in answer["events"]]
    assert seen == list(range(1, 9))


def test_nothing_new_is_nothing(ben: Caller, board: Board) -> None:
    assert ben.get("/boards/CHURN/changes?after=1").json == {"events": [], "seq": 1, "has_more": False}


def test_ahead_of_the_board_is_a_mistake(ben: Caller, board: Board) -> None:
    refused = ben.get("/boards/CHURN/changes?after=2")
    assert (refused.status, refused.code) == (400, "ahead")


@pytest.mark.parametrize("after", [0, 1, 2])
def test_history_that_is_no_longer_kept_asks_for_a_snapshot(
    ben: Caller, world: World, board: Board, after: int
) -> None:
    for _ in range(4):
        world.card(board)
    Event.objects.filter(board=board, seq__lte=3).delete()
    gone = ben.get(f"/boards/CHURN/changes?after={after}")
    assert (gone.status, gone.code) == (410, "retention")
    assert ben.get("/boards/CHURN/changes?after=3").status == 200


@pytest.mark.parametrize("after", ["-1", "x", "9223372036854775808"])
def test_a_seq_is_a_number(ben: Caller, board: Board, after: str) -> None:
    assert ben.get(f"/boards/CHURN/changes?after={after}").status == 400


def test_the_questions_to_the_database_do_not_grow_with_the_cards(ben: Caller, world: World, board: Board) -> None:
    """Token; board or lanes; then cards and what they say, events, or all of a board in one moment."""

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert ben.get(path).status == 200
        return len(queries)

    world.running(board)
    ben.get("/boards/CHURN/snapshot")  # which reads the calendar, once per process
    few = {path: asked(path) for path in ("/boards/CHURN/snapshot", "/boards/CHURN/changes", "/cards")}
    for number in range(20):
        world.card(board, f"Card {number}", assignees=["ben"], labels=["nlp"])
    assert few == {path: asked(path) for path in few}
    assert few == {"/boards/CHURN/snapshot": 5, "/boards/CHURN/changes": 3, "/cards": 4}


def test_a_stream_is_served_elsewhere(sign: Sign, board: Board) -> None:
    assert sign("ben").get("/boards/CHURN/stream").code == "no_stream"
    assert sign("dan").get("/boards/CHURN/stream").status == 404
