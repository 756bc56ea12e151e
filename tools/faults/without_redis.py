"""Redis freezes, dies, forgets everything and is full, while people move cards and watch the board."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from boards.models import Board, Card, MailDelivery, Notification
from hypotheses.actions import add_log_entry
from tests.live.listening import Listener
from tools.faults.redis_server import RedisServer
from tools.proof.boards import filled, flaws
from tools.proof.claims import Claim, Scale, at_most, equal, none_of, p95
from tools.proof.client import Answer
from tools.proof.crowd import Meanwhile
from tools.proof.house import House
from tools.proof.people import API, browser, program, watch

LAG, SLOWEST = 5.0, 0.5
CONSUMES_WITHIN, MAILED_WITHIN = 30.0, 60.0
PAUSE = 0.2
WRITERS, READERS, CARDS = 2, 2, 8


@dataclass
class Load:
    """People at work; what was answered, and when each acknowledged move was."""

    house: House
    board: Board
    answers: list[Answer] = field(default_factory=list)
    acked: dict[str, float] = field(default_factory=dict)
    turn: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.refs = list(Card.objects.filter(board=self.board).values_list("ref", flat=True))
        self.ben, self.vera = program(self.house, self.house.world.ben), browser(self.house, self.house.world.vera)

    def move(self) -> None:
        number = next(self.turn)
        lane = ("code review", "to do", "update model")[number // len(self.refs) % 3]
        mark, path = f"load-{number}", f"{API}/cards/{self.refs[number % len(self.refs)]}/move"
        answer = self.ben.post(path, {"lane": lane}, X_Origin=mark)
        self.answers.append(answer)
        if answer.ok:
            self.acked[mark] = time.monotonic()

    def look(self) -> None:
        self.answers.append(self.vera.get(f"/boards/{self.board.key}/"))


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    seconds, server = scale.of(60, 5), RedisServer(house)
    load = Load(house, filled(house.world, "T11", CARDS))
    watcher = watch(house, browser(house, house.world.petra), load.board.key, page=True, after=load.board.seq)
    house.worker()
    house.beat()
    quiet = _phase(load, seconds)
    usual = p95([answer.seconds for answer in quiet])
    yield none_of(f"{seconds} s as usual: 5xx or no answer", _bad(quiet), len(quiet))
    faults: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "frozen": (server.freeze, server.thaw),
        "shut down": (server.shut_down, server.restart),
        "emptied": (server.flush, server.nothing),
        "full": (server.fill, server.empty),
    }
    for name, (break_it, mend_it) in faults.items():
        break_it()
        answers = _phase(load, seconds)
        mend_it()
        did = f"Redis {name} for {seconds} s"
        yield none_of(f"{did}: 5xx or no answer", _bad(answers), len(answers))
        slowest = max(SLOWEST, 3 * usual)
        yield at_most(f"{did}: p95 of the answers", p95([answer.seconds for answer in answers]), slowest)
        yield from _worker_goes_on(house, load.board, did)
    yield from _mails(house, load.board, len(faults))
    yield from _stream(load, watcher)
    yield none_of("the log has no gap", flaws(load.board))


def _phase(load: Load, seconds: float) -> list[Answer]:
    before = len(load.answers)
    acts = [load.move] * WRITERS + [load.look] * READERS
    running = [Meanwhile(act, pause=PAUSE) for act in acts]
    for each in running:
        each.__enter__()
    time.sleep(seconds)
    for each in running:
        each.__exit__()
    return load.answers[before:]


def _bad(answers: list[Answer]) -> list[str]:
    return [f"{a.status} {a.text[:80]}" for a in answers if a.status == 0 or a.status >= 500]


def _worker_goes_on(house: House, board: Board, did: str) -> Iterator[Claim]:
    """Somebody is mentioned, and the worker tells her."""
    world, began = house.world, time.monotonic()
    entry = add_log_entry(cause=world.by("ben"), card=board.cards.all()[0], body=f"@ada look: {did}")
    told = Notification.objects.filter(person=world.ada, event__data__entry=entry.pk)
    spent = _seconds_until(told.exists, began, CONSUMES_WITHIN)
    yield at_most(f"{did}: then the worker follows the log again", spent, CONSUMES_WITHIN)


def _mails(house: House, board: Board, number: int) -> Iterator[Claim]:
    """Beat goes on without a restart too: whatever waits is sent."""
    keys = MailDelivery.objects.filter(notification__board=board).values_list("message_id", flat=True)
    arrived = partial(_have_arrived, house, set(keys))
    yield equal("mails that came of it", len(keys), number)
    yield at_most("and are out", _seconds_until(arrived, time.monotonic(), MAILED_WITHIN), MAILED_WITHIN)


def _have_arrived(house: House, keys: set[str]) -> bool:
    return keys <= set(house.sink.ids)


def _seconds_until(condition: Callable[[], bool], began: float, most: float) -> float:
    while not condition() and time.monotonic() - began <= most:
        time.sleep(0.2)
    return time.monotonic() - began


def _stream(load: Load, watcher: Listener) -> Iterator[Claim]:
    load.board.refresh_from_db()
    watcher.wait_for(lambda it: it.seqs and it.seqs[-1] == load.board.seq, 20)
    came = {each.data["origin"]: each.came_at for each in watcher.events}
    missing = sorted(set(load.acked) - set(came))
    yield none_of("every acknowledged move reaches the open page", missing, len(load.acked))
    lag = max((came[mark] - at for mark, at in load.acked.items() if mark in came), default=0.0)
    yield at_most("the longest it takes one to", lag, LAG)
    watcher.close()
