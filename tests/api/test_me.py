"""`/me`: who the token belongs to."""

from __future__ import annotations

from tests.api.caller import session_of
from tests.api.conftest import Sign
from tests.world import World


def test_a_token_says_whose_it_is_and_how_far_it_reaches(sign: Sign) -> None:
    found = sign("petra", "write").get("/me").json
    assert (found["username"], found["token"], found["scopes"]) == ("petra", "test", ["read", "write"])
    assert found["teams"] == [{"slug": "demo", "name": "Demo", "role": "product_owner"}]


def test_a_session_reaches_as_far_as_its_person(world: World) -> None:
    found = session_of(world, "dan").get("/me").json
    assert (found["token"], found["scopes"]) == (None, ["read", "write", "admin"])
    assert [team["slug"] for team in found["teams"]] == ["other"]
