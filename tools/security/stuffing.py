"""Every write is sent with all the fields there are; only those that are its own change anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from accounts.models import ApiToken, Membership, Person
from boards.models import Board, Card, Event
from tools.proof.claims import Claim, Scale, equal, none_of
from tools.proof.client import Caller
from tools.proof.house import House
from tools.proof.people import browser, program
from tools.security.bodies import FORMS, JSON, QUERIES, filled
from tools.security.doors import Door, doors
from tools.security.fingerprint import ROOMS
from tools.security.matrix import estate

PRIVILEGES: dict[str, Any] = {
    "is_staff": True,
    "is_superuser": True,
    "is_active": False,
    "role": "admin",
    "scope": "admin",
    "auth_epoch": 99,
    "password": "chosen",
    "author": "ada",
    "actor": "ada",
    "person": "ada",
    "team": "other",
    "seq": 1,
    "ref": "STOLEN-1",
    "number": 1,
    "created_at": "2000-01-01T00:00:00Z",
    "closed_at": "2000-01-01T00:00:00Z",
    "version": 1,
    "face": {"author": "ada"},
    "digest": "0" * 64,
    "registration_hash": "0" * 64,
    "locked_at": "2000-01-01T00:00:00Z",
    "exploratory": False,
    "suggested": "supported",
    "__class__": "x",
    "pk": 1,
    "id": 1,
}

VERSIONED = {
    "PATCH /api/v1/cards/{ref}": {"version"},
    "POST /api/v1/cards/{ref}/move": {"version"},
    "POST /api/v1/boards/{key}/models/proposals/{proposal_id}": {"version"},
}
BENS = ("read", "write", "note", "person", "author", "own")  # rights that he has, token in hand


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    made = estate(house, "M4")
    writes = [door for door in doors() if not door.is_safe and door.right in BENS]
    before = _privileges()
    wrong, api_writes = [], [door for door in writes if door.is_api]
    caller = program(house, house.world.ben)
    for door in api_writes:
        wrong += list(_refused(door, caller, made.names))
    yield none_of(f"{len(api_writes)} REST writes x each unknown field: not answered 400", wrong)
    pages = [door for door in writes if not door.is_api and "token" not in door.path]
    page = browser(house, house.world.ben)
    statuses = []
    for door in pages:
        form = {**_every_field(), **filled(FORMS.get(door.name, {}), made.names)}
        statuses.append(page.ask(door.method, door.path_for(made.names), form=form).status)
    yield none_of(
        f"{len(pages)} forms with {len(_every_field())} fields each: 5xx", [s for s in statuses if s >= 500]
    )
    changed = _changed(before, _privileges())
    yield none_of("rights, roles, keys, authors and logs that changed", changed)
    yield equal("events in a name other than one's own", _others_events(made.board), 0)


def _refused(door: Door, caller: Caller, names: dict[str, Any]) -> Iterator[str]:
    """One field too many at a time, then all of them."""
    names = {**names, "unique": "stuffed"}
    body, path = filled(_body(door), names), door.path_for(names)
    path += str(filled(QUERIES.get(door.name, ""), names))
    extras = [{name: value} for name, value in PRIVILEGES.items() if name not in _known(door)]
    for extra in [*extras[:: max(1, len(extras) // 6)], {k: v for each in extras for k, v in each.items()}]:
        told = {**body, **extra}
        sent = (None, told) if door.takes_form else (told, None)
        answer = caller.ask(door.method, path, *sent)
        if answer.status != 400:
            yield f"{door.name} with {sorted(extra)[:3]}: {answer.status}"


def _known(door: Door) -> set[str]:
    """Fields of these names that a body does take."""
    return VERSIONED.get(door.name, set()) | set(_body(door))


def _body(door: Door) -> dict[str, Any]:
    return (FORMS if door.takes_form else JSON).get(door.name) or {}


def _every_field() -> dict[str, Any]:
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    names = {field.name for model in models for field in model._meta.concrete_fields}
    return {name: PRIVILEGES.get(name, "stuffed") for name in sorted(names)} | {
        name: str(value) for name, value in PRIVILEGES.items()
    }


def _privileges() -> dict[str, dict[Any, Any]]:
    """What nobody may change by the way."""
    people = Person.objects.values_list("pk", "is_staff", "is_superuser", "is_active", "password", "username")
    return {
        "people": {row[0]: row[1:] for row in people},
        "memberships": {m.pk: (m.team_id, m.person_id, m.role) for m in Membership.objects.all()},
        "tokens": {t.pk: (t.person_id, t.scope, t.digest) for t in ApiToken.objects.all()},
        "cards": {c.pk: (c.ref, c.board_id, c.author_id, c.created_at) for c in Card.objects.all()},
        "boards": {b.pk: (b.key, b.team_id, b.created_at) for b in Board.objects.all()},
        "events": {
            e.seq + e.board_id * 10**9: (e.kind, e.actor_id, e.at, str(e.data)) for e in Event.objects.all()
        },
    }


def _changed(before: dict[str, dict[Any, Any]], after: dict[str, dict[Any, Any]]) -> list[str]:
    """Rows may be added; those that were there are as they were."""
    rows = [(name, pk, row) for name, rows in before.items() for pk, row in rows.items()]
    return [f"{name} {pk}" for name, pk, row in rows if after[name].get(pk) != row]


def _others_events(board: Board) -> int:
    return Event.objects.filter(board=board, origin="api").exclude(actor__username="ben").count()
