"""API tokens on the page: shown once, named by their prefix, revoked by their owner only."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client

from accounts.actions import create_token
from accounts.models import ApiToken, digest
from tests.pages import client_of, invalid_fields, words
from tests.world import MONDAY, World

SCRIPT = {"name": "training script", "scope": "write", "life": "90"}


def secret_of(answer: Any) -> str:
    found = re.search(r"plk_[\w-]{40,}", answer.content.decode())
    return found[0] if found else ""


def test_a_token_is_shown_once(world: World) -> None:
    client = client_of(world.ben)
    answer = client.post("/profile/tokens/", SCRIPT)

    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    token = ApiToken.objects.get(person=world.ben)
    assert token.digest == digest(secret_of(answer))
    again = client.get("/profile/tokens/")
    assert secret_of(again) == ""
    assert token.prefix in words(again)


def test_it_ends_when_it_was_said(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        client_of(world.ben).post("/profile/tokens/", SCRIPT)
        client_of(world.ben).post("/profile/tokens/", {**SCRIPT, "life": ""})

    ends = set(ApiToken.objects.values_list("expires_at", flat=True))
    assert ends == {MONDAY + timedelta(days=90), None}


def test_a_token_needs_a_name_and_a_known_scope(world: World) -> None:
    client = client_of(world.ben)
    nameless = client.post("/profile/tokens/", {**SCRIPT, "name": " "})
    scopeless = client.post("/profile/tokens/", {**SCRIPT, "scope": "everything"})

    assert (nameless.status_code, scopeless.status_code) == (422, 422)
    assert invalid_fields(nameless) == {"name"}
    assert not ApiToken.objects.exists()


def test_a_revoked_token_is_refused_and_gone_from_the_list(world: World) -> None:
    token, secret = create_token(person=world.ben, name="script", scope="read", at=MONDAY)
    client, machine = client_of(world.ben), Client(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert machine.get("/api/v1/me").status_code == 200

    client.post(f"/profile/tokens/{token.pk}/revocation/")

    assert machine.get("/api/v1/me").status_code == 401
    assert token.prefix not in words(client.get("/profile/tokens/"))


def test_nobody_revokes_the_token_of_somebody_else(world: World) -> None:
    token, _ = create_token(person=world.ben, name="script", scope="read", at=MONDAY)

    assert client_of(world.ada).post(f"/profile/tokens/{token.pk}/revocation/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_token_opens_no_page(world: World) -> None:
    _, secret = create_token(person=world.ben, name="script", scope="admin", at=MONDAY)

    assert Client(HTTP_AUTHORIZATION=f"Bearer {secret}").get("/profile/tokens/").status_code == 302


def test_the_page_says_when_a_token_was_last_used(world: World) -> None:
    token, _ = create_token(person=world.ben, name="script", scope="read", at=MONDAY)
    client = client_of(world.ben)
    assert "never used" in words(client.get("/profile/tokens/"))

    ApiToken.objects.filter(pk=token.pk).update(last_used_at=MONDAY)
    assert "last used" in words(client.get("/profile/tokens/"))
