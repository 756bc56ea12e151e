"""`/tokens`: made in a session, shown once, revoked by anybody who holds one of yours."""

from __future__ import annotations

from accounts.models import ApiToken
from tests.api.caller import Caller, session_of
from tests.api.conftest import Sign
from tests.world import World


def test_a_session_makes_a_token_that_works(world: World) -> None:
    made = session_of(world, "ben").post("/tokens", {"name": "CI", "scope": "write"})
    assert (made.status, made.json["scope"], made.headers["Cache-Control"]) == (201, "write", "no-store")
    caller = Caller(headers={"Authorization": f"Bearer {made.json['token']}"})
    assert caller.get("/me").json["scopes"] == ["read", "write"]


def test_a_token_cannot_make_another(sign: Sign) -> None:
    refused = sign("ben").post("/tokens", {"name": "Child"})
    assert (refused.status, refused.code) == (403, "session_required")


def test_secrets_are_not_listed(sign: Sign) -> None:
    ben = sign("ben")
    listed = ben.get("/tokens").json["results"]
    assert [token["name"] for token in listed] == ["test"]
    assert "token" not in listed[0]
    assert ben.headers["Authorization"].removeprefix("Bearer ").startswith(listed[0]["prefix"])


def test_a_revoked_token_stops_at_once(sign: Sign) -> None:
    ben = sign("ben")
    assert ben.delete(f"/tokens/{ApiToken.objects.get().pk}").status == 204
    assert ben.get("/me").status == 401


def test_the_token_of_somebody_else_is_not_there(sign: Sign) -> None:
    petra = sign("petra")
    number = petra.get("/tokens").json["results"][0]["id"]
    assert sign("ben").delete(f"/tokens/{number}").status == 404
    assert petra.get("/me").status == 200


def test_a_token_that_has_expired_already_is_refused(world: World) -> None:
    body = {"name": "CI", "expires_at": "2026-01-01T00:00:00Z"}
    assert session_of(world, "ben").post("/tokens", body).fields == {"expires_at": "invalid"}
