"""The only writers of people, teams, invitations and tokens."""

from accounts.actions.guide import note_step
from accounts.actions.invitations import accept_invitation, invite, revoke_invitation
from accounts.actions.people import change_profile, create_person, set_password
from accounts.actions.teams import add_member, change_role, create_team, remove_member, rename_team
from accounts.actions.tokens import create_token, revoke_token

__all__ = [
    "accept_invitation",
    "add_member",
    "change_profile",
    "change_role",
    "create_person",
    "create_team",
    "create_token",
    "invite",
    "note_step",
    "remove_member",
    "rename_team",
    "revoke_invitation",
    "revoke_token",
    "set_password",
]
