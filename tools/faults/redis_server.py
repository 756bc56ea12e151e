"""What can happen to the throw-away Redis of the house; only the process it reports itself is ever signalled."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import ConnectionError as Gone

from tools.proof.house import House

START_SECONDS = 20
TINY = 1_000_000


class RedisServer:
    def __init__(self, house: House) -> None:
        self.url = house.env["REDIS_URL"]
        self.folder = house.env["PROOFLANE_DATA_DIR"]
        self.client = Redis.from_url(self.url)
        self.stack = house.stack

    @property
    def pid(self) -> int:
        return int(self.client.info("server")["process_id"])

    def freeze(self) -> None:
        self.frozen = self.pid
        os.kill(self.frozen, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.frozen, signal.SIGCONT)

    def shut_down(self) -> None:
        self.client.shutdown(nosave=True)

    def restart(self) -> None:
        """Another one at the same address, as empty as a new one is."""
        port = urlsplit(self.url).port
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.stack.callback(server.wait)
        self.stack.callback(server.terminate)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            try:
                self.client.ping()
                return
            except Gone:
                time.sleep(0.05)

    def flush(self) -> None:
        self.client.flushall()

    def nothing(self) -> None:
        """What was emptied fills by itself."""

    def fill(self) -> None:
        """Not a byte more: every write is refused."""
        self.client.config_set("maxmemory-policy", "noeviction")
        self.client.config_set("maxmemory", TINY)

    def empty(self) -> None:
        self.client.config_set("maxmemory", 0)
