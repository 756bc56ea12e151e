"""`/teams`: the teams you are in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from accounts.access import Role, membership_of
from accounts.actions import create_team, rename_team
from accounts.errors import NotFound
from accounts.models import Person, Team
from api.call import Call
from api.cursors import Order, Page
from api.fields import Text
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, Body, ListQuery, listed

BY_SLUG = Order("teams", ("slug",))


class TeamAnswer(Answer):
    slug = serializers.SlugField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices, help_text="Yours.")
    created_at = serializers.DateTimeField()


class NewTeam(Body):
    name = Text(max_length=80)
    slug = Text(max_length=40, required=False, help_text="Made of the name where missing.")


class TeamChange(Body):
    name = Text(max_length=80, required=False)


def visible_team(person: Person, slug: str) -> Team:
    team = Team.objects.visible_to(person).filter(slug=slug).first()
    if team is None:
        raise NotFound
    return team


def team_as_dict(team: Team, role: str) -> dict[str, Any]:
    return {"slug": team.slug, "name": team.name, "role": role, "created_at": team.created_at}


def _answer(call: Call, team: Team, status: int = 200) -> HttpResponse:
    membership = membership_of(call.person, team.pk)
    return answer(team_as_dict(team, membership.role if membership else ""), status)


class Teams(Resource):
    @endpoint(answers={200: listed("Team", TeamAnswer)}, query=ListQuery)
    def get(self, call: Call) -> HttpResponse:
        """The teams you are in."""
        page = Page.read(call.query, BY_SLUG)
        mine = Team.objects.visible_to(call.person)
        found = mine.values_list("slug", "name", "memberships__role", "created_at")
        rows, following = page.split(list(page.cut(found)), lambda row: row[:1])
        names = ("slug", "name", "role", "created_at")
        return answer({"results": [dict(zip(names, row, strict=True)) for row in rows], "next": following})

    @endpoint(answers={201: TeamAnswer}, body=NewTeam)
    def post(self, call: Call) -> HttpResponse:
        """Found a team, with you as its admin."""
        team = create_team(actor=call.person, name=call.body["name"], slug=call.body.get("slug", ""), at=call.at)
        return _answer(call, team, 201)


class TeamItem(Resource):
    @endpoint(answers={200: TeamAnswer})
    def get(self, call: Call, slug: str) -> HttpResponse:
        """One team."""
        return _answer(call, visible_team(call.person, slug))

    @endpoint(answers={200: TeamAnswer}, body=TeamChange, scope="admin")
    def patch(self, call: Call, slug: str) -> HttpResponse:
        """Rename the team."""
        team = visible_team(call.person, slug)
        name = call.body.get("name", team.name)
        return _answer(call, rename_team(actor=call.person, team=team, name=name, at=call.at))
