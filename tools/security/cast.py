"""Everybody who may come to a door, with the keys they hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from accounts import actions as people
from accounts.access import POLICY, Role
from accounts.actions.people import deactivate_person
from accounts.models import Membership, Person
from tests.world import World
from tools.proof.client import Caller
from tools.proof.house import House
from tools.proof.people import browser, program

NOBODY, OUTSIDE = "nobody", "outside"
VERBS = {
    "read": "read",
    "seat": "read",
    "write": "write_card",
    "note": "write_card",
    "rank": "rank_backlog",
    "decide": "decide",
    "steer": "steer",
    "create": "create_board",
    "configure": "configure_board",
    "registry": "configure_board",
    "team": "manage_team",
    "members": "manage_members",
}
ADMIN_SCOPE = ("team", "members", "registry")
# Doors that no session and no token opens, and what they say to who has no signature.
BY_SIGNATURE = {"signed": "sign in", "sealed": "hidden"}


@dataclass(frozen=True)
class Principal:
    """`role` is nobody, outside or one in the team; `scope` that of a token, or empty for a browser."""

    name: str
    caller: Caller
    role: str
    scope: str = ""
    username: str = ""

    @property
    def writes(self) -> bool:
        return self.scope != "read" and self.role in (Role.MEMBER, Role.PRODUCT_OWNER, Role.ADMIN)

    def meets(self, right: str, *, safe: bool, api: bool) -> str:
        """What has to happen at a door with this right."""
        if right in BY_SIGNATURE:
            return BY_SIGNATURE[right]
        if right in ("open", "none") and (safe or api or not self.scope):
            return {"open": "in", "none": "hidden"}[right]
        if self.scope and not api:  # a page knows no tokens, and a form without a session has no CSRF token
            return "sign in" if safe else "forbidden"
        if self.role == NOBODY:
            return "sign in"
        if self._scope_lacks(right, safe=safe):
            return "forbidden"
        return self._by_role(right)

    def _scope_lacks(self, right: str, *, safe: bool) -> bool:
        if self.scope and right in ("session", "seat"):
            return True
        if self.scope == "read" and not safe:
            return True
        return self.scope in ("read", "write") and right in ADMIN_SCOPE

    def _by_role(self, right: str) -> str:
        if right in ("person", "session"):
            return "in"
        if right == "own":
            return "in" if self.username == "ben" else "hidden"
        if self.role == OUTSIDE:
            return "hidden"
        if right == "attest":
            return "in" if self.role == Role.PRODUCT_OWNER else "forbidden"
        if right == "author":
            return "in" if self.username == "ben" else "forbidden"
        if right == "note" and VERBS["write"] in POLICY[self.role]:
            return "in" if self.username == "ben" else "hidden"
        return "in" if VERBS[right] in POLICY[self.role] else "forbidden"


def principals(house: House) -> list[Principal]:
    """Those who may change nothing come first."""
    world = house.world
    gone, off = _removed(house, world), _deactivated(house, world)
    return [
        Principal("nobody", browser(house, None), NOBODY),
        Principal("a deactivated person", off[0], NOBODY),
        Principal("a deactivated person's token", off[1], NOBODY, "admin"),
        Principal("a stranger", browser(house, world.dan), OUTSIDE),
        Principal("a stranger's token", program(house, world.dan), OUTSIDE, "admin"),
        Principal("a removed member", gone[0], OUTSIDE),
        Principal("a removed member's token", gone[1], OUTSIDE, "admin"),
        Principal("a viewer", browser(house, world.vera), Role.VIEWER),
        Principal("a member's token to read", program(house, world.ben, "read"), Role.MEMBER, "read", "ben"),
        Principal("a member", browser(house, world.ben), Role.MEMBER, "", "ben"),
        Principal("a member's token to write", program(house, world.ben, "write"), Role.MEMBER, "write", "ben"),
        Principal("a product owner", browser(house, world.petra), Role.PRODUCT_OWNER),
        Principal("an admin", browser(house, world.ada), Role.ADMIN),
        Principal("an admin's token", program(house, world.ada), Role.ADMIN, "admin"),
    ]


def _removed(house: House, world: World) -> tuple[Caller, Caller]:
    """Whose session and token are from the time before; the removal ends neither, only what they see."""
    rita = Person.objects.create(username="rita", name="Rita")
    membership = people.add_member(actor=world.ada, team=world.team, person=rita, role=Role.ADMIN, at=world.at)
    keys = browser(house, rita), program(house, rita)
    people.remove_member(actor=world.ada, membership=Membership.objects.get(pk=membership.pk), at=timezone.now())
    return keys


def _deactivated(house: House, world: World) -> tuple[Caller, Caller]:
    dora = Person.objects.create(username="dora", name="Dora")
    people.add_member(actor=world.ada, team=world.team, person=dora, role=Role.ADMIN, at=world.at)
    keys = browser(house, dora), program(house, dora)
    deactivate_person(person=dora, at=timezone.now())
    return keys
