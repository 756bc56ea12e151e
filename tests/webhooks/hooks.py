"""Webhooks of the tests' team, made by actions, and a receiver on this machine."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from boards.models import Event
from tests.world import World
from webhooks.actions import add_webhook
from webhooks.models import Delivery, Webhook

SOMEWHERE = "https://hooks.example.org/in/secret-path"
GET_ALONG = 200


def hook(world: World, url: str = SOMEWHERE, name: str = "CI", **more: Any) -> Webhook:
    return add_webhook(actor=world.ada, team=world.team, at=world.at, name=name, url=url, **more)[0]


def delivery_to(webhook: Webhook, event: Event) -> Delivery:
    at = event.recorded_at
    return Delivery.objects.create(webhook=webhook, event=event, created_at=at, due_at=at)


@dataclass(frozen=True)
class Taken:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def is_signed_by(self, secret: str) -> bool:
        """Computed here once more, in the words of the standard."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        content = b".".join([self.id.encode(), self.headers["webhook-timestamp"].encode(), self.body])
        expected = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
        return f"v1,{expected}" in self.headers["webhook-signature"].split(" ")


@dataclass
class Receiver:
    """What came in, and how it behaves: `status` is its answer, or what `answer(path)` says."""

    url: str = ""
    port: int = 0
    status: int = GET_ALONG
    seconds: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b"ok"
    promised: int | None = None
    answer: Callable[[str], int] | None = None
    taken: list[Taken] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def ids(self, path: str | None = None) -> list[str]:
        return [each.id for each in list(self.taken) if path is None or each.path == path]

    def wait_for(self, number: int, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while len(self.taken) < number:
            assert time.monotonic() < end, f"{len(self.taken)} of {number} requests in {seconds} s"
            time.sleep(0.02)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.taken.append(Taken(self.path, headers, body, time.time()))
            receiver.closing.wait(60 if self.path == "/hang" else receiver.seconds)
            try:
                self.reply()
            except OSError:
                self.close_connection = True  # the sender has given up

        def reply(self) -> None:
            self.send_response(receiver.answer(self.path) if receiver.answer else receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            length = len(receiver.content) if receiver.promised is None else receiver.promised
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(receiver.content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    receiver.url = f"http://127.0.0.1:{receiver.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
