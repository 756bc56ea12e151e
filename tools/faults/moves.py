"""Sixteen clients move cards of one board; everybody who watches ends up with the same order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from boards.models import Board, Event
from tests.live.listening import Listener
from tools.faults.replicas import of_page, of_program
from tools.proof.boards import LANES, by_rest, filled, flaws, in_database, on_page
from tools.proof.claims import Claim, Scale, at_most, equal, none_of, p95
from tools.proof.client import Answer, Caller
from tools.proof.crowd import together
from tools.proof.house import House
from tools.proof.people import API, browser, program, watch

CLIENTS, CARDS = 16, 120
BULK, ABORTED = 0.05, 0.02
SLOWEST = 0.4
QUIET_SECONDS = 30


@dataclass
class Mover:
    """One client; each of its requests carries a mark that comes back on the event."""

    caller: Caller
    refs: list[str]
    number: int
    answers: list[Answer] = field(default_factory=list)
    acked: set[tuple[str, int]] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)

    def run(self, moves: int) -> Mover:
        rng = random.Random(self.number)  # noqa: S311 (the same moves in each run)
        for count in range(moves):
            mark, luck = f"mover-{self.number}-{count}", rng.random()
            self.asked.add(mark)
            if luck < BULK:
                operations = [{"op": "move", "ref": rng.choice(self.refs), **self._place(rng)} for _ in range(3)]
                self._heard(self.caller.post(f"{API}/cards/batch", {"operations": operations}, X_Origin=mark))
                continue
            path, place = f"{API}/cards/{rng.choice(self.refs)}/move", self._place(rng)
            if luck < BULK + ABORTED:
                self.caller.abandon("POST", path, place, X_Origin=mark)
            else:
                self._heard(self.caller.post(path, place, X_Origin=mark))
        return self

    def _place(self, rng: random.Random) -> dict[str, Any]:
        place: dict[str, Any] = {"lane": rng.choice(LANES)}
        if rng.random() < 0.3:
            place[rng.choice(("before", "after"))] = rng.choice(self.refs)
        elif rng.random() < 0.5:
            place["to"] = "top"
        return place

    def _heard(self, answer: Answer) -> None:
        self.answers.append(answer)
        if answer.ok:
            cards = [each["card"] for each in answer.json["results"] if "card" in each] if _is_bulk(answer) else []
            self.acked |= {(card["ref"], card["version"]) for card in cards or [answer.json] if "ref" in card}


def _is_bulk(answer: Answer) -> bool:
    return "results" in answer.json


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    world, moves = house.world, scale.of(10_000, 64)
    board = filled(world, "T1", CARDS)
    refs = list(board.cards.values_list("ref", flat=True))
    began, before = board.seq, in_database(board)
    people = (world.ada, world.ben, world.petra, world.vera)
    watchers = [
        watch(house, browser(house, who), board.key, page=number < 2, after=began)
        for number, who in enumerate(people)
    ]
    movers = [Mover(program(house, world.ben), refs, number) for number in range(CLIENTS)]
    together(partial(mover.run, moves // CLIENTS) for mover in movers)
    answers = [answer for mover in movers for answer in mover.answers]
    did = f"{moves} moves by {CLIENTS} clients"
    yield none_of(f"{did}: none without an answer or with 5xx", _bad(answers), len(answers))
    yield at_most(f"{did}: p95 of the answers", p95([answer.seconds for answer in answers]), _limit(answers))
    yield none_of(f"{did}: seq has no gap, no rank is shared, sum(version) is the log's", flaws(board))
    yield none_of("every acknowledged version is in the log", _lost(board, movers))
    yield none_of("no event that nobody asked for, none twice", _invented(board, movers, began))
    yield from _same_order(house, board, before, watchers)


def _same_order(
    house: House, board: Board, before: dict[int, list[str]], watchers: list[Listener]
) -> Iterator[Claim]:
    stored, world = in_database(board), house.world
    cards = sum(map(len, stored.values()))
    yield equal("every card is in exactly one lane", cards, len({ref for refs in stored.values() for ref in refs}))
    yield Claim(
        "REST tells the order of the database", cards, by_rest(program(house, world.vera), board) == stored
    )
    yield Claim(
        "the page shows the order of the database", cards, on_page(browser(house, world.vera), board) == stored
    )
    for number, watcher in enumerate(watchers):
        watcher.wait_for(lambda it: it.seqs and it.seqs[-1] == board.seq, QUIET_SECONDS)
        copy = (of_page if number < 2 else of_program)(before, watcher)
        who = f"observer {number + 1} ({'page' if number < 2 else 'program'})"
        yield Claim(f"{who} ends up with the order of the database", f"{len(watcher.seqs)} events", copy == stored)
        watcher.close()


def _limit(answers: list[Answer]) -> float:
    """What a quiet machine must keep; a busy one is measured by its own median."""
    middle = sorted(answer.seconds for answer in answers)[len(answers) // 2]
    return max(SLOWEST, 4 * middle)


def _bad(answers: list[Answer]) -> list[str]:
    return [f"{answer.status} {answer.text}" for answer in answers if answer.status == 0 or answer.status >= 500]


def _lost(board: Board, movers: list[Mover]) -> list[tuple[str, int]]:
    known = set(Event.objects.filter(board=board).values_list("card_ref", "card_version"))
    acked = {pair for mover in movers for pair in mover.acked}
    return sorted(acked - known)


def _invented(board: Board, movers: list[Mover], began: int) -> list[str]:
    """A mark belongs to one request; a bulk moves three cards, each at most once per operation."""
    asked = set().union(*(mover.asked for mover in movers))
    marks = list(Event.objects.after(board.pk, began).values_list("origin", flat=True))
    most = {mark: marks.count(mark) for mark in set(marks)}
    return [mark for mark, times in most.items() if mark not in asked or times > 3]
