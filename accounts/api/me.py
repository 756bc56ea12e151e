"""`/me`: who the token or session belongs to, and what it may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from accounts.access import Role
from accounts.models import ApiToken, Membership
from api.authentication import scopes_of
from api.call import Call
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer


class MyTeamAnswer(Answer):
    slug = serializers.SlugField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)


class MeAnswer(Answer):
    username = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField()
    time_zone = serializers.CharField()
    language = serializers.CharField(help_text="Empty: as the browser asks.")
    teams = MyTeamAnswer(many=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(ApiToken.Scope.choices))
    token = serializers.CharField(allow_null=True, help_text="The name of the token; null for a session.")


class Me(Resource):
    @endpoint(answers={200: MeAnswer})
    def get(self, call: Call) -> HttpResponse:
        """Who you are: the person, their teams with role, and the scopes of the token."""
        person, auth = call.person, call.request.auth
        return answer(
            {
                "username": person.username,
                "name": person.name,
                "email": person.email,
                "time_zone": person.time_zone,
                "language": person.language,
                "teams": _teams(call),
                "scopes": scopes_of(auth),
                "token": auth.name if isinstance(auth, ApiToken) else None,
            }
        )


def _teams(call: Call) -> list[dict[str, Any]]:
    held = Membership.objects.filter(person=call.person).order_by("team__slug")
    rows = held.values_list("team__slug", "team__name", "role")
    return [{"slug": slug, "name": name, "role": role} for slug, name, role in rows]
