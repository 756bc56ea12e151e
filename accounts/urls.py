from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.views import email, invitation, members, password, profile, sign_in, teams, tokens

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", require_POST(set_language), name="set_language"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("password/reset/", password.password_reset, name="password_reset"),
    path("password/reset/<str:key>/<str:token>/", password.password_reset_link, name="password_reset_link"),
    path("password/change/", password.password_change, name="password_change"),
    path("invitations/<str:secret>/", invitation.invitation, name="invitation"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<slug:slug>/", teams.team, name="team"),
    path("teams/<slug:slug>/members/<str:username>/role/", members.role, name="member_role"),
    path("teams/<slug:slug>/members/<str:username>/removal/", members.removal, name="member_removal"),
    path("teams/<slug:slug>/invitations/", members.invitations, name="invitations"),
    path("teams/<slug:slug>/invitations/<int:pk>/withdrawal/", members.withdrawal, name="invitation_withdrawal"),
    path("profile/", profile.profile, name="profile"),
    path("profile/email/", email.profile_email, name="profile_email"),
    path("profile/look/", profile.look, name="profile_look"),
    path("profile/hours/", profile.hours, name="profile_hours"),
    path("profile/tokens/", tokens.tokens, name="tokens"),
    path("profile/tokens/<int:pk>/revocation/", tokens.revocation, name="token_revocation"),
]
