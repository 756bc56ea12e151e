"""One act on many cards: done together, refused one by one, undone at once."""

from __future__ import annotations

from typing import Any

import pytest

from boards.actions import change_lane
from boards.models import Board, Card, Event
from tests.pages import client_of
from tests.world import World, drawn, lane_of

pytestmark = pytest.mark.django_db
URL = "/boards/CHURN/acts/"


@pytest.fixture
def board(world: World) -> Board:
    board = world.board()
    for title in "ABCD":
        world.card(board, title)
    world.hypothesis(board, "Q")
    return board


def send(world: World, who: str = "ben", **form: Any) -> Any:
    return client_of(world.cast[who]).post(URL, form, headers={"Accept": "application/json"})


def refs(board: Board, titles: str) -> list[str]:
    return [Card.objects.get(board=board, title=title).ref for title in titles]


def undo(world: World, op: str) -> Any:
    form = {"op_of": op, "op": f"un{op}"}
    return client_of(world.ben).post("/boards/CHURN/undo/", form, headers={"Accept": "application/json"}).json()


def test_cards_move_below_each_other_in_the_order_named_and_back_as_one(world: World, board: Board) -> None:
    world.card(board, "Z", "update model")
    lane, (before,) = lane_of(board, "update model"), refs(board, "Z")
    answer = send(world, verb="move", ref=refs(board, "CA"), lane=lane.pk, before=before, op="go").json()
    assert "update model: C A Z" in drawn(board)
    assert [place["card"] for place in answer["places"]] == refs(board, "AC")
    assert set(answer["heads"]) == {str(each.pk) for each in board.lanes.exclude(role="backlog")}
    assert Event.objects.filter(op="go").count() == 2
    assert undo(world, "go")["refused"] == []
    assert "to do: A B C D Q" in drawn(board)


def test_what_may_not_move_stays_and_says_why(world: World, board: Board) -> None:
    world.running(board, "E")
    lane = lane_of(board, "test hypothesis")
    answer = send(world, verb="move", ref=[*refs(board, "QA"), "CHURN-99"], lane=lane.pk).json()
    sentences = {each["ref"]: each["sentence"] for each in answer["refused"]}
    q, a = refs(board, "QA")
    assert sentences[q].startswith(f"{q} cannot enter test hypothesis yet.")
    assert "A task has no research time-box" in sentences[a]
    assert sentences["CHURN-99"] == "CHURN-99 is no longer on this board."
    assert {place["card"]: place["lane"] for place in answer["places"]}[a] == lane_of(board, "to do").pk
    assert "to do: A B C D Q" in drawn(board)


def test_a_full_lane_takes_as_many_as_fit(world: World, board: Board) -> None:
    lane = lane_of(board, "code review")
    change_lane(cause=world.by("ada"), lane=lane, changes={"wip_limit": 2, "wip_mode": "block"})
    answer = send(world, verb="move", ref=refs(board, "ABC"), lane=lane.pk).json()
    assert "code review: A B\n" in drawn(board)
    assert [each["ref"] for each in answer["refused"]] == refs(board, "C")


@pytest.mark.parametrize(
    ("verb", "value", "shown"),
    [
        ("assign", "petra", ["petra"]),
        ("label", "nlp", ["nlp"]),
        ("priority", "urgent", ["urgent"]),
    ],
)
def test_fields_change_on_all_of_them_and_come_back(
    world: World, board: Board, verb: str, value: str, shown: list[str]
) -> None:
    def now(title: str) -> list[str]:
        card = Card.objects.get(title=title)
        people = [person["username"] for person in card.face["assignees"]]
        return people + [label["name"] for label in card.face["labels"]] + [card.priority.replace("normal", "")]

    assert send(world, verb=verb, value=value, ref=refs(board, "AB"), op="one").status_code == 200
    assert [[each for each in now(title) if each] for title in "ABC"] == [shown, shown, []]
    undo(world, "one")
    assert [each for title in "AB" for each in now(title) if each] == []


def test_archived_ones_are_gone_and_a_stranger_to_the_team_is_refused_card_by_card(
    world: World, board: Board
) -> None:
    gone = send(world, verb="archive", ref=refs(board, "AB")).json()
    assert sorted(gone["gone"]) == refs(board, "AB")
    wrong = send(world, verb="assign", value="dan", ref=refs(board, "CD")).json()
    assert [each["sentence"] for each in wrong["refused"]] == ["dan is not in the team."] * 2


@pytest.mark.parametrize(
    "form", [{"verb": "paint", "ref": "CHURN-1"}, {"verb": "archive"}, {"verb": "move", "ref": "CHURN-1"}]
)
def test_what_makes_no_sense_is_refused(world: World, board: Board, form: dict[str, str]) -> None:
    assert send(world, **form).status_code == 400


def test_cards_of_another_board_are_none_of_this_one(world: World, board: Board) -> None:
    other = world.card(world.board("OTHER"), "X")
    answer = send(world, verb="archive", ref=other.ref).json()
    assert (answer["gone"], len(answer["refused"])) == ([], 1)
    assert Card.objects.get(pk=other.pk).is_open
