"""The page behind an invitation: one person in, whoever they are, and never two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client

from accounts.access import Role
from accounts.actions import invite, revoke_invitation
from accounts.models import Invitation, Membership, Person
from accounts.tasks import mail_password_link
from tests.pages import client_of, invalid_fields, words
from tests.world import MONDAY, World

NEWCOMER = {"username": "lev", "name": "Lev Kogan", "email": "lev@example.org", "password": "correct-horse-lane"}


@pytest.fixture
def path(world: World) -> Any:
    with time_machine.travel(MONDAY, tick=False):
        _, link = invite(actor=world.ada, team=world.team, role=Role.MEMBER, at=MONDAY, email="lev@example.org")
        yield link.removeprefix("http://testserver")


def test_a_newcomer_sees_who_invites_and_joins_with_a_new_account(world: World, path: str) -> None:
    client = Client()
    page = client.get(path)
    assert "Ada invites you as member" in words(page)
    assert 'value="lev@example.org"' in page.content.decode()

    assert client.post(path, NEWCOMER)["Location"] == "/boards/"

    lev = Person.objects.get(username="lev")
    assert Membership.objects.get(person=lev, team=world.team).role == Role.MEMBER
    assert client.session["_auth_user_id"] == str(lev.pk)


@pytest.mark.parametrize(
    ("invited", "asked", "kept"),
    [
        ("de", "en", "de"),
        ("de", "de-AT,de;q=0.9,en;q=0.5", "de"),
        ("en", "de", "en"),
        ("en", "en", ""),
        ("en", "fr", ""),
    ],
)
def test_a_newcomer_reads_and_keeps_the_language_they_were_invited_in(
    world: World, path: str, mailoutbox: list[EmailMessage], invited: str, asked: str, kept: str
) -> None:
    Invitation.objects.update(language=invited)
    page = Client().get(path, headers={"Accept-Language": asked})
    assert page["Content-Language"] == invited
    assert ("lädt dich" in words(page)) is (invited == "de")
    Client().post(path, NEWCOMER, headers={"Accept-Language": asked})

    assert Person.objects.get(username="lev").language == kept
    mail_password_link("lev@example.org")
    subject = "Ein neues Passwort für Prooflane" if kept == "de" else "A new password for Prooflane"
    assert mailoutbox[0].subject == subject


def test_the_link_at_the_door_is_a_choice_too(world: World, path: str) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.post("/language/", {"language": "de", "next": path})

    client.post(path, NEWCOMER)

    assert Person.objects.get(username="lev").language == "de"


def test_somebody_signed_in_joins_with_one_press(world: World, path: str) -> None:
    client = client_of(world.dan)
    assert "Join as Dan" in words(client.get(path))

    client.post(path)

    assert Membership.objects.filter(person=world.dan, team=world.team).exists()


def test_signing_in_first_leads_back_to_the_invitation(world: World, path: str) -> None:
    assert f'href="/sign-in/?next={path}"' in Client().get(path).content.decode()


def test_a_member_does_not_use_the_invitation_up(world: World, path: str) -> None:
    client = client_of(world.ben)
    assert "already" in words(client.get(path))

    client.post(path)

    assert Invitation.objects.open(MONDAY).count() == 1


def test_looking_takes_nothing(world: World, path: str) -> None:
    for _ in range(3):
        client_of(world.dan).get(path)
        Client().head(path)

    assert not Membership.objects.filter(person=world.dan, team=world.team).exists()


def test_used_withdrawn_expired_and_invented_links_are_answered_alike(world: World, path: str) -> None:
    made = [invite(actor=world.ada, team=world.team, role=Role.VIEWER, at=MONDAY) for _ in range(2)]
    revoke_invitation(actor=world.ada, invitation=made[0][0], at=MONDAY)
    client_of(world.dan).post(path)
    paths = [path, made[0][1].removeprefix("http://testserver"), "/invitations/never-existed/"]
    answers = [Client().get(each) for each in paths]
    with time_machine.travel(MONDAY + timedelta(days=7, seconds=1), tick=False):
        answers.append(Client().get(made[1][1].removeprefix("http://testserver")))

    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({words(answer) for answer in answers}) == 1
    assert "Ask for a new one" in words(answers[0])


def test_a_second_newcomer_with_the_same_link_is_too_late(world: World, path: str) -> None:
    Client().post(path, NEWCOMER)
    late = Client().post(path, {**NEWCOMER, "username": "mia", "email": "mia@example.org"})

    assert late.status_code == 404
    assert not Person.objects.filter(username="mia").exists()


def test_an_account_is_not_made_when_the_link_was_just_used(world: World, path: str, monkeypatch: Any) -> None:
    """Between the look and the claim somebody else was faster."""
    from accounts.actions import invitations, registration

    found = invitations.find_invitation

    def and_somebody_is_faster(secret: str, at: Any) -> Invitation:
        invitation = found(secret, at)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=at)
        return invitation

    monkeypatch.setattr(registration, "find_invitation", and_somebody_is_faster)
    answer = Client().post(path, NEWCOMER)

    assert answer.status_code == 404
    assert not Person.objects.filter(username="lev").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "Le v"), ("username", "ben"), ("password", "short"), ("email", "nowhere"), ("name", " ")],
)
def test_what_is_wrong_stands_beside_its_field_and_the_rest_stays(
    world: World, path: str, field: str, value: str
) -> None:
    answer = Client().post(path, {**NEWCOMER, field: value})

    assert answer.status_code == 422
    assert 'value="Lev Kogan"' in answer.content.decode() or field == "name"
    assert NEWCOMER["password"] not in answer.content.decode()
    taken = value == "ben"
    assert invalid_fields(answer) == (set() if taken else {field})
    assert not taken or "exists already" in words(answer)
    assert Invitation.objects.open(MONDAY).count() == 1
