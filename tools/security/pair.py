"""Two teams that must know nothing of each other, with one of everything in each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from secrets import token_hex
from uuid import UUID

from tests.world import World
from tools.proof.house import House
from tools.security.estate import Estate, foreign_world

NOT_THERE = {
    "key": "ZZ9NONE",
    "doomed_key": "ZZ9NONE",
    "second_key": "ZZ9NONE",
    "apart_key": "ZZ9NONE",
    "slug": "no-such-team",
    "label": "no such label",
    "criterion": "none",
    "source": "none",
    "external_id": "none",
    "secret": "none",
}

UUID_SHAPE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Pair:
    ours: Estate
    theirs: Estate
    away: World

    @property
    def mark(self) -> str:
        """The beginning of every text of the other team."""
        return self.theirs.mark


_kept: list[Pair] = []


def pair(house: House) -> Pair:
    """Made once for all proofs that need it; a random mark stands in all that belongs to the other team."""
    if not _kept:
        away = foreign_world(house.world)
        mark = f"canary{token_hex(5)}"
        for name, person in away.cast.items():
            if name not in ("ada", "dan"):  # those two are of our own cast
                person.name, person.email = f"{person.name} {mark}", f"{person.username}.{mark}@example.org"
                person.save()
        away.team.name = f"Other {mark}"
        away.team.save()
        theirs = Estate(away, "THEIRS", mark)
        ours = Estate(house.world, "OURS")
        _kept.append(Pair(ours, theirs, away))
    return _kept[0]


def not_there(name: str, value: object) -> object:
    """Something of the same shape that nobody has."""
    if isinstance(value, int):
        return 999_999_999
    if isinstance(value, list):
        return [999_999_999]
    if UUID_SHAPE.fullmatch(str(value)):
        return str(UUID(int=999_999_999))
    return NOT_THERE.get(name, "ZZ9NONE-1" if "-" in str(value) and str(value).isupper() else "no.such")
