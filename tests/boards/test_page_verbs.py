"""The verbs behind the board page: what they answer, and how they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from boards.models import Board, Card
from tests.pages import client_of
from tests.world import World, drawn, lane_of

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def board(world: World) -> Board:
    board = world.board()
    for title in "ABC":
        world.card(board, title)
    return board


def send(world: World, url: str, who: str = "ben", headers: dict[str, str] | None = None, **form: Any) -> Any:
    return client_of(world.cast[who]).post(url, form, headers=JSON if headers is None else headers)


def ref(board: Board, title: str) -> str:
    return Card.objects.get(board=board, title=title).ref


def test_a_move_answers_with_the_card_its_place_and_both_heads(world: World, board: Board) -> None:
    lane, home = lane_of(board, "update model"), lane_of(board, "to do")
    answer = send(world, f"/c/{ref(board, 'A')}/placement/", lane=lane.pk, expected_lane=home.pk, op="abc")
    change = answer.json()
    board.refresh_from_db()
    assert answer.status_code == 200
    assert answer["X-Card-Version"] == str(Card.objects.get(title="A").version)
    assert change["op"] == "abc"
    assert change["seq"] == board.seq
    assert change["place"] == {"card": ref(board, "A"), "lane": lane.pk, "before": None}
    assert set(change["heads"]) == {str(lane.pk), str(home.pk)}
    assert list(change["html"]) == [f"card-{ref(board, 'A')}"]


def test_a_neighbour_that_has_gone_is_replaced_by_the_other_one(world: World, board: Board) -> None:
    b = ref(board, "B")
    world.move(Card.objects.get(ref=b), "update model")
    lane = lane_of(board, "to do")
    send(world, f"/c/{ref(board, 'A')}/placement/", lane=lane.pk, before=b, after=ref(board, "C"))
    assert "to do: C A" in drawn(board)


def test_a_stale_move_answers_with_the_place_the_card_has(world: World, board: Board) -> None:
    home, lane = lane_of(board, "to do"), lane_of(board, "code review")
    world.move(Card.objects.get(title="A"), "update model")
    answer = send(world, f"/c/{ref(board, 'A')}/placement/", lane=lane.pk, expected_lane=home.pk)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "stale_move")
    assert body["card"] == {"card": ref(board, "A"), "lane": lane_of(board, "update model").pk, "before": None}
    assert body["change"]["place"] == body["card"]


def test_a_lane_rule_answers_with_what_is_missing(world: World, board: Board) -> None:
    card = world.hypothesis(board, "Q")
    answer = send(world, f"/c/{card.ref}/placement/", lane=lane_of(board, "test hypothesis").pk)
    assert (answer.status_code, answer.json()["code"]) == (422, "lane_rule")
    assert answer.json()["errors"]


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("dan", 404)])
def test_who_may_not_move_is_refused(world: World, board: Board, who: str, status: int) -> None:
    answer = send(world, f"/c/{ref(board, 'A')}/placement/", who, lane=lane_of(board, "done").pk)
    assert answer.status_code == status
    assert "to do: A B C" in drawn(board)


@pytest.mark.parametrize("lane", ["", "0", "x", "-1", "99999999999999999999"])
def test_a_lane_that_is_none_is_told_apart_from_a_mistake_of_ours(world: World, board: Board, lane: str) -> None:
    assert send(world, f"/c/{ref(board, 'A')}/placement/", lane=lane).status_code == 400


def test_a_lane_of_another_board_is_none_of_this_one(world: World, board: Board) -> None:
    other = lane_of(world.board("OTHER"), "to do")
    assert send(world, f"/c/{ref(board, 'A')}/placement/", lane=other.pk).status_code == 400


def test_quick_add_makes_a_card_and_answers_with_it(world: World, board: Board) -> None:
    lane = lane_of(board, "to do")
    answer = send(world, "/boards/CHURN/cards/", title="D", lane=lane.pk, label=["nlp"], assignee=["petra"])
    assert answer.status_code == 201
    card = Card.objects.get(title="D")
    assert (card.kind, card.face["labels"][0]["name"], card.face["assignees"][0]["username"]) == (
        "hypothesis",
        "nlp",
        "petra",
    )
    assert answer.json()["places"] == [{"card": card.ref, "lane": lane.pk, "before": None}]


def test_assigning_and_labelling_are_switches(world: World, board: Board) -> None:
    url = f"/c/{ref(board, 'A')}"
    send(world, f"{url}/assign/")
    send(world, f"{url}/labels/", label="nlp")
    card = Card.objects.get(title="A")
    assert [p["username"] for p in card.face["assignees"]] == ["ben"]
    assert [label["name"] for label in card.face["labels"]] == ["nlp"]
    send(world, f"{url}/assign/")
    send(world, f"{url}/labels/", label="nlp")
    card.refresh_from_db()
    assert (card.face["assignees"], card.face["labels"]) == ([], [])


def test_an_archived_card_is_gone_and_undo_brings_it_back(world: World, board: Board) -> None:
    gone = send(world, f"/c/{ref(board, 'A')}/archive/", op="one").json()
    assert gone["gone"] == [ref(board, "A")]
    assert gone["html"] == {}
    back = send(world, "/boards/CHURN/undo/", op_of="one", op="two").json()
    assert back["places"][0]["before"] == ref(board, "B")
    assert "to do: A B C" in drawn(board)


def test_a_refusal_is_json_for_modules_a_toast_for_htmx_and_a_page_for_people(world: World, board: Board) -> None:
    url = f"/c/{ref(board, 'A')}/title/"
    assert send(world, url, title=" ").json()["sentence"] == "A card needs a title."
    toast = send(world, url, headers={"HX-Request": "true"}, title=" ")
    assert (toast.status_code, "A card needs a title." in toast["HX-Trigger"]) == (400, True)
    page = send(world, url, headers={"Accept": "text/html"}, title=" ")
    assert (page.status_code, "A card needs a title." in page.content.decode()) == (400, True)


def test_a_fragment_never_becomes_the_sign_in_page(world: World, board: Board) -> None:
    answer = Client().post(f"/c/{ref(board, 'A')}/title/", {"title": "X"}, headers=JSON)
    assert (answer.status_code, answer["HX-Trigger"]) == (401, "auth:expired")


def test_the_switches_of_the_page_are_kept_in_the_profile(world: World, board: Board) -> None:
    assert send(world, "/look/", density="compact", single_keys="false").status_code == 204
    world.ben.refresh_from_db()
    assert (world.ben.density, world.ben.single_keys, world.ben.theme) == ("compact", False, "system")
    assert send(world, "/look/").status_code == 400
