"""A forgotten password: the same answer for everybody, one link, one hour, one use, and only this site in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from kombu.exceptions import OperationalError

from accounts.mails import reset_link
from accounts.tasks import mail_password_link
from tests.pages import client_of, invalid_fields, said, words
from tests.world import MONDAY, PASSWORD, World

NEW = "quite-another-battery"


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the page leaves for the worker to do."""
    asked: list[str] = []
    monkeypatch.setattr(mail_password_link, "delay", asked.append)
    return asked


@pytest.fixture
def link(world: World) -> Iterator[str]:
    with time_machine.travel(MONDAY, tick=False):
        yield reset_link(world.ben).removeprefix("http://testserver")


def ask(account: str, **more: Any) -> Any:
    return Client().post("/password/reset/", {"account": account}, **more)


def test_known_and_unknown_accounts_are_answered_alike(world: World, queue: list[str]) -> None:
    known, unknown = ask("ben"), ask("who")

    assert known.status_code == unknown.status_code == 200
    assert words(known).replace("ben", "") == words(unknown).replace("who", "")
    assert queue == ["ben", "who"]  # so the page takes the same time, too


def test_the_mail_holds_a_link_to_this_site_only(world: World, mailoutbox: list[Any], settings: Any) -> None:
    settings.SITE_URL = "https://board.example.org"
    ask("ben", HTTP_HOST="localhost", HTTP_X_FORWARDED_HOST="evil.example")
    mail_password_link("ben@example.org")

    mail = mailoutbox[-1]
    assert mail.to == ["ben@example.org"]
    assert re.findall(r"https?://[^/\s]+", mail.body) == ["https://board.example.org"]


@pytest.mark.parametrize("account", ["who", "", "x" * 300, "nothing@example.org"])
def test_nobody_gets_a_mail_for_an_unknown_account(world: World, mailoutbox: list[Any], account: str) -> None:
    mail_password_link(account)

    assert mailoutbox == []


def test_an_account_without_address_or_that_is_out_gets_none(world: World, mailoutbox: list[Any]) -> None:
    world.vera.email, world.ben.is_active = "", False
    world.vera.save()
    world.ben.save()

    mail_password_link("vera")
    mail_password_link("ben")

    assert mailoutbox == []


def test_a_mailbox_is_not_flooded(world: World, mailoutbox: list[Any]) -> None:
    for _ in range(5):
        mail_password_link("ben")

    assert len(mailoutbox) == 1


def test_asking_again_and_again_has_to_wait(world: World, queue: list[str]) -> None:
    with time_machine.travel(MONDAY, tick=False):
        answers = [ask("who") for _ in range(6)]

    assert answers[-1].status_code == 422
    assert "Too many tries" in words(answers[-1])
    assert len(queue) < 6


def test_a_queue_that_is_away_delays_no_mail(world: World, mailoutbox: list[Any], monkeypatch: Any) -> None:
    def away(_: str) -> None:
        raise OperationalError

    monkeypatch.setattr(mail_password_link, "delay", away)

    assert ask("ben").status_code == 200
    assert len(mailoutbox) == 1


def test_the_link_sets_a_password_and_is_used_up(world: World, link: str) -> None:
    client = Client()
    assert client.get(link).status_code == 200

    assert client.post(link, {"password": NEW})["Location"] == "/sign-in/"

    world.ben.refresh_from_db()
    assert world.ben.check_password(NEW)
    assert client.get(link).status_code == client.post(link, {"password": NEW}).status_code == 404


def test_the_new_password_ends_every_session(world: World) -> None:
    elsewhere = client_of(world.ben)
    assert elsewhere.get("/teams/").status_code == 200
    world.ben.refresh_from_db()

    Client().post(reset_link(world.ben).removeprefix("http://testserver"), {"password": NEW})

    assert elsewhere.get("/teams/").status_code == 302


def test_signing_in_uses_the_link_up(world: World, link: str) -> None:
    client_of(world.ben)

    assert Client().get(link).status_code == 404


def test_the_link_works_for_an_hour(world: World, link: str) -> None:
    with time_machine.travel(MONDAY + timedelta(minutes=59), tick=False):
        assert Client().get(link).status_code == 200
    with time_machine.travel(MONDAY + timedelta(minutes=61), tick=False):
        answer = Client().get(link)
    assert answer.status_code == 404
    assert "older than an hour" in words(answer)


@pytest.mark.parametrize(
    "path", ["/password/reset/MQ/wrong-token/", "/password/reset/%00/x/", "/password/reset/xx/c-1/"]
)
def test_an_invented_link_opens_nothing(world: World, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_a_link_of_somebody_else_does_not_fit(world: World, link: str) -> None:
    token = link.rstrip("/").rsplit("/", 1)[1]
    other = reset_link(world.ada).rstrip("/").rsplit("/", 1)[0].removeprefix("http://testserver")

    assert Client().post(f"{other}/{token}/", {"password": NEW}).status_code == 404
    world.ada.refresh_from_db()
    assert world.ada.check_password(PASSWORD)


def test_a_weak_password_is_refused_beside_its_field(world: World, link: str) -> None:
    answer = Client().post(link, {"password": "short"})

    assert answer.status_code == 422
    assert invalid_fields(answer) == {"password"}
    assert "at least 12 characters" in words(answer)


def test_without_mail_the_page_says_whom_to_ask(db: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    answer = Client().get("/password/reset/")

    assert "sends no mail" in words(answer)
    assert b'action="/password/reset/"' not in answer.content


def test_success_is_said_on_the_next_page(world: World, link: str) -> None:
    answer = Client().post(link, {"password": NEW}, follow=True)

    assert said(answer) == ["Your new password is set. Sign in with it."]
    assert "Your new password is set" in words(answer)
