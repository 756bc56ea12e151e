"""Who may do what: one table of roles and verbs, asked by pages, API and jobs alike.

Seeing comes first: whoever is not in the team gets `NotFound`; whoever sees but lacks the verb gets `Forbidden`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as noop

from accounts.errors import Forbidden, NotFound
from accounts.prepared import Param, Prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Membership, Person


class Role(models.TextChoices):
    ADMIN = "admin", gettext_lazy("Admin")
    PRODUCT_OWNER = "product_owner", gettext_lazy("Product owner")
    MEMBER = "member", gettext_lazy("Member")
    VIEWER = "viewer", gettext_lazy("Viewer")


WITHIN_A_SENTENCE = {
    Role.ADMIN: noop("admin"),
    Role.PRODUCT_OWNER: noop("product owner"),
    Role.MEMBER: noop("member"),
    Role.VIEWER: noop("viewer"),
}


def role_word(role: str) -> str:
    """The role as it stands within a sentence: "invites you as product owner"."""
    return gettext(WITHIN_A_SENTENCE[Role(role)])


class Verb(StrEnum):
    """A right. The value is what pages put into `data-may`."""

    READ = "read"
    MANAGE_TEAM = "manage_team"
    MANAGE_MEMBERS = "manage_members"
    CREATE_BOARD = "create_board"
    CONFIGURE_BOARD = "configure_board"
    WRITE_CARD = "write_card"
    RANK_BACKLOG = "rank_backlog"
    OVERRIDE_WIP = "override_wip"
    DECIDE = "decide"
    STEER = "steer"
    IMPORT = "import"


_READ = frozenset({Verb.READ})
_WRITE = _READ | {Verb.WRITE_CARD}
_OWN = _WRITE | {Verb.RANK_BACKLOG, Verb.OVERRIDE_WIP, Verb.DECIDE, Verb.CREATE_BOARD, Verb.STEER, Verb.IMPORT}
_RUN = _WRITE | {
    Verb.MANAGE_TEAM,
    Verb.MANAGE_MEMBERS,
    Verb.CREATE_BOARD,
    Verb.CONFIGURE_BOARD,
    Verb.OVERRIDE_WIP,
    Verb.STEER,
    Verb.IMPORT,
}
POLICY: dict[str, frozenset[Verb]] = {
    Role.VIEWER: _READ,
    Role.MEMBER: _WRITE,
    Role.PRODUCT_OWNER: _OWN,
    Role.ADMIN: _RUN,
}
# In a team without a product owner somebody must rank and decide, or its gates would never close.
STANDS_IN_FOR_OWNER = frozenset({Verb.RANK_BACKLOG, Verb.DECIDE})


TEAM, PERSON = Param("team", models.BigAutoField()), Param("person", models.BigAutoField())


def _memberships(**where: object) -> QuerySet[Membership]:
    from accounts.models import Membership

    return Membership.objects.filter(team_id=TEAM, **where)


MEMBERSHIP = Prepared(lambda: _memberships(person_id=PERSON))
OWNERS = Prepared(lambda: _memberships(role=Role.PRODUCT_OWNER, person__is_active=True)[:1])


def membership_of(person: Person, team_id: int) -> Membership | None:
    """The person's membership in the team, read anew each time so that a removal counts at once."""
    if not person.is_authenticated or not person.is_active:
        return None
    return MEMBERSHIP.first(person=person.pk, team=team_id)


def rights(person: Person, team_id: int) -> frozenset[Verb]:
    """Every verb the person holds in the team; empty when the team is invisible."""
    membership = membership_of(person, team_id)
    if membership is None:
        return frozenset()
    held = POLICY[membership.role]
    if membership.role != Role.ADMIN:
        return held
    return held if OWNERS.rows(team=team_id) else held | STANDS_IN_FOR_OWNER


def holders(verb: Verb, team_id: int) -> list[int]:
    """The active people of the team who hold the verb, stand-ins included."""
    from accounts.models import Membership

    members = Membership.objects.filter(team_id=team_id, person__is_active=True)
    roles = [role for role, held in POLICY.items() if verb in held]
    if verb in STANDS_IN_FOR_OWNER and not members.filter(role=Role.PRODUCT_OWNER).exists():
        roles.append(Role.ADMIN)
    return list(members.filter(role__in=roles).values_list("person_id", flat=True))


def may(person: Person, verb: Verb, team_id: int) -> bool:
    return verb in rights(person, team_id)


def require(person: Person, verb: Verb, team_id: int, *, sentence: str = "") -> frozenset[Verb]:
    """All rights in the team, or `NotFound` when it is invisible, or `Forbidden` when the verb is missing."""
    held = rights(person, team_id)
    if Verb.READ not in held:
        raise NotFound
    if verb not in held:
        raise Forbidden(sentence)
    return held
