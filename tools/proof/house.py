"""The whole product in processes of its own, on a throw-away PostgreSQL and Redis, with a real mail server."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import django

from tests.smtp import Mailbox, mailbox
from tools import servers
from tools.proof.client import Answer
from tools.proof.processes import ASGI, CELERY, WSGI, Process, answering

if TYPE_CHECKING:
    from tests.world import World

SECRET_KEY = "only-for-these-proofs-" * 4


@dataclass
class House:
    """Addresses of what runs, its environment, and the cast of the tests in its teams."""

    env: dict[str, str]
    sink: Mailbox
    stack: ExitStack
    webs: list[str] = field(default_factory=list)
    live: str = ""
    live_port: int = 0
    live_process: Process | None = None
    heard: Callable[[str, str, Answer], None] | None = None
    _turn: Iterator[int] = field(default_factory=itertools.count)
    _world: World | None = None

    @property
    def log(self) -> Path:
        """What all processes say."""
        return Path(self.env["PROOFLANE_DATA_DIR"], "house.log")

    @property
    def web(self) -> str:
        """The web processes in turn."""
        return self.webs[next(self._turn) % len(self.webs)]

    @property
    def world(self) -> World:
        """The cast, now."""
        from django.utils import timezone

        from tests.world import make_world, one_mail_each

        if self._world is None:
            self._world = make_world()
            one_mail_each(self._world)
        self._world.at = timezone.now()
        return self._world

    def start(self, *command: str, **environment: str) -> Process:
        """A process of the product; it is stopped with the house at the latest."""
        process = Process(command, {**self.env, **environment}, self.log)
        self.stack.callback(process.stop)
        return process

    def serve(self, **environment: str) -> str:
        """One more web process, with another environment perhaps; its address."""
        port = servers.free_port()
        return answering(port, self.start(*WSGI, "-b", f"127.0.0.1:{port}", **environment))

    def stream(self) -> None:
        """The process of the streams, at the same address each time it is started."""
        self.live_port = self.live_port or servers.free_port()
        self.live_process = self.start(*ASGI, "--port", str(self.live_port), "--timeout-graceful-shutdown", "1")
        self.live = answering(self.live_port, self.live_process)

    def worker(self) -> Process:
        return self.start(*CELERY, "worker", "--loglevel", "ERROR", "--concurrency", "2")

    def beat(self, number: int = 1) -> Process:
        schedule = f"{self.env['PROOFLANE_DATA_DIR']}/beat-{number}"
        return self.start(*CELERY, "beat", "--loglevel", "ERROR", "-s", schedule)


@contextmanager
def house() -> Iterator[House]:
    """Migrate, start two web processes and one for streams, and stop all of it again."""
    with ExitStack() as stack:
        database = stack.enter_context(servers.postgres(durable=True))
        redis = stack.enter_context(servers.redis())
        sink = stack.enter_context(mailbox())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="prooflane-proof-"))
        env = environment(folder, database, redis, sink.port)
        begin(env)
        running = House(env, sink, stack)
        running.webs = [running.serve(), running.serve()]
        running.stream()
        yield running


def environment(folder: str, database: str, redis: str, smtp: int) -> dict[str, str]:
    """That of a production, on this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PROOFLANE_")}
    return {
        **kept,
        "ALLOWED_HOSTS": "127.0.0.1,prooflane.test",
        "DATABASE_URL": database,
        "DEBUG": "0",
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp}",
        "PROOFLANE_DATA_DIR": folder,
        "PROOFLANE_LOG_LEVEL": "ERROR",
        "PROOFLANE_RATE_LIMIT": "1000000",
        "REDIS_URL": redis,
        "SECRET_KEY": SECRET_KEY,
        "SITE_URL": "http://prooflane.test",
    }


def begin(env: Mapping[str, str]) -> None:
    """This process becomes one of the product's: it makes what the proofs need by actions."""
    os.environ.update(env)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
