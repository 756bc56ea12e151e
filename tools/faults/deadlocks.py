"""Writers that need two boards, or all of a team, get in each other's way from both ends."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import connection
from django.utils import timezone

from boards import actions
from boards.models import Board, Card
from tests.world import ROUND_THE_CLOCK, World, lane_of
from timeboxes.actions import expire_due, mark_due
from timeboxes.models import TimeBox
from tools.faults.boxes import due_at
from tools.proof.boards import filled, flaws
from tools.proof.claims import Claim, Scale, equal, none_of
from tools.proof.client import Answer, Caller
from tools.proof.crowd import Meanwhile, together
from tools.proof.house import House
from tools.proof.people import API, browser, program

CLIENTS, CARDS = 8, 40
KEYS = ("T18A", "T18B")
SPARE_LANES = 4
BUSY, DONE = 503, {200, 201, 204, 302}

Act = Callable[["Scene", random.Random], Answer]


class Scene:
    """Two boards, each the development board of the other, and everybody who writes on them."""

    def __init__(self, house: House) -> None:
        self.house, world = house, house.world
        self.boards = [filled(world, key, CARDS, calendar=ROUND_THE_CLOCK) for key in KEYS]
        for board, other in (self.boards, self.boards[::-1]):
            changes = {"development_board": other.key, "on_continue": "spawn_task"}
            actions.change_board(cause=world.by("ada"), board=board, changes=changes)
            free = {"needs_verdict": False}
            actions.change_lane(cause=world.by("ada"), lane=lane_of(board, "done"), changes=free)
        self.doomed = world.board("T18C")
        self.refs = list(Card.objects.filter(board__in=self.boards).values_list("ref", flat=True))
        self.ada, self.petra, self.ben = (program(house, who) for who in (world.ada, world.petra, world.ben))
        self.page: Caller = browser(house, world.ben)
        self.gates = [self._gate(world, board, number) for number in range(12) for board in self.boards]

    def _gate(self, world: World, board: Board, number: int) -> int:
        card = due_at(world, board, f"Gate {number}", timezone.now())
        return TimeBox.objects.get(card=card).pk


def move(scene: Scene, rng: random.Random) -> Answer:
    lane = rng.choice(("to do", "code review", "update model"))
    return scene.ben.post(f"{API}/cards/{rng.choice(scene.refs)}/move", {"lane": lane})


def bulk(scene: Scene, rng: random.Random) -> Answer:
    chosen = rng.sample(scene.refs, 4)
    return scene.ben.post(
        f"{API}/cards/batch", {"operations": [{"op": "move", "ref": ref, "lane": "to do"} for ref in chosen]}
    )


def link(scene: Scene, rng: random.Random) -> Answer:
    """From a card of one board to one of the other, in either direction."""
    one, other = rng.sample(scene.refs, 2)
    form = {"target": other, "kind": "relates"}
    return scene.page.ask("POST", f"/c/{one}/acts/{rng.choice(('link', 'unlink'))}/", form=form)


def go_on(scene: Scene, rng: random.Random) -> Answer:
    """The decision makes a task on the other board."""
    box = rng.choice(scene.gates)
    return scene.petra.post(f"{API}/timeboxes/{box}/decision", {"outcome": "continue"})


def change_team(scene: Scene, rng: random.Random) -> Answer:
    """A change of role is a fact on every board of the team."""
    path = f"{API}/teams/{scene.house.world.team.slug}/members/vera"
    return scene.ada.ask("PATCH", path, {"role": rng.choice(("viewer", "member"))})


def lanes(scene: Scene, rng: random.Random) -> Answer:
    board, name = rng.choice(scene.boards), f"spare {rng.randrange(SPARE_LANES)}"
    if rng.random() < 0.5:
        return scene.ada.post(f"{API}/boards/{board.key}/lanes", {"name": name})
    found = board.lanes.filter(name=name).values_list("pk", flat=True).first() or 0
    return scene.ada.ask("DELETE", f"{API}/boards/{board.key}/lanes/{found}?move_cards_to=done")


def settings(scene: Scene, rng: random.Random) -> Answer:
    board, other = rng.sample(scene.boards, 2)
    wanted: dict[str, Any] = {"settings": {"development_board": rng.choice((other.key, other.key, None))}}
    return scene.ada.ask("PATCH", f"{API}/boards/{board.key}", wanted)


def drop(scene: Scene, rng: random.Random) -> Answer:
    """On the page, by somebody else at the same time."""
    lane = rng.choice(scene.boards).lanes.get(name="code review").pk
    form = {"lane": lane, "to": rng.choice(("top", "bottom"))}
    return scene.page.ask("POST", f"/c/{rng.choice(scene.refs)}/placement/", form=form, Accept="application/json")


def on_the_doomed(scene: Scene, rng: random.Random) -> Answer:
    return scene.ben.post(f"{API}/cards", {"board": scene.doomed.key, "title": "In vain"})


ACTS: tuple[Act, ...] = (on_the_doomed, move, go_on, change_team, link, settings, lanes, drop, go_on, bulk, link)


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    acts, scene, began = scale.of(400, len(ACTS)), Scene(house), _deadlocks()
    with Meanwhile(_sweep, pause=0.3):
        found = together(partial(_write, scene, number, acts) for number in range(CLIENTS))
    answers = [each for some in found for each in some]
    did = f"{CLIENTS} clients x {acts} writes across two boards"
    broken = [f"{name} {a.status} {a.text[:200]}" for name, a in answers if a.status in (0, 500)]
    busy = sum(answer.status == BUSY for _, answer in answers)
    yield none_of(f"{did}: none with 500 ({busy} x try again)", broken, len(answers))
    yield equal("deadlocks that PostgreSQL had to end", _deadlocks() - began, 0)
    heard = {act.__name__: sorted({a.status for name, a in answers if name == act.__name__}) for act in ACTS}
    never = [f"{name} {statuses}" for name, statuses in heard.items() if not DONE & set(statuses)]
    yield none_of("every kind of write comes through", never)
    refused = sorted({answer.status for name, answer in answers if name == "on_the_doomed"})
    yield equal("a board goes in the middle of it: writes on it are", refused, [201, 404])
    for board in scene.boards:
        yield none_of(f"{board.key}: no gap in the log, no shared rank", flaws(board))


def _write(scene: Scene, number: int, acts: int) -> list[tuple[str, Answer]]:
    """Each begins with another act; one of them deletes the third board in the middle."""
    rng, found = random.Random(number), []  # noqa: S311 (the same acts in each run)
    for turn in range(acts):
        act = ACTS[(turn - number) % len(ACTS)]
        found.append((act.__name__, act(scene, rng)))
        if number == 0 and turn == acts // 2:
            found.append(("delete", scene.ada.ask("DELETE", f"{API}/boards/{scene.doomed.key}")))
        if found[-1][1].status == BUSY:  # as a client should
            time.sleep(rng.uniform(0.5, 1.5))
    return found


def _deadlocks() -> int:
    """PostgreSQL counts them a moment late."""
    time.sleep(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _sweep() -> None:
    mark_due(timezone.now())
    expire_due(timezone.now())
