"""Hundreds of open boards on which nothing happens cost next to nothing."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from boards.models import Board
from tests.live.listening import cookie_of
from tests.processes import web
from tests.world import World

STREAMS = 200
MOST_THREADS = 12


@contextmanager
def streams(server: str, cookie: str) -> Iterator[list[socket.socket]]:
    """Open pages that only hold their connection."""
    where = urlsplit(server)
    ask = f"GET /boards/CHURN/events HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookie}\r\n\r\n".encode()
    held: list[socket.socket] = []
    try:
        for _ in range(STREAMS):
            held.append(socket.create_connection((where.hostname, where.port), timeout=20))
            held[-1].sendall(ask)
        for each in held:
            assert b" 200 " in each.recv(100)
        yield held
    finally:
        for each in held:
            each.close()


def until_said(each: socket.socket, wanted: bytes) -> None:
    said = b""
    while wanted not in said:
        said += each.recv(65536)


def connections_to_the_database(process_id: int) -> int:
    """How many the process holds, as the operating system sees it."""
    sockets = {link.readlink() for link in Path(f"/proc/{process_id}/fd").iterdir() if link.is_symlink()}
    inodes = {str(each)[8:-1] for each in sockets if str(each).startswith("socket:[")}
    port = f":{int(connection.settings_dict['PORT']):04X}"
    rows = [line.split() for line in Path(f"/proc/{process_id}/net/tcp").read_text().splitlines()[1:]]
    return sum(row[2].endswith(port) and row[9] in inodes and row[3] == "01" for row in rows)


@pytest.mark.postgres
def test_idle_streams_share_one_database_connection_and_few_threads(world: World, board: Board) -> None:
    """The hub looks several times a second by the one connection it keeps, however many watch."""
    with web() as (server, process), streams(server, cookie_of(world.ben)) as held:
        time.sleep(1)
        seen = []
        for _ in range(100):
            seen.append(connections_to_the_database(process.pid))
            time.sleep(0.02)
        assert set(seen) == {1}
        threads = len(list(Path(f"/proc/{process.pid}/task").iterdir()))
        assert threads <= MOST_THREADS
        world.card(board)
        for each in held:
            until_said(each, b"event: card.created")
