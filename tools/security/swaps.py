"""Every identifier of every request is swapped for somebody else's, a deleted one, and for nonsense."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from tools.proof.claims import Claim, Scale, none_of
from tools.proof.client import Answer, Caller
from tools.proof.crowd import together
from tools.proof.house import House
from tools.proof.people import browser, program
from tools.security.bodies import FORMS, JSON, QUERIES, filled
from tools.security.doors import Door, doors, meaning
from tools.security.fingerprint import changes, fingerprint
from tools.security.pair import Pair, not_there, pair

NONSENSE: tuple[Any, ...] = (-1, 2**63, str(uuid.UUID(int=7)), "", "\x00", "٣", "../../x", "9" * 30)
TYPES: tuple[Any, ...] = (None, True, [], {}, [1], 1.5, {"id": 1})
NAME = re.compile(r"\{(\w+)\}")
WORDS = ("label",)  # no identifier: who sends a word of theirs has made it a word of ours
CSRF_TOKEN = re.compile(r"[A-Za-z0-9]{64}")
ENOUGH = 0.05
THREADS = 4


@dataclass(frozen=True)
class Mutant:
    """A request in which one name stands for something else."""

    door: Door
    kind: str
    name: str
    names: dict[str, Any]
    body: Any

    def send(self, caller: Caller) -> Answer:
        query = str(filled(QUERIES.get(self.door.name, ""), self.names))
        path = _escaped(self.door.path_for(self.names) + query)
        if self.door.is_safe:
            return caller.get(path)
        if self.door.takes_form:
            return caller.ask(self.door.method, path, form=self.body)
        return caller.ask(self.door.method, path, self.body)


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    two = pair(house)
    mutants = [each for door in doors() if door.right not in ("open", "none") for each in _mutants(door, two)]
    step = max(1, round(ENOUGH / scale.share))
    chosen = [each for n, each in enumerate(mutants) if n % step == 0 or each.kind in ("theirs", "nobody's")]
    chosen = chosen if step == 1 else chosen[::step]
    before = fingerprint(two.away.team)
    parts = [chosen[number::THREADS] for number in range(THREADS)]
    sent = together(partial(_send, house, two, part) for part in parts)
    answers = [each for some in sent for each in some]
    did = f"{len(chosen)} of {len(mutants)} requests with one identifier swapped"
    broken = [f"{m.door.name} {m.kind} {m.name} {a.status}" for m, a in answers if meaning(a).startswith("broken")]
    yield none_of(f"{did}: none with 5xx", broken, len(answers))
    told = [f"{m.door.name} {m.kind} {m.name}" for m, a in answers if two.mark.encode() in a.body]
    yield none_of(f"{did}: answers that hold a text of the other team", told)
    yield none_of(f"{did}: rows of the other team that changed", changes(before, fingerprint(two.away.team)))
    yield none_of("theirs is answered like what nobody has, byte for byte", list(_differ(house, two, scale)))


def _send(house: House, two: Pair, mutants: list[Mutant]) -> list[tuple[Mutant, Answer]]:
    admin, api = browser(house, two.ours.world.ada), program(house, two.ours.world.ada)
    return [(mutant, mutant.send(api if mutant.door.is_api else admin)) for mutant in mutants]


def _mutants(door: Door, two: Pair) -> Iterator[Mutant]:
    """Each name in the address and in the body by itself; in a body also other types, and nothing at all."""
    template = FORMS.get(door.name, {}) if door.takes_form else JSON.get(door.name)
    ours = {**two.ours.names, "unique": 1, "new_key": "SWAPS", "outsider": "dan", "invented": "x"}
    in_path, in_body = _names(door.path + QUERIES.get(door.name, "")), _names(str(template))
    for name in sorted(in_path | in_body):
        theirs = None if name in WORDS else two.theirs.names.get(name)
        values = [("theirs", theirs), ("nobody's", not_there(name, ours[name]))]
        values += [("nonsense", value) for value in NONSENSE]
        for kind, value in values:
            if value is not None:
                names = {**ours, name: value}
                yield Mutant(door, kind, name, names, filled(template, names))
    if not door.takes_form and isinstance(template, dict):
        for field in template:
            body = filled(template, ours)
            yield from (Mutant(door, "type", field, ours, {**body, field: value}) for value in TYPES)
            yield Mutant(door, "missing", field, ours, {key: body[key] for key in body if key != field})


def _names(template: str) -> set[str]:
    return set(NAME.findall(template)) - {"unique", "new_key", "invented", "outsider"}


def _escaped(path: str) -> str:
    return quote(path, safe="/?=&%")


def _differ(house: House, two: Pair, scale: Scale) -> Iterator[str]:
    """Nothing in an answer says whether it is there and hidden, or not there."""
    admin, api = browser(house, two.ours.world.ada), program(house, two.ours.world.ada)
    table = [door for door in doors() if door.right not in ("open", "none", "own") and _names(door.path)]
    for door in table[:: max(1, round(ENOUGH / scale.share))]:
        caller, answers, swapped = api if door.is_api else admin, [], set[str]()
        asked = _names(door.path + QUERIES.get(door.name, ""))
        ours = {**two.ours.names, "unique": 1, "new_key": "SWAPS", "outsider": "dan", "invented": "x"}
        for other in (two.theirs.names, {name: not_there(name, value) for name, value in ours.items()}):
            names = {**ours, **{name: other.get(name, ours[name]) for name in asked}}
            swapped |= {str(names[name]) for name in asked}
            answer = door.ask(caller, names)
            answers.append((answer.status, answer.text))
        one, another = ((status, _without(text, swapped)) for status, text in answers)
        if one != another:
            yield f"{door.name}: {one[0]} and {another[0]}"


def _without(text: str, values: set[str]) -> str:
    """The answer without what either request named, as whole words, and without what differs each time."""
    text = CSRF_TOKEN.sub("·", text)
    for value in sorted(values, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "·", text)
    return text
