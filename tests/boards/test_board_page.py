"""The board page: who sees it, what it costs, and that nothing is sent twice."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from boards.models import Board
from tests.pages import client_of
from tests.world import World, lane_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 200), ("petra", 200), ("ben", 200), ("vera", 200), ("dan", 404)]
)
def test_the_team_sees_its_board_and_nobody_else_knows_of_it(
    world: World, board: Board, who: str, status: int
) -> None:
    assert client_of(world.cast[who]).get("/boards/CHURN/").status_code == status


def test_a_stranger_is_asked_to_sign_in(board: Board) -> None:
    assert Client().get("/boards/CHURN/")["Location"].startswith("/sign-in/")


def test_the_number_of_queries_does_not_grow_with_the_cards(world: World, board: Board) -> None:
    client = client_of(world.ben)
    for n in range(3):
        world.card(board, f"few {n}")
    client.get("/boards/CHURN/")
    few = queries(client, "/boards/CHURN/")
    for n in range(30):
        world.card(board, f"more {n}", "to do" if n % 2 else "update model", assignees=["ben"], labels=["nlp"])
    assert queries(client, "/boards/CHURN/") == few + 1  # cards that nobody has looked at are read in full, once
    assert queries(client, "/boards/CHURN/") == few
    assert few <= 12


def test_an_unchanged_board_is_not_sent_again(world: World, board: Board) -> None:
    client = client_of(world.ben)
    tag = client.get("/boards/CHURN/")["ETag"]
    again = client.get("/boards/CHURN/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    world.card(board)
    assert client.get("/boards/CHURN/", headers={"If-None-Match": tag}).status_code == 200
    assert client_of(world.vera).get("/boards/CHURN/")["ETag"] != client.get("/boards/CHURN/")["ETag"]


def test_a_board_is_sent_again_in_another_language(world: World, board: Board) -> None:
    client = client_of(world.ben)
    tag = client.get("/boards/CHURN/")["ETag"]
    german = client.get("/boards/CHURN/", headers={"If-None-Match": tag, "Accept-Language": "de"})
    assert german.status_code == 200


def test_fifty_cards_of_a_lane_come_first_and_the_rest_when_asked_for(world: World, board: Board) -> None:
    refs = [world.card(board, f"card {n}").ref for n in range(53)]
    client = client_of(world.ben)
    page = client.get("/boards/CHURN/").content.decode()
    assert page.count('<li class="card"') == 50
    assert "Show 3 more" in page
    lane = lane_of(board, "to do")
    rest = client.get(f"/boards/CHURN/lanes/{lane.pk}/cards/?after={refs[49]}").json()
    assert [ref for ref in refs if f'id="card-{ref}"' in rest["html"]] == refs[50:]
    assert rest["rest"] == 0


def test_the_backlog_is_not_on_the_board(world: World, board: Board) -> None:
    world.card(board, "Only an idea", "backlog")
    assert "Only an idea" not in client_of(world.ben).get("/boards/CHURN/").content.decode()


def test_what_the_viewer_may_do_stands_on_the_body(world: World, board: Board) -> None:
    assert b'data-may="read"' in client_of(world.vera).get("/boards/CHURN/").content
    assert b"write_card" in client_of(world.ben).get("/boards/CHURN/").content.split(b"<svg", 1)[0]
