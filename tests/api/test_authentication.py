"""Who is asking, and how far their token reaches."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from accounts import actions
from accounts.actions.people import deactivate_person
from accounts.models import ApiToken
from boards.models import Board
from tests.api.caller import Caller, session_of
from tests.api.conftest import Sign
from tests.world import World


def test_nobody_is_told_to_bring_a_token(sign: Sign, board: Board) -> None:
    found = sign().get("/boards")
    assert found.status == 401
    assert found.headers["WWW-Authenticate"].startswith("Bearer")
    assert found.code == "not_authenticated"


def test_a_token_that_is_wrong_revoked_or_of_another_kind_is_refused(world: World, sign: Sign) -> None:
    ben = sign("ben")
    assert ben.get("/me").status == 200
    actions.revoke_token(person=world.ben, token_id=ApiToken.objects.get().pk, at=world.at)
    assert ben.get("/me").status == 401
    for header in ("Bearer nonsense", "Bearer", "Basic YTpi", "Bearer " + "x" * 300):
        assert Caller(headers={"Authorization": header}).get("/me").status == 401


def test_an_expired_token_is_refused(world: World, clock: time_machine.Traveller) -> None:
    _, secret = actions.create_token(
        person=world.ben, name="short", scope="read", at=world.at, expires_at=world.at + timedelta(hours=2)
    )
    caller = Caller(headers={"Authorization": f"Bearer {secret}"})
    assert caller.get("/me").status == 200
    clock.shift(timedelta(hours=1))
    assert caller.get("/me").status == 401


def test_the_token_of_somebody_deactivated_is_refused(world: World, sign: Sign) -> None:
    ben = sign("ben")
    deactivate_person(person=world.ben, at=world.at)
    assert ben.get("/me").status == 401


def test_last_use_is_noted_once_a_minute(sign: Sign, clock: time_machine.Traveller) -> None:
    ben = sign("ben")
    ben.get("/me")
    first = ApiToken.objects.get().last_used_at
    clock.shift(timedelta(seconds=59))
    ben.get("/me")
    assert ApiToken.objects.get().last_used_at == first
    clock.shift(timedelta(seconds=1))
    ben.get("/me")
    assert ApiToken.objects.get().last_used_at != first


def test_a_token_writes_only_with_the_scope_to(sign: Sign, board: Board) -> None:
    body = {"board": "CHURN", "title": "An idea"}
    refused = sign("ben", "read").post("/cards", body)
    assert (refused.status, refused.code) == (403, "scope")
    assert sign("ben", "write").post("/cards", body).status == 201


def test_only_an_admin_token_manages_members(sign: Sign, world: World) -> None:
    assert sign("ada", "write").patch("/teams/demo/members/ben", {"role": "viewer"}).code == "scope"
    assert sign("ada", "admin").patch("/teams/demo/members/ben", {"role": "viewer"}).status == 200


def test_only_an_admin_token_writes_without_telling_anybody(sign: Sign, board: Board) -> None:
    body = {"board": "CHURN", "title": "Imported"}
    assert sign("ben", "write").post("/cards?notify=false", body).code == "scope"
    assert sign("ben", "admin").post("/cards?notify=false", body).status == 201
    event = sign("ben").get("/cards/CHURN-1/history").json["results"][-1]
    assert event["data"]["silent"] is True


def test_a_session_needs_its_csrf_token_to_write(world: World, board: Board) -> None:
    browser = session_of(world, "ben", csrf=True)
    assert browser.get("/me").status == 200
    refused = browser.post("/cards", {"board": "CHURN", "title": "Forged"})
    assert refused.status == 403
    token = "a" * 32
    browser.client.cookies["csrftoken"] = token
    assert browser.post("/cards", {"board": "CHURN", "title": "Mine"}, X_CSRFToken=token).status == 201


def test_a_token_in_the_address_is_no_token(sign: Sign, world: World) -> None:
    secret = sign("ben").headers["Authorization"].removeprefix("Bearer ")
    assert sign().get(f"/me?token={secret}").status == 401
