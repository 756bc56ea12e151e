"""`/teams`, members and invitations."""

from __future__ import annotations

from accounts.models import Invitation, Person
from tests.api.conftest import Sign
from tests.world import World


def test_a_person_sees_their_own_teams(sign: Sign, world: World) -> None:
    assert [team["slug"] for team in sign("ben").get("/teams").json["results"]] == ["demo"]
    assert sign("ben").get("/teams/demo").json["role"] == "member"
    assert sign("ben").get("/teams/other").status == 404


def test_whoever_founds_a_team_is_its_admin(sign: Sign, world: World) -> None:
    made = sign("ben").post("/teams", {"name": "Side project"})
    assert (made.status, made.json["slug"], made.json["role"]) == (201, "side-project", "admin")
    assert sign("ben").post("/teams", {"name": "Side project"}).status == 409


def test_an_admin_renames_the_team(sign: Sign, world: World) -> None:
    assert sign("ada").patch("/teams/demo", {"name": "Churn"}).json["name"] == "Churn"
    assert sign("petra").patch("/teams/demo", {"name": "x"}).status == 403


def test_addresses_are_for_admins_and_oneself(sign: Sign, world: World) -> None:
    def addresses(who: str) -> list[str | None]:
        return [member["email"] for member in sign(who).get("/teams/demo/members").json["results"]]

    assert addresses("ada") == [f"{name}@example.org" for name in ("ada", "ben", "petra", "vera")]
    assert addresses("ben") == [None, "ben@example.org", None, None]
    assert sign("ben").get("/teams/demo/members/petra").json["email"] is None


def test_an_admin_adds_changes_and_removes_members(sign: Sign, world: World) -> None:
    ada = sign("ada")
    added = ada.post("/teams/demo/members", {"username": "dan", "role": "viewer"})
    assert (added.status, added.json["role"]) == (201, "viewer")
    assert ada.patch("/teams/demo/members/dan", {"role": "member"}).json["role"] == "member"
    assert ada.delete("/teams/demo/members/dan").status == 204
    assert ada.get("/teams/demo/members/dan").status == 404
    assert ada.post("/teams/demo/members", {"username": "nobody"}).fields == {"username": "unknown"}


def test_anybody_may_leave_but_not_the_last_admin(sign: Sign, world: World) -> None:
    assert sign("ben").delete("/teams/demo/members/ben").status == 204
    assert sign("ben").get("/teams/demo").status == 404
    assert sign("ada").delete("/teams/demo/members/ada").code == "last_admin"
    assert sign("petra").delete("/teams/demo/members/vera").status == 403


def test_an_invitation_is_shown_once_and_can_be_withdrawn(sign: Sign, world: World) -> None:
    ada = sign("ada")
    made = ada.post("/teams/demo/invitations", {"role": "member", "email": "new@example.org"})
    assert made.status == 201
    assert "/invitations/" in made.json["url"]
    listed = ada.get("/teams/demo/invitations").json["results"]
    assert [each["id"] for each in listed] == [made.json["id"]]
    assert "url" not in listed[0]
    assert ada.delete(f"/teams/demo/invitations/{made.json['id']}").status == 204
    assert ada.delete(f"/teams/demo/invitations/{made.json['id']}").status == 404
    assert not Invitation.objects.open(world.at).exists()


def test_an_invitation_has_a_language(sign: Sign, world: World) -> None:
    Person.objects.filter(username="ada").update(language="de")
    ada = sign("ada")
    assert ada.post("/teams/demo/invitations", {}).json["language"] == "de"
    assert ada.post("/teams/demo/invitations", {"language": "en"}).json["language"] == "en"
    assert ada.post("/teams/demo/invitations", {"language": "tlh"}).status == 400


def test_only_an_admin_sees_invitations(sign: Sign, world: World) -> None:
    assert sign("petra").get("/teams/demo/invitations").status == 403
    assert sign("dan").get("/teams/demo/invitations").status == 404


def test_the_invitation_of_another_team_is_not_there(sign: Sign, world: World) -> None:
    number = sign("ada").post("/teams/demo/invitations", {}).json["id"]
    assert sign("dan").delete(f"/teams/other/invitations/{number}").status == 404
