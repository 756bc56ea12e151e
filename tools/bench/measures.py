"""The work a board does all day, one person at a time, each beside the floor."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from statistics import median, quantiles
from typing import Any

from tools.bench.client import Client
from tools.bench.seed_names import board, person
from tools.bench.stage import Stage

ROUNDS = 5
MADE = count()
Work = Callable[[], Any]


@dataclass
class Figures:
    """Times in milliseconds of ours and of the floor, and the bytes of the last answer."""

    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    size: int = 0

    def medians(self) -> tuple[float, float]:
        return median(self.ours), median(self.floor)

    def p95(self) -> float:
        return quantiles(self.ours, n=20)[18]


def in_turns(ours: Work, floor: Work, times: int, prepare: Work | None = None) -> Figures:
    """Both take turns over several rounds, so that a slow moment of the machine hits both."""
    figures = Figures()
    for _ in range(ROUNDS):
        for _ in range(times):
            figures.floor.append(_timed(floor)[0])
        for _ in range(times):
            if prepare:
                prepare()
            spent, answer = _timed(ours)
            figures.ours.append(spent)
            figures.size = len(answer)
    return figures


def _timed(work: Work) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = work()
    return (time.perf_counter() - start) * 1000, answer


class Board:
    """One board as a client knows it: its lanes and the cards in each."""

    def __init__(self, stage: Stage, tokens: list[str], size: int) -> None:
        self.key, self.size = board(size), size
        self.page, self.api, self.floor = Client(stage.web), Client(stage.web, tokens[0]), Client(stage.floor)
        self.page.sign_in(person(0))
        # The same moves in each run, but not again within one: a card that is there already does not move.
        self.rng = random.Random(size + next(MADE))  # noqa: S311 (nobody has to guess it)
        snapshot = json.loads(self.api.plain(f"/api/v1/boards/{self.key}/snapshot"))
        self.seq = snapshot["seq"]
        self.lanes = [lane["id"] for lane in snapshot["lanes"] if lane["role"] != "backlog"]
        self.refs = [card["ref"] for card in snapshot["cards"] if card["lane"]["id"] in self.lanes]

    def move(self, client: Client | None = None) -> bytes:
        """A card to a random lane, after a random card if that is there, as a hand would."""
        ref, lane = self.rng.choice(self.refs), self.rng.choice(self.lanes)
        end = self.rng.choice(("top", "bottom"))
        return (client or self.api).post(f"/api/v1/cards/{ref}/move", {"lane": lane, "to": end})

    def open(self) -> bytes:
        return self.page.look_again(f"/boards/{self.key}/")

    def create(self) -> bytes:
        card = {"board": self.key, "kind": "task", "title": "new card from the bench", "description": "x" * 300}
        return self.api.post("/api/v1/cards", card)

    def delta(self) -> bytes:
        """The last twenty changes."""
        return self.api.get(f"/api/v1/boards/{self.key}/changes?after={max(0, self.seq - 20)}&limit=100")

    def list(self) -> bytes:
        """Every card with the whole contract, page after page."""
        path, total = f"/api/v1/cards?board={self.key}&limit=200", b""
        cursor = ""
        while True:
            answer = self.api.plain(path + cursor)
            total += answer
            following = json.loads(answer)["next"]
            if not following:
                return total
            cursor = f"&cursor={following}"

    def bare(self, path: str) -> Work:
        card = self.refs[0] if self.refs else ""
        return lambda: self.floor.get(f"/{path}?board={self.key}&card={card}")


def alone(stage: Stage, tokens: list[str]) -> dict[str, Figures]:
    """Every measure of one client."""
    boards = {size: Board(stage, tokens, size) for size in (200, 1000, 5000)}
    figures: dict[str, Figures] = {}
    for size, times in ((200, 12), (1000, 12), (5000, 6)):
        one = boards[size]
        figures[f"open_{size}"] = in_turns(one.open, one.bare("page"), times, prepare=one.move)
        figures[f"move_{size}"] = in_turns(one.move, one.bare("move"), times)
    thousand = boards[1000]
    thousand.open()
    figures["open_1000_same"] = in_turns(thousand.open, thousand.bare("stored"), 12)
    figures["create"] = in_turns(thousand.create, thousand.bare("move"), 12)
    figures["delta"] = in_turns(thousand.delta, thousand.bare("delta"), 12)
    figures["list"] = in_turns(boards[5000].list, boards[5000].bare("list"), 1)
    return figures
