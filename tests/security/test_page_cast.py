"""The whole cast before every door of the browser: who goes through, who is refused, who sees nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.urls import get_resolver, reverse

from accounts.throttle import TRIES
from boards.models import Event
from tests.pages import client_of
from tests.security.doors import ACCOUNTS, BOARDS, CADENCE, CARDS, CAST, DOORS, METHOD, Door
from tests.security.scene import Scene, fill, make_scene
from tests.world import World

NOT_PAGES = {"health_live", "health_ready", "metrics"}


@pytest.fixture
def scene(world: World) -> Iterator[Scene]:
    with time_machine.travel(world.at, tick=False) as clock:
        made = make_scene(world)
        clock.move_to(world.at)
        yield made


def routes(patterns: Any = None, path: str = "") -> Iterator[tuple[str, str]]:
    """Every route of the product that is no door of the REST API, as name and path."""
    for each in patterns or get_resolver().url_patterns:
        here = path + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from routes(each.url_patterns, here)
        elif not here.startswith("api/") and each.name not in NOT_PAGES:
            yield str(each.name), here


def ask(scene: Scene, door: Door, who: str, *, keep: bool = False) -> Any:
    """The request as this person would send it, taken back at once unless it is to be kept."""
    with transaction.atomic():
        client = client_of(None if who == "nobody" else scene.world.cast[who])
        path, data = reverse(door.name, args=fill(scene, door.args)), fill(scene, door.data)
        answer = client.get(path, data) if door.method == "GET" else client.post(path, data)
        transaction.set_rollback(not keep)
    caches[TRIES].clear()
    return answer


def outcome(answer: Any) -> str:
    """The answer as a letter of the table."""
    if answer.status_code in (301, 302) and answer["Location"].startswith("/sign-in/?"):
        return ">"
    letters = {401: ">", 403: "-", 404: "0", 422: "2", 409: "+", 412: "+"}
    return letters.get(answer.status_code, "+" if answer.status_code < 400 else str(answer.status_code))


def test_every_route_is_in_the_table() -> None:
    listed = {door.name for door in DOORS}
    missing = sorted(f"{name} ({path})" for name, path in routes() if name not in listed)
    gone = sorted(listed - {name for name, _ in routes()})

    assert (missing, gone) == ([], [])


GROUPS = {"accounts": ACCOUNTS, "boards": BOARDS, "cards": CARDS, "method": METHOD, "cadence": CADENCE}


@pytest.mark.parametrize("doors", GROUPS.values(), ids=GROUPS)
def test_who_goes_through(scene: Scene, doors: list[Door]) -> None:
    """Every request is taken back, so that all of the cast find the same scene behind all doors."""
    wrong = {}
    for door in doors:
        seen = "".join(softened(outcome(ask(scene, door, who)), door, who) for who in CAST)
        if seen != door.may:
            wrong[str(door)] = f"{seen}, and the table says {door.may}"

    assert wrong == {}


def softened(letter: str, door: Door, who: str) -> str:
    """What a form says of its words is another test's matter, unless the table asks for it."""
    return "+" if letter == "2" and door.may[CAST.index(who)] == "+" else letter


def test_looking_changes_nothing(scene: Scene) -> None:
    before = Event.objects.count()

    for door in DOORS:
        if door.method == "GET":
            ask(scene, door, "ada", keep=True)

    assert Event.objects.count() == before


def test_a_door_that_writes_is_not_opened_by_a_link(scene: Scene) -> None:
    """Either GET is a page of its own in the table, or it is no method of this door."""
    pages = {door.name for door in DOORS if door.method == "GET"}
    ada = client_of(scene.world.ada)

    for door in DOORS:
        if door.name not in pages:
            assert ada.get(reverse(door.name, args=fill(scene, door.args))).status_code == 405, door
