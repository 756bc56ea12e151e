"""Every write is sent five times at once under one key, cut off and interrupted; it happens once."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import DatabaseError, connection

from boards.models import Card, Event
from tests.world import World
from tools.proof.boards import flaws
from tools.proof.claims import Claim, Scale, equal, none_of
from tools.proof.client import Answer, Caller
from tools.proof.crowd import Meanwhile, together
from tools.proof.house import House
from tools.proof.people import API, program

SENDERS, AT_ONCE = 5, 4
CUT = 0.3
TRIES = 40
KILL_PAUSE = 0.7
KILL = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""


@dataclass
class Write:
    """One write with its key, and all that was ever answered to it."""

    path: str
    body: dict[str, Any]
    key: str
    answers: list[Answer] = field(default_factory=list)

    def send(self, caller: Caller, seed: int) -> None:
        """Until it is told that it has happened."""
        rng = random.Random(f"{self.key}{seed}")  # noqa: S311 (the same cuts in each run)
        for _ in range(TRIES):
            if rng.random() < CUT:
                caller.abandon("POST", self.path, self.body, Idempotency_Key=self.key)
            answer = caller.post(self.path, self.body, Idempotency_Key=self.key)
            self.answers.append(answer)
            if answer.ok:
                return
            time.sleep(rng.uniform(0.05, 0.4))


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    world, number = house.world, scale.of(1_000, 12)
    board = world.board("T9")
    card = world.card(board, "The one that is talked about")
    writes = [_write(card, index) for index in range(number)]
    callers = [program(house, world.ben)] * SENDERS
    with Meanwhile(cut_the_database, pause=KILL_PAUSE):
        for start in range(0, number, AT_ONCE):
            chosen = writes[start : start + AT_ONCE]
            together(partial(w.send, caller, seed) for w in chosen for seed, caller in enumerate(callers))
    connection.close()
    answers = [answer for write in writes for answer in write.answers]
    did = f"{number} writes x {SENDERS} at once, 30 % cut, database connections killed"
    yield none_of(f"{did}: none with 500", [a.text for a in answers if a.status == 500], len(answers))
    yield none_of(f"{did}: none unanswered for good", [w.key for w in writes if not _done(w)])
    yield none_of("every effect is there exactly once", _not_once(world, card, writes), number)
    yield none_of("every repetition is the first answer, byte for byte", [w.key for w in writes if _differs(w)])
    yield none_of("at most one answer of a key is not marked as a replay", _anew(writes))
    yield from _keys_are_ones_own(house, writes)
    yield none_of("the log has no gap", flaws(board))


def cut_the_database() -> None:
    """Every connection of the product is ended by the server."""
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute(KILL)


def _write(card: Card, index: int) -> Write:
    if index % 2:
        return Write(f"{API}/cards/{card.ref}/log", {"body": f"Entry {index}"}, f"key-{index}")
    return Write(f"{API}/cards", {"board": card.board.key, "title": f"Card {index}"}, f"key-{index}")


def _done(write: Write) -> bool:
    return any(answer.ok for answer in write.answers)


def _not_once(world: World, card: Card, writes: list[Write]) -> list[str]:
    entries = Event.objects.filter(card=card, kind="log.added").count()
    logs = sum("log" in write.path for write in writes)
    found = [] if entries == logs else [f"{entries} log entries instead of {logs}"]
    titles = [write.body["title"] for write in writes if "title" in write.body]
    times = {title: Card.objects.filter(board=card.board, title=title).count() for title in titles}
    return found + [f"{title}: {number} times" for title, number in times.items() if number != 1]


def _differs(write: Write) -> bool:
    return len({answer.body for answer in write.answers if answer.ok}) > 1


def _anew(writes: list[Write]) -> list[str]:
    """Keys under which more than one answer claims to be the first."""
    firsts = {w.key: [a for a in w.answers if a.ok and "idempotent-replay" not in a.headers] for w in writes}
    return [key for key, answers in firsts.items() if len(answers) > 1]


def _keys_are_ones_own(house: House, writes: list[Write]) -> Iterator[Claim]:
    first = writes[0]
    ben, petra = first.answers, program(house, house.world.petra)
    own = petra.post(first.path, {**first.body, "title": "Petra's"}, Idempotency_Key=first.key)
    yield equal(
        "the same key of another person is another request", (own.status, own.json["title"]), (201, "Petra's")
    )
    other = program(house, house.world.ada)
    other.post(first.path, first.body, Idempotency_Key="twice")
    again = other.post(first.path, {**first.body, "title": "Changed"}, Idempotency_Key="twice")
    yield equal("the same key with another body", again.status, 422)
    yield Claim("and its answer holds nothing of somebody else's", len(again.body), ben[-1].body not in again.body)
