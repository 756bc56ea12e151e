"""A client of the event streams, as plain as one can be: a socket that is read line by line."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from accounts.models import Person


@dataclass
class Message:
    """One message as it came, and when."""

    kind: str = ""
    data: Any = None
    id: int | None = None
    came_at: float = 0.0


OPEN: list[Listener] = []


@dataclass
class Listener:
    """Reads a stream in a thread of its own until it ends or is closed."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    messages: list[Message] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    retry: int | None = None
    closed_at: float | None = None
    _connection: http.client.HTTPConnection | None = None
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def events(self) -> list[Message]:
        """What the log said, without markup and control messages."""
        return [each for each in self.messages if "." in each.kind]

    @property
    def of_the_board(self) -> list[Message]:
        """Without what is told of people, which comes in its own time."""
        return [each for each in self.messages if each.kind not in ("presence", "inbox")]

    @property
    def seqs(self) -> list[int]:
        return [each.data["seq"] for each in self.events]

    def of_kind(self, kind: str) -> list[Message]:
        return [each for each in self.messages if each.kind == kind]

    def wait_for(self, condition: Any, seconds: float = 10) -> None:
        with self._changed:
            came = self._changed.wait_for(lambda: condition(self), seconds)
        assert came, f"not in {seconds} s; came: {[(each.kind, each.id) for each in self.messages]}"

    def close(self) -> None:
        """Cut the connection, and wait until the thread has noticed."""
        connection = self._connection
        if connection is not None and connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)
            self.wait_for(lambda it: it.closed_at)
            connection.close()

    def read(self, response: http.client.HTTPResponse) -> None:
        message = Message()
        try:
            for line in response:
                message = self._take(line.decode().rstrip("\n"), message)
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass
        with self._changed:
            self.closed_at = time.monotonic()
            self._changed.notify_all()

    def _take(self, line: str, message: Message) -> Message:
        name, _, value = line.partition(": ")
        with self._changed:
            if line.startswith(":"):
                self.comments.append(line)
            elif name == "retry":
                self.retry = int(value)
            elif name == "id":
                message.id = int(value)
            elif name == "event":
                message.kind = value
            elif name == "data":
                message.data = json.loads(value)
            elif message.kind:
                message.came_at = time.monotonic()
                self.messages.append(message)
                message = Message()
            self._changed.notify_all()
        return message


def cookie_of(person: Person) -> str:
    """The session cookie of a browser in which the person has signed in."""
    browser = Client()
    browser.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def listen(server: str, path: str, method: str = "GET", **headers: str) -> Listener:
    """Open a stream; header names are written with underscores."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=60)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    got = {name.lower(): value for name, value in response.getheaders()}
    if response.status != 200:
        body = response.read()
        connection.close()
        return Listener(response.status, got, body)
    listener = Listener(response.status, got, _connection=connection)
    threading.Thread(target=listener.read, args=(response,), daemon=True).start()
    OPEN.append(listener)
    return listener


def close_all() -> None:
    while OPEN:
        OPEN.pop().close()
