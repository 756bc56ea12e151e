"""Three clients sync a board both ways, each away from time to time; no edit is lost without a word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from boards.models import Board, Card, Event
from tools.proof.boards import filled, flaws
from tools.proof.claims import Claim, Scale, none_of
from tools.proof.client import Caller
from tools.proof.crowd import together
from tools.proof.house import House
from tools.proof.people import API, program

CLIENTS, CARDS = 3, 6
AWAY, DELETES = 0.5, 0.02
EDITS: dict[str, list[Any]] = {
    "title": [f"Title {number}" for number in range(40)],
    "description": [f"Text {number}" for number in range(40)],
    "priority": ["low", "normal", "high", "urgent"],
    "value": [1, 2, 3, 4, 5],
}


@dataclass
class Sync:
    """A client with a copy of its own; what it saw goes along with each of its edits."""

    caller: Caller
    board: Board
    number: int
    copy: dict[str, dict[str, Any]] = field(default_factory=dict)
    seq: int = 0
    seen: dict[str, tuple[int, set[str]]] = field(default_factory=dict)
    refused: int = 0
    odd: list[str] = field(default_factory=list)

    def begin(self) -> None:
        snapshot = self.caller.get(f"{API}/boards/{self.board.key}/snapshot").json
        self.seq = snapshot["seq"]
        self.copy = {card["ref"]: card for card in snapshot["cards"]}

    def run(self, edits: int) -> None:
        self.begin()
        rng = random.Random(self.number)  # noqa: S311 (the same edits in each run)
        for count in range(edits):
            if self.copy:
                self._edit(rng, rng.choice(sorted(self.copy)), f"sync-{self.number}-{count}")
            if rng.random() > AWAY:
                self.pull()
        self.pull()

    def pull(self) -> None:
        """Everything after the last event, folded into the copy."""
        more = True
        while more:
            page = self.caller.get(f"{API}/boards/{self.board.key}/changes?after={self.seq}&limit=50").json
            for event in page["events"]:
                self._fold(event)
            self.seq, more = page["seq"], page["has_more"]

    def _edit(self, rng: random.Random, ref: str, mark: str) -> None:
        card, path = self.copy[ref], f"{API}/cards/{ref}"
        tag = f'"{card["version"]}"'
        if rng.random() < DELETES:
            answer = self.caller.ask("DELETE", path, If_Match=tag, X_Origin=mark)
        else:
            names = rng.sample(sorted(EDITS), rng.choice((1, 1, 2)))
            body = {name: rng.choice(EDITS[name]) for name in names}
            self.seen[mark] = (card["version"], set(names))
            answer = self.caller.ask("PATCH", path, body, If_Match=tag, X_Origin=mark)
        self.refused += answer.status == 412
        if answer.status not in (200, 204, 404, 412):
            self.odd.append(f"{answer.status} {answer.text}")

    def _fold(self, event: dict[str, Any]) -> None:
        ref, kind = event["card"], event["kind"]
        if kind == "card.trashed":
            self.copy.pop(ref, None)
        elif ref in self.copy:
            self.copy[ref] |= {**event["data"].get("set", {}), "version": event["version"]}


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    edits = scale.of(1_000, 12)
    board = filled(house.world, "T10", CARDS)
    people = (house.world.ada, house.world.ben, house.world.petra)
    clients = [Sync(program(house, who), board, number) for number, who in enumerate(people)]
    together(partial(client.run, edits) for client in clients)
    for client in clients:
        client.pull()
    did = f"{CLIENTS} clients x {edits} edits, away half of the time"
    refused = sum(client.refused for client in clients)
    yield none_of(f"{did}: every answer is 200, 204, 404 or 412", [text for each in clients for text in each.odd])
    yield Claim(f"{did}: some edits come too late", f"{refused} x 412", refused > 0)
    truth = _truth(clients[0])
    for client in clients:
        same = _plain(client.copy) == truth
        yield Claim(f"client {client.number + 1} ends up with the server's cards", f"{len(truth)} cards", same)
    yield none_of("no edit overwrites one its author had not seen", _overwritten(board, clients))
    gone = Event.objects.filter(board=board, kind="card.trashed").values("card")
    yield none_of("no deleted card comes back", list(Card.objects.filter(pk__in=gone, trashed_at=None)))
    yield none_of("the log has no gap", flaws(board))


def _truth(client: Sync) -> dict[str, dict[str, Any]]:
    return _plain({ref: client.caller.get(f"{API}/cards/{ref}").json for ref in _open(client.board)})


def _open(board: Board) -> list[str]:
    return list(Card.objects.filter(board=board).open().values_list("ref", flat=True))


def _plain(cards: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    names = (*EDITS, "version")
    return {ref: {name: card.get(name) or "" for name in names} for ref, card in cards.items()}


def _overwritten(board: Board, clients: list[Sync]) -> list[str]:
    """Edits of a field that somebody else changed between what the author saw and the edit itself."""
    marks = {mark: seen for client in clients for mark, seen in client.seen.items()}
    edited = Event.objects.filter(board=board, kind="card.edited").order_by("seq")
    history = [(e.card_ref, e.card_version or 0, set(e.data["changes"]), e.origin) for e in edited]
    found = []
    for ref, version, names, mark in history:
        saw, _ = marks[mark]
        between = [names & other for card, at, other, _ in history if card == ref and saw < at < version]
        found += [f"{ref} {version}: {sorted(lost)}" for lost in between if lost]
    return found
