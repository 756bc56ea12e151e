"""A NUL, which PostgreSQL refuses to store or to compare, is answered like any other thing that is not there."""

from __future__ import annotations

import pytest

from tests.pages import client_of
from tests.world import World


@pytest.mark.parametrize(
    "path",
    [
        "/boards/A%00/",
        "/boards/CHURN%00/backlog/",
        "/c/X%00/",
        "/c/%00/drawer/",
        "/teams/demo/members/b%00/",
        "/invitations/%00/",
        "/password/reset/%00/%00/",
    ],
)
def test_in_an_address(world: World, path: str) -> None:
    assert client_of(world.ada).get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/boards/CHURN/?q=%00", "/boards/CHURN/backlog/?who=%00", "/boards/CHURN/archive/?q=%00"]
)
def test_in_a_filter_it_is_left_out(world: World, path: str) -> None:
    world.board()

    assert client_of(world.ada).get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/boards/CHURN/backlog/", "title"),
        ("/boards/CHURN/backlog/moves/", "ref"),
        ("/boards/CHURN/backlog/order/", "ref"),
        ("/boards/CHURN/cards/", "title"),
        ("/teams/", "name"),
        ("/profile/", "name"),
        ("/sign-in/", "username"),
    ],
)
def test_in_a_form_it_is_refused(world: World, path: str, name: str) -> None:
    world.board()

    assert client_of(world.petra).post(path, {name: "a\x00b"}).status_code == 404
