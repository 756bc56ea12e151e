"""PostgreSQL cuts all connections, loses a backend and is restarted without warning, while cards are made."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from django.db import connection
from django.db.utils import InterfaceError, OperationalError

from boards.models import Board, Card
from tests.live.listening import Listener
from tools.faults.retries import cut_the_database
from tools.proof.boards import flaws
from tools.proof.claims import Claim, Scale, at_most, equal, none_of
from tools.proof.client import Answer
from tools.proof.crowd import Meanwhile
from tools.proof.house import House
from tools.proof.people import API, program, watch
from tools.servers import postgres_binaries

WRITERS = 8
WORKS_AGAIN = 10.0
READY_SECONDS = 60
PAUSE = 0.5


@dataclass
class Ledger:
    """What was asked for, and what was acknowledged."""

    house: House
    board: Board
    asked: set[str] = field(default_factory=set)
    acked: set[str] = field(default_factory=set)
    odd: list[str] = field(default_factory=list)
    turn: Iterator[int] = field(default_factory=count)
    newest: float = 0.0

    def __post_init__(self) -> None:
        self.ben = program(self.house, self.house.world.ben)

    def write(self) -> Answer:
        title = f"Card {next(self.turn)}"
        self.asked.add(title)
        answer = self.ben.post(f"{API}/cards", {"board": self.board.key, "title": title})
        if answer.status == 201:
            self.acked.add(title)
            self.newest = time.monotonic()
        elif answer.status not in (0, 503):
            self.odd.append(f"{answer.status} {answer.text[:200]}")
        return answer


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    cuts, crashes, restarts = scale.of(100, 3), scale.of(20, 1), scale.of(5, 1)
    board = house.world.board("T12")
    began, ledger = board.seq, Ledger(house, board)
    data = _data_directory()
    watcher = watch(house, ledger.ben, board.key, after=began)
    running = [Meanwhile(ledger.write, pause=0.05) for _ in range(WRITERS)]
    for each in running:
        each.__enter__()
    outages: dict[str, list[float]] = {
        "all connections cut": [_outage(ledger, cut_the_database) for _ in range(cuts)],
        "a backend killed": [_outage(ledger, _kill_a_backend) for _ in range(crashes)],
        "restarted at once": [_outage(ledger, partial(_restart, data)) for _ in range(restarts)],
    }
    for each in running:
        each.__exit__()
    for name, seconds in outages.items():
        did = f"PostgreSQL {len(seconds)} x {name}: longest until a write is acknowledged"
        yield at_most(did, max(seconds), WORKS_AGAIN)
    yield from _kept(ledger)
    yield from _seen(ledger, watcher, began)


def _outage(ledger: Ledger, fault: Callable[[], object]) -> float:
    """Seconds from the end of the fault to the next acknowledged write."""
    time.sleep(PAUSE)
    fault()
    connection.close()
    mended = time.monotonic()
    while ledger.newest <= mended and time.monotonic() - mended < READY_SECONDS:
        time.sleep(0.02)
    return time.monotonic() - mended


def _kept(ledger: Ledger) -> Iterator[Claim]:
    stored = list(Card.objects.filter(board=ledger.board).values_list("title", flat=True))
    unknown = len(ledger.asked - ledger.acked)
    did = f"{len(ledger.asked)} writes, {unknown} not acknowledged"
    yield none_of(f"{did}: acknowledged and lost", sorted(ledger.acked - set(stored)), len(ledger.acked))
    yield none_of(f"{did}: stored, but never asked for", sorted(set(stored) - ledger.asked))
    yield equal(f"{did}: stored twice", len(stored) - len(set(stored)), 0)
    yield none_of(f"{did}: answered neither 201 nor 503", ledger.odd)
    yield none_of("the log has no gap", flaws(ledger.board))


def _seen(ledger: Ledger, watcher: Listener, began: int) -> Iterator[Claim]:
    """A stream that was open all the time, or the same after coming back once."""
    newest = ledger.board.seq
    if watcher.closed_at:
        ledger.ben.headers["Last-Event-ID"] = str(watcher.seqs[-1] if watcher.seqs else began)
        later = watch(ledger.house, ledger.ben, ledger.board.key)
        later.wait_for(lambda it: it.seqs and it.seqs[-1] == newest, 20)
        watcher.messages += later.messages
    watcher.wait_for(lambda it: it.seqs and it.seqs[-1] == newest, 20)
    same = watcher.seqs == list(range(began + 1, newest + 1))
    yield Claim("an open stream tells every event, once and in order", f"{len(watcher.seqs)} events", same)
    watcher.close()


def _data_directory() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return str(cursor.fetchone()[0])


def _kill_a_backend() -> None:
    """PostgreSQL then ends all others too and recovers. Only a process this server has just named is killed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' LIMIT 1"
        )
        found = cursor.fetchone()
    if found is not None:
        os.kill(found[0], signal.SIGKILL)
    _wait_until_ready()


def _restart(data: str) -> None:
    owner = Path(data).stat()
    command = [str(postgres_binaries() / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "-t", str(READY_SECONDS)]
    whose = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    log = str(Path(data).parent / "log")
    subprocess.run(
        [*command, "-l", log, "restart"],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **whose,  # type: ignore[call-overload]  # the same on every system but Windows
    )
    _wait_until_ready()


def _wait_until_ready() -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        connection.close()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return
        except (OperationalError, InterfaceError):
            time.sleep(0.05)
