"""The process of the streams is killed again and again, and clients hang up; each event arrives once, in order."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from itertools import count

from boards.models import Board, Card, Event
from tests.live.listening import Listener
from tools.proof.boards import filled
from tools.proof.claims import Claim, Scale, at_most, equal
from tools.proof.client import Caller
from tools.proof.crowd import Meanwhile
from tools.proof.house import House
from tools.proof.people import browser, program, watch

CATCH_UP = 2.0
UP_SECONDS = (0.2, 1.5)
CARDS = 6


class Client:
    """Follows a board for good: whenever it is cut it comes back with the last id it has seen."""

    def __init__(self, house: House, caller: Caller, key: str, seq: int, *, page: bool) -> None:
        self.house, self.caller, self.key, self.page = house, caller, key, page
        self.seqs: list[int] = []
        self.position = seq
        self.resets = 0
        self.stream: Listener | None = None

    def connect(self) -> Listener:
        self.caller.headers["Last-Event-ID"] = str(self.position)
        self.stream = watch(self.house, self.caller, self.key, page=self.page)
        return self.stream

    def cut(self) -> None:
        """The connection has ended, from either side; what came through it counts."""
        if self.stream is None:
            return
        self.stream.close()
        self.seqs += self.stream.seqs
        self.resets += len(self.stream.of_kind("reset")) + len(self.stream.of_kind("resync"))
        self.position = max([self.position, *(each.id for each in self.stream.messages if each.id)])


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    events, kills = scale.of(5_000, 60), scale.of(60, 2)
    board = filled(house.world, "T6", CARDS)
    began = board.seq
    clients = [
        Client(house, program(house, house.world.ben), board.key, began, page=False),
        Client(house, browser(house, house.world.vera), board.key, began, page=True),
    ]
    rng, slowest = random.Random(6), 0.0  # noqa: S311 (the same moments in each run)
    with Meanwhile(writer(house, board), pause=0.02):
        for number in count():
            slowest = max(slowest, *(_back(client, board) for client in clients))
            time.sleep(rng.uniform(*UP_SECONDS))
            if number >= kills and _written(board) - began >= events:
                break
            _cut(house, clients, kill=number < kills)
    _finish(clients, board)
    yield at_most(f"{kills} kills and {kills} hang-ups: slowest to catch up after coming back", slowest, CATCH_UP)
    for client in clients:
        expected = list(range(began + 1, _written(board) + 1))
        who = "page" if client.page else "program"
        yield equal(f"{who}: every event once and in order", len(client.seqs), len(expected))
        yield Claim(f"{who}: as the log has them", f"{len(expected)} events", client.seqs == expected)
        yield equal(f"{who}: told to start anew", client.resets, 0)


def writer(house: House, board: Board) -> Callable[[], object]:
    """Moves cards back and forth, one after the other."""
    cards, turn = list(Card.objects.filter(board=board).order_by("pk")), count()

    def write() -> None:
        number = next(turn)
        lane = ("code review", "to do")[number // len(cards) % 2]
        house.world.move(cards[number % len(cards)], lane)

    return write


def _written(board: Board) -> int:
    return Event.objects.filter(board=board).latest("seq").seq


def _back(client: Client, board: Board) -> float:
    """Seconds from the connection to the newest event of that moment."""
    newest, began = _written(board), time.monotonic()
    stream = client.connect()
    if client.position < newest:
        stream.wait_for(lambda it: it.seqs and it.seqs[-1] >= newest, 20)
    return time.monotonic() - began


def _cut(house: House, clients: list[Client], *, kill: bool) -> None:
    if kill and house.live_process is not None:
        house.live_process.kill()
    for client in clients:
        client.cut()
    if kill:
        house.stream()


def _finish(clients: list[Client], board: Board) -> None:
    newest = _written(board)
    for client in clients:
        if client.stream is not None and client.position < newest:
            client.stream.wait_for(lambda it: it.seqs and it.seqs[-1] == newest, 20)
        client.cut()
