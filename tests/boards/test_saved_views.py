"""Saved views: one's own are nobody else's, shared ones are the team's; the board remembers how it was left."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accounts.errors import Forbidden, Invalid, NotFound
from boards.actions.views import change_view, leave_board, place_view, remove_view, save_view
from boards.models import Board, BoardLook
from boards.saved_views import look_of, views_of
from tests.pages import client_of
from tests.world import World, kinds, lane_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def names(world: World, board: Board, who: str) -> list[str]:
    return [view["name"] for view in views_of(board, world.cast[who])]


def test_a_view_is_ones_own_until_it_is_shared(world: World, board: Board) -> None:
    before = len(kinds(board))
    view = save_view(cause=world.by(), board=board, name="Mine", filter="assignee:me", grouping="label")
    assert (names(world, board, "ben"), names(world, board, "petra")) == (["Mine"], [])
    assert len(kinds(board)) == before
    change_view(cause=world.by(), view=view, changes={"shared": True})
    assert names(world, board, "vera") == ["Mine"]
    change_view(cause=world.by("petra"), view=view, changes={"filter": "assignee:me kind:task"})
    remove_view(cause=world.by("ada"), view=view)
    assert kinds(board)[before:] == ["view.shared", "view.changed", "view.removed"]
    assert names(world, board, "ben") == []


def test_who_may_write_cards_writes_the_views_of_the_team(world: World, board: Board) -> None:
    view = save_view(cause=world.by(), board=board, name="Late", filter="gate:open", shared=True)
    with pytest.raises(Forbidden):
        change_view(cause=world.by("vera"), view=view, changes={"name": "Later"})
    with pytest.raises(Forbidden):
        save_view(cause=world.by("vera"), board=board, name="Hers", shared=True)
    save_view(cause=world.by("vera"), board=board, name="Hers")
    with pytest.raises(Invalid, match="Only Ben, whose view it is"):
        change_view(cause=world.by("petra"), view=view, changes={"shared": False})
    with pytest.raises(NotFound):
        save_view(cause=world.by("dan"), board=board, name="His")


def test_somebody_elses_own_view_is_not_there(world: World, board: Board) -> None:
    view = save_view(cause=world.by(), board=board, name="Mine")
    with pytest.raises(NotFound):
        remove_view(cause=world.by("ada"), view=view)
    with pytest.raises(NotFound):
        leave_board(cause=world.by("ada"), board=board, view=view)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "A view has a name of 1 to 60 characters."),
        ({"name": "Late"}, "There is a view Late already."),
        ({"name": "x", "filter": "lable:nlp"}, "There is no filter lable. Did you mean label?"),
        ({"name": "x", "grouping": "colour"}, "grouping is one of person, label, kind, initiative."),
        ({"name": "x", "colour": "red"}, "A view has no field colour."),
    ],
)
def test_what_cannot_be_a_view_is_refused(
    world: World, board: Board, fields: dict[str, Any], sentence: str
) -> None:
    save_view(cause=world.by(), board=board, name="late")
    with pytest.raises(Invalid) as caught:
        save_view(cause=world.by(), board=board, **fields)
    assert caught.value.sentence == sentence


def test_the_board_opens_as_each_person_left_it(world: World, board: Board) -> None:
    view = save_view(cause=world.by(), board=board, name="Late", shared=True)
    lane = lane_of(board, "done").pk
    leave_board(cause=world.by(), board=board, view=view, folded=[lane, 999])
    assert (look_of(board, world.ben).view_id, look_of(board, world.ben).folded) == (view.pk, [lane])
    assert look_of(board, world.petra).folded == []
    remove_view(cause=world.by(), view=view)
    assert BoardLook.objects.get(person=world.ben).view is None


def test_folded_rows_are_kept_for_each_way_to_group(world: World, board: Board) -> None:
    client = client_of(world.ben)
    rows = {"person": ["petra", "", "pet\x00ra"], "label": []}
    assert client.post("/boards/CHURN/look/", {"rows": json.dumps(rows)}).status_code == 204
    assert look_of(board, world.ben).rows == {"person": ["", "petra"]}
    assert look_of(board, world.petra).rows == {}
    client.post("/boards/CHURN/look/", {"folded": ""})
    assert client.get("/boards/CHURN/").context["data"]["look"]["rows"] == {"person": ["", "petra"]}


@pytest.mark.parametrize("rows", ["", "[]", '{"person": "ben"}', '{"colour": []}', '{"person": [1]}'])
def test_rows_of_no_grouping_are_refused(world: World, board: Board, rows: str) -> None:
    answer = client_of(world.ben).post("/boards/CHURN/look/", {"rows": rows})
    assert answer.status_code == 400
    assert not BoardLook.objects.exists()


def test_the_page_sends_a_fresh_copy_when_only_the_look_has_changed(world: World, board: Board) -> None:
    client = client_of(world.ben)
    tag = client.get("/boards/CHURN/")["ETag"]
    assert client.get("/boards/CHURN/", headers={"if-none-match": tag}).status_code == 304
    client.post("/boards/CHURN/look/", {"folded": str(lane_of(board, "done").pk)})
    page = client.get("/boards/CHURN/", headers={"if-none-match": tag})
    assert page.status_code == 200
    assert f'"folded": [{lane_of(board, "done").pk}]' in page.content.decode()


def test_the_doors_of_the_page(world: World, board: Board) -> None:
    client, json = client_of(world.ben), {"Accept": "application/json"}
    made = client.post("/boards/CHURN/views/", {"name": "Mine", "filter": "kind:task"}, headers=json)
    (view,) = made.json()["views"]
    assert (made.status_code, view["name"], view["shared"]) == (201, "Mine", False)
    url = f"/boards/CHURN/views/{view['id']}/"
    assert client.post(url, {"shared": "true"}, headers=json).json()["views"][0]["shared"] is True
    assert client.post(f"{url}removal/", headers=json).json()["views"] == []
    assert client.post(url, {"name": "x"}, headers=json).status_code == 404
    assert client.post("/boards/CHURN/look/", {"view": "x"}, headers=json).status_code == 400


def test_a_view_moves_and_all_others_keep_their_order(world: World, board: Board) -> None:
    late = save_view(cause=world.by(), board=board, name="Late", shared=True)
    save_view(cause=world.by("petra"), board=board, name="Petra's")
    mine = save_view(cause=world.by(), board=board, name="Mine")
    last = save_view(cause=world.by("petra"), board=board, name="Last", shared=True)
    before = len(kinds(board))

    place_view(cause=world.by(), view=mine, before=late)

    assert names(world, board, "ben") == ["Mine", "Late", "Last"]
    assert names(world, board, "petra") == ["Late", "Petra's", "Last"]
    place_view(cause=world.by("petra"), view=late, before=None)
    assert names(world, board, "ben") == ["Mine", "Last", "Late"]
    assert len(kinds(board)) == before, "nobody else is told of an order"
    with pytest.raises(Forbidden):
        place_view(cause=world.by("vera"), view=last, before=late)


def test_the_page_places_a_view_and_never_before_one_that_is_not_seen(world: World, board: Board) -> None:
    first, second = (save_view(cause=world.by(), board=board, name=name) for name in ("First", "Second"))
    hidden = save_view(cause=world.by("petra"), board=board, name="Petra's")
    ben = client_of(world.ben)
    address = f"/boards/CHURN/views/{second.pk}/place/"

    moved = ben.post(address, {"before": first.pk})

    assert [view["name"] for view in moved.json()["views"]] == ["Second", "First"]
    assert ben.post(address, {"before": hidden.pk}).status_code == 404
    assert ben.post(address, {"before": "x"}).status_code == 400
