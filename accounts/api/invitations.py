"""`/teams/{slug}/invitations`: links that let one person in once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from rest_framework import serializers

from accounts.access import Role, Verb, require
from accounts.actions import invite, revoke_invitation
from accounts.api.teams import visible_team
from accounts.errors import NotFound
from accounts.models import Invitation
from api.call import Call
from api.cursors import Order, Page, keys_of
from api.fields import Choice, Text
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Answer, Body, ListQuery, listed

NEWEST_FIRST = Order("invitations", ("-id",))


class InvitationAnswer(Answer):
    id = serializers.IntegerField()
    role = serializers.ChoiceField(Role.choices)
    email = serializers.CharField()
    language = serializers.CharField(help_text="Of the mail, and of the page behind the link.")
    invited_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class FreshInvitationAnswer(InvitationAnswer):
    url = serializers.CharField(
        allow_null=True, help_text="The link, this once; null when the answer is a replay."
    )


class NewInvitation(Body):
    role = Choice(Role.choices, default=Role.MEMBER)
    email = Text(max_length=254, required=False, default="", allow_blank=True)
    language = Choice(
        settings.LANGUAGES, required=False, help_text="Of the page behind the link; yours when left out."
    )


def invitation_as_dict(invitation: Invitation) -> dict[str, Any]:
    return {
        "id": invitation.pk,
        "role": invitation.role,
        "email": invitation.email,
        "language": invitation.language,
        "invited_by": invitation.invited_by.username,
        "created_at": invitation.created_at,
        "expires_at": invitation.expires_at,
    }


class Invitations(Resource):
    @endpoint(answers={200: listed("Invitation", InvitationAnswer)}, query=ListQuery, scope="admin")
    def get(self, call: Call, slug: str) -> HttpResponse:
        """The open invitations, newest first."""
        team, page = visible_team(call.person, slug), Page.read(call.query, NEWEST_FIRST)
        require(call.person, Verb.MANAGE_MEMBERS, team.pk)
        opened = Invitation.objects.open(call.at).filter(team=team).select_related("invited_by")
        rows, following = page.split(list(page.cut(opened)), lambda row: keys_of(row, NEWEST_FIRST))
        return answer({"results": [invitation_as_dict(row) for row in rows], "next": following})

    @endpoint(answers={201: FreshInvitationAnswer}, body=NewInvitation, scope="admin", secret="url")  # noqa: S106
    def post(self, call: Call, slug: str) -> HttpResponse:
        """Make a link into the team. It works once, for seven days, and is shown only now."""
        team = visible_team(call.person, slug)
        invitation, url = invite(actor=call.person, team=team, at=call.at, **call.body)
        response = answer({**invitation_as_dict(invitation), "url": url}, 201)
        response.headers["Cache-Control"] = "no-store"
        return response


class InvitationItem(Resource):
    @endpoint(answers={204: None}, scope="admin")
    def delete(self, call: Call, slug: str, invitation_id: int) -> HttpResponse:
        """Withdraw an invitation."""
        team = visible_team(call.person, slug)
        require(call.person, Verb.MANAGE_MEMBERS, team.pk)
        invitation = Invitation.objects.open(call.at).filter(team=team, pk=invitation_id).first()
        if invitation is None:
            raise NotFound
        revoke_invitation(actor=call.person, invitation=invitation, at=call.at)
        return nothing()
