"""One request to the outside: resolved once, called by the address that was checked, no redirect, bounded.

Time counts from the first byte of the name's resolution to the last of the answer; a server that drips is cut off.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from types import TracebackType
from typing import Any

from django.conf import settings

from accounts.outbound.addresses import may_call
from accounts.outbound.refusals import BAD_CERTIFICATE, AddressRefused, TooLarge, TooSlow, Unreachable
from accounts.outbound.target import Target

USER_AGENT = "Prooflane"


@dataclass(frozen=True)
class Limits:
    connect_seconds: float = 3.0
    total_seconds: float = 10.0
    most_bytes: int = 65_536
    cut_off: bool = False  # read no further than `most_bytes` instead of refusing the answer


@dataclass(frozen=True)
class Reply:
    """What came back; never shown to people, it may be anything."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def is_json(self) -> bool:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower().endswith("json")

    def json(self) -> Any:
        """The value in the body; ValueError for anything else."""
        try:
            return json.loads(self.body)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def fetch(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    limits: Limits = Limits(),
) -> Reply:
    """Send one request and read the answer, whatever its status; `OutboundError` when there is none."""
    target = Target.of(url)
    deadline = time.monotonic() + limits.total_seconds
    addresses = resolve(target, limits.connect_seconds)
    with _Watch(deadline) as watch:
        try:
            connection = _Connection(target, _connect(target, addresses, limits, watch), limits)
            sent = {"Host": target.netloc, "User-Agent": USER_AGENT, "Connection": "close", **(headers or {})}
            connection.request(method, target.path, body, sent)
            return _read(connection.getresponse(), limits)
        except (OSError, HTTPException, ValueError) as error:
            if watch.is_over or isinstance(error, TimeoutError):
                raise TooSlow from None
            raise Unreachable(_why(error)) from None
        finally:
            watch.check()


def resolve(target: Target, seconds: float) -> list[str]:
    """The addresses of the name, asked for once; refused when any of them may not be called."""
    found: list[str] = []
    asking = threading.Thread(target=_look_up, args=(target, found), daemon=True)
    asking.start()
    asking.join(seconds)
    addresses = list(dict.fromkeys(found))
    if not addresses or not all(may_call(each, settings.OUTBOUND_NETWORKS) for each in addresses):
        raise AddressRefused
    return addresses


def _look_up(target: Target, found: list[str]) -> None:
    with suppress(OSError, UnicodeError):
        rows = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        found.extend(str(row[4][0]) for row in rows)


def _connect(target: Target, addresses: list[str], limits: Limits, watch: _Watch) -> socket.socket:
    """The first of the checked addresses that takes the connection."""
    last: OSError = OSError("no address")
    for address in addresses[:4]:
        try:
            plain = watch.hold(socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET))
            plain.settimeout(limits.connect_seconds)
            plain.connect((address, target.port))
            break
        except OSError as error:
            last = error
    else:
        raise last
    plain.settimeout(limits.total_seconds)
    return plain if target.scheme == "http" else _secure(plain, target.host, watch)


def _secure(plain: socket.socket, host: str, watch: _Watch) -> socket.socket:
    """TLS with the name that was asked for; held before the handshake, so that one that drips is cut off too."""
    context = ssl.create_default_context()
    secure = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    watch.hold(secure)
    secure.do_handshake()
    return secure


def _read(response: HTTPResponse, limits: Limits) -> Reply:
    body = response.read(limits.most_bytes + 1)
    if len(body) > limits.most_bytes and not limits.cut_off:
        raise TooLarge
    if len(body) <= limits.most_bytes and response.length:  # the connection ended before the answer did
        raise IncompleteRead(body, response.length)
    return Reply(
        response.status,
        {name.lower(): value for name, value in response.getheaders()},
        body[: limits.most_bytes],
    )


def _why(error: Exception) -> str:
    return BAD_CERTIFICATE if isinstance(error, ssl.SSLCertVerificationError) else ""


class _Connection(HTTPConnection):
    """Speaks over a socket that is connected already: the name is not looked up a second time."""

    def __init__(self, target: Target, connected: socket.socket, limits: Limits) -> None:
        super().__init__(target.host, target.port, timeout=limits.total_seconds)
        self.sock = connected


class _Watch:
    """Cuts the connection when the time is up, whatever it is doing."""

    def __init__(self, deadline: float) -> None:
        self.is_over = False
        self._held: list[socket.socket] = []
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        for each in self._held:
            with suppress(OSError):
                each.close()

    def hold(self, connected: socket.socket) -> socket.socket:
        self._held.append(connected)
        if self.is_over:
            self._cut()
        return connected

    def check(self) -> None:
        if self.is_over:
            raise TooSlow

    def _cut(self) -> None:
        self.is_over = True
        for each in self._held:
            with suppress(OSError):
                # Of the plain socket: a TLS socket would let go of its keys while another thread reads with them.
                socket.socket.shutdown(each, socket.SHUT_RDWR)
