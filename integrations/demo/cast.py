"""Who is in the demo: four people of one team, one in each role, and a stranger in another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.access import Role
from accounts.actions import add_member, create_person, create_team
from accounts.actions.people import set_password
from accounts.models import Person, Team

NAMES = {
    "ada": "Ada Novak",
    "petra": "Petra Park",
    "ben": "Ben Kogan",
    "vera": "Vera Suzuki",
    "dan": "Dan Hughes",
}
ROLES = {"petra": Role.PRODUCT_OWNER, "ben": Role.MEMBER, "vera": Role.VIEWER}


@dataclass(frozen=True)
class Cast:
    team: Team
    people: dict[str, Person]
    is_new: bool


def make_cast(password: str, at: datetime, *, renew: bool = False) -> Cast:
    """The people and their teams. Who is there stays; `renew` gives them this password, too."""
    known = {person.username: person for person in Person.objects.filter(username__in=NAMES)}
    people = {name: known.get(name) or _person(name, password, at) for name in NAMES}
    if renew and not all(person.check_password(password) for person in list(known.values())[:1]):
        for person in known.values():
            set_password(person=person, password=password, at=at, validate=False)
    team = Team.objects.filter(slug="demo").first() or _demo_team(people, at)
    if not Team.objects.filter(slug="other").exists():
        create_team(actor=people["dan"], name="Logistics", slug="other", at=at)
    return Cast(team, people, is_new=not known)


def _person(username: str, password: str, at: datetime) -> Person:
    return create_person(
        username=username,
        name=NAMES[username],
        email=f"{username}@example.org",
        password=password,
        at=at,
        validate=False,
    )


def _demo_team(people: dict[str, Person], at: datetime) -> Team:
    team = create_team(actor=people["ada"], name="Retention", slug="demo", at=at)
    for name, role in ROLES.items():
        add_member(actor=people["ada"], team=team, person=people[name], role=role, at=at)
    return team
