"""`/teams/{slug}/members`: who is in the team, in which role."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from accounts.access import Role, Verb, may
from accounts.actions import add_member, change_role, remove_member
from accounts.api.teams import visible_team
from accounts.errors import Invalid, NotFound
from accounts.models import Membership, Person, Team
from api.call import Call
from api.cursors import Order, Page
from api.fields import Choice, Text
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Answer, Body, ListQuery, listed

BY_USERNAME = Order("members", ("person__username",))


class MemberAnswer(Answer):
    username = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    email = serializers.CharField(allow_null=True, help_text="For admins and the person; otherwise null.")
    created_at = serializers.DateTimeField(help_text="When they joined.")


class NewMember(Body):
    username = Text(max_length=32)
    role = Choice(Role.choices, default=Role.MEMBER)


class MemberChange(Body):
    role = Choice(Role.choices)


def member_as_dict(membership: Membership, viewer: Person, manages: bool) -> dict[str, Any]:
    person = membership.person
    return {
        "username": person.username,
        "name": person.name,
        "role": membership.role,
        "email": person.email if manages or person.pk == viewer.pk else None,
        "created_at": membership.created_at,
    }


def _member(call: Call, team: Team, username: str) -> Membership:
    found = team.memberships.select_related("person", "team").filter(person__username=username).first()
    if found is None:
        raise NotFound
    return found


class Members(Resource):
    @endpoint(answers={200: listed("Member", MemberAnswer)}, query=ListQuery)
    def get(self, call: Call, slug: str) -> HttpResponse:
        """Who is in the team."""
        team, page = visible_team(call.person, slug), Page.read(call.query, BY_USERNAME)
        found = list(page.cut(team.memberships.select_related("person")))
        rows, following = page.split(found, lambda row: [row.person.username])
        manages = may(call.person, Verb.MANAGE_MEMBERS, team.pk)
        return answer({"results": [member_as_dict(row, call.person, manages) for row in rows], "next": following})

    @endpoint(answers={201: MemberAnswer}, body=NewMember, scope="admin")
    def post(self, call: Call, slug: str) -> HttpResponse:
        """Add somebody who has an account here; for others there are invitations."""
        team = visible_team(call.person, slug)
        person = Person.objects.filter(username=call.body["username"], is_active=True).first()
        if person is None:
            raise Invalid.field("username", "Nobody here has this user name.", "unknown")
        added = add_member(actor=call.person, team=team, person=person, role=call.body["role"], at=call.at)
        return answer(member_as_dict(added, call.person, manages=True), 201)


class MemberItem(Resource):
    @endpoint(answers={200: MemberAnswer})
    def get(self, call: Call, slug: str, username: str) -> HttpResponse:
        """One member."""
        team = visible_team(call.person, slug)
        manages = may(call.person, Verb.MANAGE_MEMBERS, team.pk)
        return answer(member_as_dict(_member(call, team, username), call.person, manages))

    @endpoint(answers={200: MemberAnswer}, body=MemberChange, scope="admin")
    def patch(self, call: Call, slug: str, username: str) -> HttpResponse:
        """Give a member another role. A team keeps an admin."""
        member = _member(call, visible_team(call.person, slug), username)
        changed = change_role(actor=call.person, membership=member, role=call.body["role"], at=call.at)
        return answer(member_as_dict(changed, call.person, manages=True))

    @endpoint(answers={204: None}, scope="admin")
    def delete(self, call: Call, slug: str, username: str) -> HttpResponse:
        """Remove a member, or leave. Their streams close at once. A team keeps an admin."""
        member = _member(call, visible_team(call.person, slug), username)
        remove_member(actor=call.person, membership=member, at=call.at)
        return nothing()
