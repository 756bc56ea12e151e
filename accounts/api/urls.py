from django.urls import path

import api.paths  # noqa: F401 - its converters
from accounts.api.invitations import InvitationItem, Invitations
from accounts.api.me import Me
from accounts.api.members import MemberItem, Members
from accounts.api.teams import TeamItem, Teams
from accounts.api.tokens import TokenItem, Tokens

urlpatterns = [
    path("me", Me.as_view()),
    path("tokens", Tokens.as_view()),
    path("tokens/<int:token_id>", TokenItem.as_view()),
    path("teams", Teams.as_view()),
    path("teams/<slug:slug>", TeamItem.as_view()),
    path("teams/<slug:slug>/members", Members.as_view()),
    path("teams/<slug:slug>/members/<username:username>", MemberItem.as_view()),
    path("teams/<slug:slug>/invitations", Invitations.as_view()),
    path("teams/<slug:slug>/invitations/<int:invitation_id>", InvitationItem.as_view()),
]
