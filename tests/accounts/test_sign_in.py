"""Signing in: one answer for everything that is wrong, and no way off this site."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditRecord
from tests.pages import client_of, words
from tests.world import PASSWORD, World

WRONG = "User name, e-mail address or password is wrong."
JSON = {"HTTP_ACCEPT": "application/json"}


def sign_in(client: Client, name: str = "ben", password: str = PASSWORD, **more: Any) -> Any:
    data = {"username": name, "password": password, **more.pop("data", {})}
    return client.post("/sign-in/", data, **more)


@pytest.mark.parametrize("name", ["ben", "BEN", " ben ", "ben@example.org", "Ben@Example.org"])
def test_a_person_signs_in_by_name_or_address(world: World, client: Client, name: str) -> None:
    answer = sign_in(client, name)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(world.ben.pk)
    assert AuditRecord.objects.get(kind="sign_in").actor == world.ben


def test_wrong_unknown_and_inactive_are_answered_alike(world: World) -> None:
    world.vera.is_active = False
    world.vera.save()
    answers = [
        sign_in(Client(), "ben", "wrong-wrong-wrong"),
        sign_in(Client(), "who", "wrong-wrong-wrong"),
        sign_in(Client(), "vera", PASSWORD),
    ]

    texts = {words(answer).replace("ben", "").replace("who", "").replace("vera", "") for answer in answers}
    assert [answer.status_code for answer in answers] == [422] * 3
    assert len(texts) == 1
    assert WRONG in texts.pop()


def test_the_typed_name_stays_and_the_password_does_not(world: World, client: Client) -> None:
    page = sign_in(client, "ben", "my-wrong-password").content.decode()

    assert 'value="ben"' in page
    assert "my-wrong-password" not in page
    assert 'role="alert"' in page


def test_a_refusal_is_told_to_the_audit_without_what_was_typed(world: World, client: Client) -> None:
    sign_in(client, "my-secret-password", "ben")
    sign_in(client, "ben", "wrong-wrong-wrong")

    unknown, known = AuditRecord.objects.filter(kind="sign_in.refused").order_by("pk")
    assert (unknown.actor, known.actor) == (None, world.ben)
    assert unknown.data == known.data == {"address": "127.0.0.1"}


def test_the_session_gets_a_new_id(world: World, client: Client) -> None:
    session = client.session
    session["before"] = "somebody else's"
    session.save()
    planted = str(session.session_key)
    client.cookies["sessionid"] = planted

    sign_in(client)

    assert client.session.session_key != planted


def test_nothing_of_another_person_is_taken_along(world: World) -> None:
    client = client_of(world.ada)
    session = client.session
    session["last_board"] = "ADA"
    session.save()

    sign_in(client, "ben")

    assert "last_board" not in client.session


@pytest.mark.parametrize("wanted", ["/boards/", "/boards/CHURN/?card=CHURN-1"])
def test_the_wanted_page_follows(world: World, client: Client, wanted: str) -> None:
    assert sign_in(client, data={"next": wanted})["Location"] == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://evil.example/",
        "\\\\evil",
        "javascript:alert(1)",
        "///evil.example",
        "http:///evil.example",
        "/\t/evil.example",
        "//testserver@evil.example",
    ],
)
def test_another_site_does_not_follow(world: World, client: Client, wanted: str) -> None:
    assert sign_in(client, data={"next": wanted})["Location"] == "/"
    assert client.get("/sign-in/", {"next": wanted})["Location"] == "/"


@pytest.mark.parametrize("wanted", ["#top", "?next=x", "x", "./", ""])
def test_whoever_is_signed_in_is_never_sent_in_a_circle(world: World, wanted: str) -> None:
    """A browser reads these as the page of the sign-in itself, and would come back for ever."""
    assert client_of(world.ben).get("/sign-in/", {"next": wanted})["Location"] == "/"


def test_the_dialog_of_a_page_gets_the_new_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get("/sign-in/").context["csrf_token"]

    answer = sign_in(client, **JSON, HTTP_X_CSRFTOKEN=str(token))

    assert answer.json()["username"] == "ben"
    done = client.post("/teams/", {"name": "New"}, HTTP_X_CSRFTOKEN=answer.json()["csrf_token"])
    assert done.status_code == 302


def test_the_dialog_is_told_why_not(world: World, client: Client) -> None:
    refused = sign_in(client, "ben", "wrong-wrong-wrong", **JSON)
    empty = sign_in(client, "", "", **JSON)

    assert (refused.status_code, refused.json()["sentence"]) == (422, WRONG)
    assert empty.status_code == 422
    assert empty["Content-Type"] == "application/json"


def test_who_is_in_goes_on(world: World) -> None:
    assert client_of(world.ben).get("/sign-in/?next=/teams/")["Location"] == "/teams/"


def test_a_page_asks_to_sign_in_and_leads_back(world: World, client: Client) -> None:
    answer = client.get("/teams/demo/")

    assert answer["Location"] == "/sign-in/?next=/teams/demo/"


def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    client = client_of(world.ben)
    key = client.session.session_key
    stolen = Client()
    stolen.cookies["sessionid"] = str(key)

    assert client.post("/sign-out/")["Location"] == "/sign-in/"

    assert stolen.get("/teams/").status_code == 302
    assert AuditRecord.objects.get(kind="sign_out").actor == world.ben


def test_signing_out_takes_a_post(world: World) -> None:
    client = client_of(world.ben)

    assert client.get("/sign-out/").status_code == 405
    assert client.get("/teams/").status_code == 200


def test_no_page_of_sign_in_is_kept(world: World, client: Client) -> None:
    for answer in (
        client.get("/sign-in/"),
        sign_in(client, "ben", "wrong-wrong-wrong"),
        client.get("/password/reset/"),
    ):
        assert "no-store" in answer["Cache-Control"]
