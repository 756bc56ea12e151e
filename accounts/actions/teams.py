"""Teams and who is in them. A team always keeps an admin."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Role, Verb, require
from accounts.audit import audit
from accounts.errors import Conflict, Invalid, NotFound
from accounts.membership import MembershipChange, tell
from accounts.models import Membership, Person, Team


class LastAdmin(Conflict):
    code = "last_admin"
    title = noop("The last admin")
    sentence = noop("A team needs an admin; make somebody else admin first.")


def create_team(*, actor: Person, name: str, at: datetime, slug: str = "") -> Team:
    """A new team, with its founder as admin."""
    name = clean_team_name(name)
    slug = slugify(slug or name)[:40]
    if not slug:
        raise Invalid.field("slug", _("Give the team a short name of letters, digits and dashes."))
    with transaction.atomic():
        try:
            with transaction.atomic():
                team = Team.objects.create(slug=slug, name=name, created_at=at)
        except IntegrityError:
            sentence = _("A team %(slug)s exists already; choose another short name.") % {"slug": slug}
            raise Conflict(sentence) from None
        Membership.objects.create(team=team, person=actor, role=Role.ADMIN, created_at=at)
        audit("team.created", at, actor=actor, team=team)
    return team


def rename_team(*, actor: Person, team: Team, name: str, at: datetime) -> Team:
    require(actor, Verb.MANAGE_TEAM, team.pk)
    team.name = clean_team_name(name)
    team.save(update_fields=["name"])
    audit("team.renamed", at, actor=actor, team=team, name=team.name)
    return team


def add_member(*, actor: Person, team: Team, person: Person, role: str, at: datetime) -> Membership:
    """Somebody joins by an admin's hand."""
    require(actor, Verb.MANAGE_MEMBERS, team.pk)
    return join(actor=actor, team=team, person=person, role=role, at=at)


def join(*, actor: Person, team: Team, person: Person, role: str, at: datetime) -> Membership:
    """The join itself, whose right the caller has checked (an admin, or an accepted invitation). Once only."""
    role = clean_role(role)
    with transaction.atomic():
        lock_team(team.pk)
        membership, new = Membership.objects.get_or_create(
            team=team, person=person, defaults={"role": role, "created_at": at}
        )
        if new:
            audit("member.added", at, actor=actor, team=team, person=person.username, role=role)
            tell(MembershipChange(kind="added", membership=membership, actor=actor, at=at))
    return membership


def change_role(*, actor: Person, membership: Membership, role: str, at: datetime) -> Membership:
    team = membership.team
    role = clean_role(role)
    with transaction.atomic():
        lock_team(team.pk)
        require(actor, Verb.MANAGE_MEMBERS, team.pk)
        membership = _reread(membership)
        if membership.role == role:
            return membership
        _keep_an_admin(membership)
        previous, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        _bump(membership.person)
        audit("member.role_changed", at, actor=actor, team=team, person=membership.person.username, role=role)
        tell(
            MembershipChange(
                kind="role_changed", membership=membership, actor=actor, at=at, previous_role=previous
            )
        )
    return membership


def remove_member(*, actor: Person, membership: Membership, at: datetime) -> None:
    """Out of the team, by an admin or by oneself; streams close and reminders stop at once."""
    team = membership.team
    with transaction.atomic():
        lock_team(team.pk)
        if membership.person_id != actor.pk:
            require(actor, Verb.MANAGE_MEMBERS, team.pk)
        membership = _reread(membership)
        _keep_an_admin(membership)
        _bump(membership.person)
        audit("member.removed", at, actor=actor, team=team, person=membership.person.username)
        tell(MembershipChange(kind="removed", membership=membership, actor=actor, at=at))
        membership.delete()


def lock_team(team_id: int) -> None:
    """What counts for a whole team takes turns: admins cannot remove each other, nor uploads take one room."""
    Team.objects.select_for_update(no_key=True).get(pk=team_id)


def _reread(membership: Membership) -> Membership:
    fresh = Membership.objects.select_related("team", "person").filter(pk=membership.pk).first()
    if fresh is None:
        raise NotFound(_("They are no longer in the team."))
    return fresh


def _keep_an_admin(membership: Membership) -> None:
    others = Membership.objects.filter(team=membership.team, role=Role.ADMIN, person__is_active=True)
    if membership.role == Role.ADMIN and not others.exclude(pk=membership.pk).exists():
        raise LastAdmin


def _bump(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(auth_epoch=F("auth_epoch") + 1)


def clean_role(role: str) -> str:
    if role not in Role.values:
        sentence = _("A role is one of %(roles)s.") % {"roles": ", ".join(Role.values)}
        raise Invalid.field("role", sentence, "invalid_choice")
    return role


def clean_team_name(name: str) -> str:
    clean = " ".join(name.replace("\x00", "").split())
    if not clean or len(clean) > 80:
        raise Invalid.field("name", _("A team name has 1 to 80 characters."))
    return clean
