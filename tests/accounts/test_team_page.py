"""The page of a team: who is in it, in which role, and who may change that."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine

from accounts.access import Role
from accounts.actions import invite
from accounts.models import Invitation, Membership, Person, Team
from tests.pages import client_of, invalid_fields, said, words
from tests.world import MONDAY, World

TEAM = "/teams/demo/"


def role_of(world: World, name: str) -> str:
    found = Membership.objects.filter(team=world.team, person__username=name).first()
    return found.role if found else ""


def test_everybody_sees_the_people_and_only_admins_the_addresses(world: World) -> None:
    admin, member = (words(client_of(person).get(TEAM)) for person in (world.ada, world.ben))

    assert all(name in member for name in ("Ada", "Petra", "Ben", "Vera"))
    assert "petra@example.org" in admin
    assert "petra@example.org" not in member
    assert "ben@example.org" in member  # one's own


def test_only_admins_see_what_manages_the_team(world: World) -> None:
    member = client_of(world.ben).get(TEAM).content.decode()

    assert "Invite" not in member
    assert "/role/" not in member
    assert "What happened in this team" not in member


def test_an_admin_gives_another_role(world: World) -> None:
    answer = client_of(world.ada).post(f"{TEAM}members/ben/role/", {"role": Role.PRODUCT_OWNER}, follow=True)

    assert role_of(world, "ben") == Role.PRODUCT_OWNER
    assert said(answer) == ["Ben is now product owner."]


@pytest.mark.parametrize("path", ["members/ada/role/", "members/ada/removal/"])
def test_the_last_admin_stays_and_the_page_says_why(world: World, path: str) -> None:
    answer = client_of(world.ada).post(TEAM + path, {"role": Role.MEMBER})

    assert answer.status_code == 409
    assert "make somebody else admin first" in words(answer)
    assert 'role="alert"' in answer.content.decode()
    assert role_of(world, "ada") == Role.ADMIN


def test_with_a_second_admin_the_first_may_go(world: World) -> None:
    ada = client_of(world.ada)
    ada.post(f"{TEAM}members/ben/role/", {"role": Role.ADMIN})

    assert ada.post(f"{TEAM}members/ada/removal/")["Location"] == "/teams/"

    assert role_of(world, "ada") == ""
    assert ada.get(TEAM).status_code == 404


def test_a_removed_person_sees_nothing_from_the_next_request_on(world: World) -> None:
    ben = client_of(world.ben)
    assert ben.get(TEAM).status_code == 200

    client_of(world.ada).post(f"{TEAM}members/ben/removal/")

    assert ben.get(TEAM).status_code == 404


def test_anybody_may_leave(world: World) -> None:
    answer = client_of(world.vera).post(f"{TEAM}members/vera/removal/", follow=True)

    assert role_of(world, "vera") == ""
    assert said(answer) == ["You have left Demo."]


@pytest.mark.parametrize("who", ["petra", "ben", "vera"])
def test_nobody_else_manages_people(world: World, who: str) -> None:
    client = client_of(world.cast[who])
    posts = [
        client.post(f"{TEAM}members/ada/role/", {"role": Role.VIEWER}),
        client.post(f"{TEAM}members/ada/removal/"),
        client.post(f"{TEAM}invitations/", {"role": Role.ADMIN}),
        client.post(TEAM, {"name": "Mine"}),
    ]

    assert [answer.status_code for answer in posts] == [403] * 4
    assert role_of(world, "ada") == Role.ADMIN
    assert not Invitation.objects.exists()


def test_a_role_that_does_not_exist_is_refused(world: World) -> None:
    answer = client_of(world.ada).post(f"{TEAM}members/ben/role/", {"role": "emperor"})

    assert answer.status_code == 400
    assert role_of(world, "ben") == Role.MEMBER


def test_a_member_who_left_meanwhile_is_not_found(world: World) -> None:
    assert client_of(world.ada).post(f"{TEAM}members/dan/removal/").status_code == 404


def test_an_invitation_goes_by_mail_with_a_link_that_works(world: World, mailoutbox: list[Any]) -> None:
    answer = client_of(world.ada).post(
        f"{TEAM}invitations/", {"email": "lev@example.org", "role": Role.MEMBER}, follow=True
    )

    assert said(answer) == ["The invitation is on its way to lev@example.org."]
    link = re.search(r"http://testserver(/invitations/\S+/)", mailoutbox[0].body)
    assert link
    assert client_of(world.dan).get(link[1]).status_code == 200


def test_a_link_is_shown_once_and_only_its_hash_is_kept(world: World, mailoutbox: list[Any]) -> None:
    client = client_of(world.ada)
    answer = client.post(f"{TEAM}invitations/", {"email": "", "role": Role.VIEWER})
    found = re.search(r"http://testserver/invitations/([\w-]+)/", answer.content.decode())

    assert answer.status_code == 201
    assert found
    assert "no-store" in answer["Cache-Control"]
    assert found[1] not in client.get(TEAM).content.decode()
    assert found[1] not in str(list(Invitation.objects.values()))
    assert mailoutbox == []


def test_a_mail_that_cannot_be_sent_leaves_the_link_on_the_page(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = client_of(world.ada).post(f"{TEAM}invitations/", {"email": "lev@example.org", "role": Role.MEMBER})

    assert "could not be sent" in words(answer)
    assert "/invitations/" in answer.content.decode()


def test_a_wrong_address_stays_typed(world: World) -> None:
    answer = client_of(world.ada).post(f"{TEAM}invitations/", {"email": "lev at home", "role": Role.MEMBER})

    assert answer.status_code == 422
    assert invalid_fields(answer) == {"email"}
    assert 'value="lev at home"' in answer.content.decode()


def test_an_invitation_is_written_in_the_language_that_was_chosen_for_it(
    world: World, mailoutbox: list[Any]
) -> None:
    client, form = client_of(world.ada), {"email": "lev@example.org", "role": Role.MEMBER}
    client.post(f"{TEAM}invitations/", {**form, "language": "de"})
    assert mailoutbox[0].subject == "Ada lädt dich zu Demo ein"
    assert "lädt dich bei Prooflane in das Team Demo ein" in mailoutbox[0].body
    assert "· Deutsch ·" in words(client.get(TEAM))
    client.post(f"{TEAM}invitations/", {**form, "email": "mia@example.org"})
    assert mailoutbox[1].subject == "Ada invites you to Demo"
    answer = client.post(f"{TEAM}invitations/", {**form, "language": "tlh"})
    assert answer.status_code == 422
    assert Invitation.objects.count() == 2


def test_the_form_offers_the_language_of_who_invites(world: World) -> None:
    Person.objects.filter(username="ada").update(language="de")
    assert '<option value="de" selected>' in client_of(world.ada).get(TEAM).content.decode()


def test_an_open_invitation_is_withdrawn(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        invitation, link = invite(actor=world.ada, team=world.team, role=Role.MEMBER, at=MONDAY)
        client = client_of(world.ada)
        client.post(f"{TEAM}invitations/{invitation.pk}/withdrawal/")

        assert client_of(world.dan).get(link.removeprefix("http://testserver")).status_code == 404
        assert "Withdraw" not in words(client.get(TEAM))


def test_an_invitation_of_another_team_is_not_found(world: World) -> None:
    other = Team.objects.get(slug="other")
    foreign, _ = invite(actor=world.dan, team=other, role=Role.MEMBER, at=MONDAY)

    assert client_of(world.ada).post(f"{TEAM}invitations/{foreign.pk}/withdrawal/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.revoked_at is None


def test_the_audit_is_told_in_sentences(world: World) -> None:
    client = client_of(world.ada)
    client.post(f"{TEAM}members/ben/role/", {"role": Role.VIEWER})
    client.post(f"{TEAM}members/vera/removal/")

    page = words(client.get(TEAM))
    assert "Ada made ben viewer" in page
    assert "Ada took vera out of the team" in page
    assert "Ada made the team" in page


def test_names_are_text_and_nothing_else(world: World) -> None:
    Person.objects.filter(pk=world.ben.pk).update(name='<img src=x onerror="x()">')

    assert "<img src=x" not in client_of(world.ada).get(TEAM).content.decode()


def test_a_team_is_made_renamed_and_listed(world: World) -> None:
    client = client_of(world.ben)
    made = client.post("/teams/", {"name": "Retention"}, follow=True)
    assert "Retention is there. Invite the others." in said(made)

    client.post("/teams/retention/", {"name": "Retention lab"})

    page = words(client.get("/teams/"))
    assert "Retention lab" in page
    assert "you are admin" in page


def test_a_short_name_that_is_taken_is_said_beside_the_typed_name(world: World) -> None:
    answer = client_of(world.ben).post("/teams/", {"name": "Demo"})

    assert answer.status_code == 422
    assert "exists already" in words(answer)
    assert 'value="Demo"' in answer.content.decode()


def test_who_is_in_no_team_is_told_what_to_do(world: World) -> None:
    alone = Person.objects.create_user("lev")

    assert "You are in no team yet" in words(client_of(alone).get("/teams/"))
