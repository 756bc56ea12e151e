"""Many at once: sixteen people moving cards, hundreds of viewers, and everybody coming back together."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import quantiles
from urllib.parse import urlsplit

from tools.bench.client import Client
from tools.bench.measures import Board
from tools.bench.seed_names import PEOPLE
from tools.bench.stage import Stage

MOVERS, MOVING_SECONDS = 16, 8
MOVES_SEEN = 20


def movers(stage: Stage, tokens: list[str]) -> tuple[float, float]:
    """Moves a second of sixteen people on one board of ours, and of the bare floor."""
    board = Board(stage, tokens, 1000)
    clients = [Client(stage.web, tokens[number % PEOPLE]) for number in range(MOVERS)]
    ours = _together([partial(board.move, client) for client in clients])
    bare = [Client(stage.floor) for _ in range(MOVERS)]
    path = f"/move?board={board.key}&card={board.refs[0]}"
    floor = _together([partial(client.get, path) for client in bare])
    return ours, floor


def _together(acts: Sequence[Callable[[], object]]) -> float:
    """How many acts a second all threads do together."""
    done, end = [0] * len(acts), time.monotonic() + MOVING_SECONDS

    def repeat(number: int) -> None:
        while time.monotonic() < end:
            acts[number]()
            done[number] += 1

    threads = [threading.Thread(target=repeat, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / MOVING_SECONDS


class Viewer:
    """One open board page: a raw event stream that notes when it saw which card version."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.seen: dict[bytes, float] = {}

    async def watch(self) -> None:
        """Note the first time each event id arrives."""
        while line := await self.reader.readline():
            if line.startswith(b"id:"):
                self.seen.setdefault(line.strip()[3:].strip(), time.perf_counter())


async def connect(stage: Stage, cookie: str, key: str, after: int) -> Viewer:
    address = urlsplit(stage.live)
    reader, writer = await asyncio.open_connection(address.hostname, address.port, limit=2**20)
    hello = (
        f"GET /boards/{key}/events?after={after} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
        f"Cookie: {cookie}\r\n\r\n"
    )
    writer.write(hello.encode())
    await writer.drain()
    while (line := await reader.readline()).strip():
        if line.startswith(b"HTTP/") and b" 200 " not in line:
            raise RuntimeError(line.decode())
    return Viewer(reader, writer)


async def watched(stage: Stage, tokens: list[str], count: int) -> tuple[float, float]:
    """p95 of the time until the last viewer sees a move, and the time all of them take to come back, in ms."""
    board = Board(stage, tokens, 1000)
    cookie = board.page.cookie_header()
    arrive = time.perf_counter()
    viewers = await asyncio.gather(*[connect(stage, cookie, board.key, board.seq) for _ in range(count)])
    storm = (time.perf_counter() - arrive) * 1000
    tasks = [asyncio.create_task(viewer.watch()) for viewer in viewers]
    await asyncio.sleep(1)
    spans = [await _span(board, viewers) for _ in range(MOVES_SEEN)]
    for task, viewer in zip(tasks, viewers, strict=True):
        task.cancel()
        viewer.writer.close()
    return quantiles(spans, n=20)[18], storm


async def _span(board: Board, viewers: list[Viewer]) -> float:
    """One move until the last viewer has its event; the answer of the move itself is not waited for."""
    before = {seq for viewer in viewers for seq in viewer.seen}
    start = time.perf_counter()
    await asyncio.to_thread(board.move)
    for _ in range(500):
        new = [max(at for seq, at in v.seen.items() if seq not in before) for v in viewers if set(v.seen) - before]
        if len(new) == len(viewers):
            await asyncio.sleep(0.05)
            return (max(new) - start) * 1000
        await asyncio.sleep(0.01)
    raise RuntimeError(f"{len(viewers) - len(new)} of {len(viewers)} viewers did not see the move in five seconds")
