"""The first steps: ticked by what somebody really does, put away for good, and a board of one's own."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Person
from boards.models import Board
from tests.pages import client_of, words
from tests.world import World, lane_of, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def done(world: World, who: str = "ben") -> set[str]:
    return set(Person.objects.get(username=who).guide)


def test_each_step_is_ticked_by_the_act_itself(world: World) -> None:
    board = world.board()
    card, client = world.hypothesis(board, "A question"), client_of(world.ben)
    assert done(world) == set()
    client.get(f"/c/{card.ref}/")
    assert done(world) == {"opened"}
    rows = {"criteria-TOTAL_FORMS": "0", "criteria-INITIAL_FORMS": "0"}
    client.post(f"/c/{card.ref}/hypothesis/", {"belief": "trees", **rows})
    assert done(world) == {"opened", "written"}
    client.post(f"/c/{card.ref}/placement/", {"lane": lane_of(board, "backlog").pk})
    assert done(world) == {"opened", "written", "moved"}
    client.get(f"/boards/{board.key}/backlog/")
    assert done(world) == {"opened", "written", "moved", "read"}


def test_a_step_keeps_the_time_of_the_first_act(world: World) -> None:
    client = client_of(world.ben)
    client.get("/inbox/")
    first = Person.objects.get(username="ben").guide
    client.get("/inbox/")
    assert Person.objects.get(username="ben").guide == first


def test_they_are_put_away_for_good_on_every_board(world: World) -> None:
    for key in ("ONE", "TWO"):
        world.board(key)
    client = client_of(world.ben)
    assert "First steps" in words(client.get("/boards/ONE/"))
    client.post("/boards/ONE/guide/", {"done": "closed"})
    assert "First steps" not in words(client.get("/boards/ONE/"))
    assert "First steps" not in words(client.get("/boards/TWO/"))
    client.get("/inbox/")
    assert done(world) == {"closed"}


def test_who_may_not_write_is_not_asked_to(world: World) -> None:
    world.board()
    assert "First steps" not in words(client_of(world.vera).get("/boards/CHURN/"))


def test_an_unknown_step_is_refused(world: World) -> None:
    world.board()
    answer = client_of(world.ben).post(
        "/boards/CHURN/guide/", {"done": "slept"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    assert done(world) == set()


def test_a_board_of_ones_own_has_the_lanes_and_limits_of_the_demo_and_no_card(world: World) -> None:
    demo = world.board(source="demo")
    world.card(demo, "A card")
    lane = lane_of(demo, "test hypothesis")
    lane.wip_limit, lane.wip_mode, lane.policy = 4, "warn", "One run decides."
    lane.save()
    page = client_of(world.petra).get("/boards/CHURN/")
    assert "Start my own board" in words(page)
    assert "test hypothesis (limit 4)" in words(client_of(world.petra).get("/boards/?like=CHURN"))
    new: dict[str, Any] = {"name": "Prices", "key": "PRICE", "team": world.team.pk, "like": "CHURN"}
    client_of(world.petra).post("/boards/", new)
    made = Board.objects.get(key="PRICE")
    assert [lane.name for lane in made.lanes.all()] == [lane.name for lane in demo.lanes.all()]
    copied = lane_of(made, "test hypothesis")
    assert (copied.wip_limit, copied.wip_mode, copied.policy, copied.runs_box) == (
        4,
        "warn",
        "One run decides.",
        True,
    )
    assert not made.cards.exists()
    assert "Demo data" not in words(client_of(world.petra).get("/boards/PRICE/"))


def test_who_may_make_no_board_here_is_shown_the_way_to_a_team_of_their_own(world: World) -> None:
    world.board(source="demo")
    assert "needs a team of your own" in words(client_of(world.ben).get("/boards/?like=CHURN"))


def test_lanes_of_a_board_one_does_not_see_are_not_copied(world: World) -> None:
    world.board("SECRET")
    team = world.dan.memberships.get().team
    new: dict[str, Any] = {"name": "Prices", "key": "PRICE", "team": team.pk, "like": "SECRET", "preset": "blank"}
    client_of(world.dan).post("/boards/", new)
    assert [lane.name for lane in Board.objects.get(key="PRICE").lanes.all()] == ["backlog"]
