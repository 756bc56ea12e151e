"""Invitations: a link that lets one person into one team once, within seven days."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb, require
from accounts.actions.people import clean_email, clean_language
from accounts.actions.teams import clean_role, join
from accounts.audit import audit
from accounts.errors import NotFound
from accounts.language import current
from accounts.models import Invitation, Membership, Person, Team, digest

VALID_FOR = timedelta(days=7)


def invite(
    *, actor: Person, team: Team, role: str, at: datetime, email: str = "", language: str = ""
) -> tuple[Invitation, str]:
    """A new invitation and its link. The link is shown once; only a hash of its secret is stored.

    `language` is that of the mail and of the page behind the link; empty for the actor's own.
    """
    require(actor, Verb.MANAGE_MEMBERS, team.pk)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        team=team,
        email=clean_email(email),
        role=clean_role(role),
        language=clean_language(language) or actor.language or current(),
        digest=digest(secret),
        invited_by=actor,
        created_at=at,
        expires_at=at + VALID_FOR,
    )
    audit("invitation.created", at, actor=actor, team=team, role=role)
    return invitation, f"{settings.SITE_URL}/invitations/{secret}/"


def find_invitation(secret: str, at: datetime) -> Invitation:
    found = Invitation.objects.open(at).filter(digest=digest(secret)).select_related("team", "invited_by").first()
    if found is None:
        raise NotFound(_("This invitation has been used, withdrawn or has expired. Ask for a new one."))
    return found


def accept_invitation(*, secret: str, person: Person, at: datetime) -> Membership:
    """Join the team; fifty people with the same link make one membership."""
    with transaction.atomic():
        find_invitation(secret, at)
        claimed = Invitation.objects.open(at).filter(digest=digest(secret))
        if not claimed.update(accepted_at=at, accepted_by=person):
            raise NotFound(_("This invitation has just been used."))
        invitation = Invitation.objects.select_related("team").get(digest=digest(secret))
        return join(actor=person, team=invitation.team, person=person, role=invitation.role, at=at)


def revoke_invitation(*, actor: Person, invitation: Invitation, at: datetime) -> None:
    require(actor, Verb.MANAGE_MEMBERS, invitation.team_id)
    Invitation.objects.open(at).filter(pk=invitation.pk).update(revoked_at=at)
    audit("invitation.revoked", at, actor=actor, team=invitation.team)
