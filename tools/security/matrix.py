"""Every door against everybody: nobody comes in who should not, and whoever should is not kept out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Any

from django.urls import resolve

from tests.live.listening import listen
from tools.proof.claims import Claim, Scale, none_of
from tools.proof.client import Answer
from tools.proof.crowd import together
from tools.proof.house import House
from tools.proof.people import browser
from tools.security.addresses import methods_of, patterns
from tools.security.cast import NOBODY, Principal, principals
from tools.security.doors import Door, doors, meaning
from tools.security.estate import Estate
from tools.security.fingerprint import changes, fingerprint

STREAM = "/api/v1/boards/{key}/stream"
ASKED_BY_NOBODY_ONLY = (
    "POST /sign-in/",
    "POST /sign-out/",
    "POST /password/reset/",
    "POST /invitations/{secret}/",
)
ALL_FROM = 0.05
_numbers = count()


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    table, everybody, shared = doors(), principals(house), estate(house, "M1")
    yield from _complete(house, table, shared.names)
    readers, writers = ([each for each in everybody if each.writes is writes] for writes in (False, True))
    names = [house.world.vera.username]  # the only one of them who sees the boards
    before = fingerprint(house.world.team, besides=names)
    seen = _together([(each, shared) for each in readers], house, table, scale)
    changed = changes(before, fingerprint(house.world.team, besides=names))
    yield none_of("whoever may write nothing has changed nothing but what is theirs alone", changed)
    own = [(each, estate(house, f"M1{chr(65 + number)}")) for number, each in enumerate(writers)]
    seen += _together(own, house, table, scale)
    wrong = [sentence for sentence in seen if sentence]
    yield none_of(f"{len(table)} doors x {len(everybody)} people and tokens: mismatches", wrong, len(seen))


def _together(pairs: list[tuple[Principal, Estate]], house: House, table: list[Door], scale: Scale) -> list[str]:
    """All of them at the same time; on a small scale each asks at some of the doors, the next one at the next."""
    step = max(1, round(ALL_FROM / scale.share))
    walks = [partial(_walk, house, who, table[n % step :: step], each) for n, (who, each) in enumerate(pairs)]
    return [sentence for found in together(walks) for sentence in found]


def estate(house: House, key: str) -> Estate:
    """Fresh for each who may change it."""
    made = Estate(house.world, key)
    made.names |= {"unique": next(_numbers), "new_key": f"{key}NEW", "outsider": "dan", "invented": "x"}
    return made


def _complete(house: House, table: list[Door], names: dict[str, Any]) -> Iterator[Claim]:
    """The table and the resolver know the same doors."""
    admin, known = browser(house, house.world.ada), {door.pattern(names) for door in table}
    by_pattern = {resolve(door.path_for(names)).route: door for door in table}
    real = set()
    for path, view in patterns():
        route = path.removeprefix("/")
        listed = next((door for door_route, door in by_pattern.items() if _same(door_route, route)), None)
        concrete = listed.path_for(names) if listed else path
        real |= {
            (method, (listed and resolve(concrete).route) or route) for method in methods_of(concrete, view, admin)
        }
    missing = sorted(f"{method} {route}" for method, route in real - known)
    gone = sorted(f"{method} {route}" for method, route in known - real)
    yield none_of("every address is in the table", missing, len(real))
    yield none_of("nothing is in the table that is not there", gone, len(known))


def _same(route: str, path: str) -> bool:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) == path


def _walk(house: House, principal: Principal, table: list[Door], estate: Estate) -> list[str]:
    """A sentence for each door that is not what the table says, otherwise an empty one."""
    found, names = [], dict(estate.names)
    for door in table:
        if door.name in ASKED_BY_NOBODY_ONLY and principal.name != NOBODY:
            continue
        names["unique"] = next(_numbers)
        answer = _asked(house, principal, door, names)
        due = principal.meets(door.right, safe=door.is_safe, api=door.is_api)
        got = meaning(answer)
        found.append("" if got == due else f"{principal.name}: {door.name} is {got} ({answer.status}), not {due}")
    return found


def _asked(house: House, principal: Principal, door: Door, names: dict[str, Any]) -> Answer:
    """The streams are answered by a process of their own, which goes on for ever if it lets somebody in."""
    if door.path != STREAM:
        return door.ask(principal.caller, names)
    headers = {name.replace("-", "_"): value for name, value in principal.caller.headers.items()}
    stream = listen(house.live, door.path_for(names), **headers)
    stream.close()
    return Answer(stream.status)
