"""Calls to addresses that people typed in: none of them leads back inside, and none holds us up."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from pytest_django import Settings

from accounts.outbound import AddressRefused, Limits, OutboundError, TooLarge, TooSlow, Unreachable, fetch
from accounts.outbound.addresses import may_call

INSIDE = [
    "127.0.0.1",
    "127.0.0.2",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 (it is refused)
    "0.1.2.3",
    "169.254.169.254",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.127.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "192.0.0.9",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "0:0:0:0:0:ffff:7f00:1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2001:10::1",
    "3fff::1",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "ff0e::1",
    "100::1",
    "2a00:1450:4001::5efe:7f00:1",
    "2a00:1450:4001::200:5efe:a00:1",
    "nonsense",
]
OUTSIDE = (
    "1.1.1.1 8.8.8.8 93.184.216.34 172.32.0.1 100.128.0.1 2606:4700:4700::1111 64:ff9b::808:808 ::ffff:8.8.8.8"
)

# Every way to write this machine, or a service of it, that the list of the guarantees names.
HOSTS = [
    "127.0.0.1",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",  # noqa: S104 (it is refused)
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "017700000001",
    "0177.0.0.1",
    "169.254.169.254",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.0.9",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "[fe80::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[ff02::1]",
]
ODD = [
    "http://foo@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@ok.test/",
    "http:/\\127.0.0.1:{port}/",
    "http://①②⑦.0.0.1:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://127.0.0.1:{port}\\@ok.test/",
    "http:///127.0.0.1:{port}/",
    "http://127.0.0.1 :{port}/",
    "http://ok.test\r\nHost: 127.0.0.1:{port}/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_x",
    "ftp://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "127.0.0.1:{port}",
    "",
    "http://" + "a" * 4_100,
]


class Listener:
    """Counts who calls, and answers each with what it was told to say."""

    def __init__(self, answer: bytes = b"", drip: bytes = b"") -> None:
        self.answer, self.drip, self.hits, self.requests = answer, drip, 0, b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.socket.getsockname()[1])
        self.closing = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.hits += 1
            with caller:
                try:
                    self.requests += caller.recv(65_536)
                    caller.sendall(self.answer)
                    while self.drip and not self.closing.wait(0.05):
                        caller.sendall(self.drip)
                except OSError:
                    continue

    def close(self) -> None:
        self.closing.set()
        self.socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi")
    yield made
    made.close()


@pytest.fixture
def allowed(settings: Settings) -> Settings:
    """The operator has allowed this machine, on every port there is."""
    settings.OUTBOUND_NETWORKS = [ip_network("127.0.0.0/8")]
    settings.OUTBOUND_PORTS = range(1, 65_536)
    return settings


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_never_called(address: str) -> None:
    assert not may_call(address, [])


@pytest.mark.parametrize("address", OUTSIDE.split())
def test_the_public_internet_is(address: str) -> None:
    assert may_call(address, [])


def test_the_operator_may_name_networks() -> None:
    inside = [ip_network("10.1.0.0/16"), ip_network("fd12::/16")]
    assert may_call("10.1.2.3", inside)
    assert may_call("::ffff:10.1.2.3", inside)
    assert may_call("fd12::7", inside)
    assert not may_call("10.2.0.1", inside)


@pytest.mark.parametrize("host", HOSTS)
def test_no_way_to_write_this_machine_reaches_it(host: str, listener: Listener, settings: Settings) -> None:
    settings.OUTBOUND_PORTS = {listener.port}
    with pytest.raises(AddressRefused) as refusal:
        fetch("GET", f"http://{host}:{listener.port}/")
    assert listener.hits == 0
    assert refusal.value.sentence == AddressRefused.sentence


@pytest.mark.parametrize("url", ODD)
def test_what_is_no_plain_address_is_refused(url: str, listener: Listener, allowed: Settings) -> None:
    with pytest.raises(AddressRefused):
        fetch("GET", url.format(port=listener.port))
    assert listener.hits == 0


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 8000])
def test_other_ports_are_refused(port: int) -> None:
    with pytest.raises(AddressRefused, match="PROOFLANE_OUTBOUND_PORTS"):
        fetch("GET", f"http://example.org:{port}/")


def test_a_name_with_one_private_address_is_refused_whole(
    listener: Listener, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OUTBOUND_PORTS = {listener.port}
    rows = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, listener.port)) for ip in ("93.184.216.34", "127.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(AddressRefused):
        fetch("GET", f"http://both.test:{listener.port}/")
    assert listener.hits == 0


def test_a_name_that_leads_elsewhere_the_second_time_is_asked_for_once(
    listener: Listener, allowed: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        ip = "127.0.0.1" if len(asked) == 1 else "169.254.169.254"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert fetch("GET", f"http://flips.test:{listener.port}/x?y=1").body == b"hi"
    assert asked == ["flips.test"]
    assert f"Host: flips.test:{listener.port}\r\n".encode() in listener.requests
    assert listener.requests.startswith(b"GET /x?y=1 HTTP/1.1\r\n")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_not_followed(status: int, allowed: Settings) -> None:
    target = Listener()
    moved = f"HTTP/1.1 {status} Moved\r\nLocation: {target.url}/\r\nContent-Length: 0\r\n\r\n"
    listener = Listener(moved.encode())
    assert fetch("GET", listener.url).status == status
    assert target.hits == 0
    listener.close()
    target.close()


@pytest.mark.parametrize("dripping", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"])
def test_an_answer_that_drips_is_cut_off(dripping: bytes, allowed: Settings) -> None:
    listener = Listener(dripping, drip=b"X-A: b\r\n")
    start = time.monotonic()
    with pytest.raises(TooSlow):
        fetch("GET", listener.url, limits=Limits(total_seconds=0.5))
    assert time.monotonic() - start < 2
    listener.close()


def test_a_silent_server_is_given_up(allowed: Settings) -> None:
    listener = Listener(drip=b"")
    listener.answer = b""
    silent = socket.create_server(("127.0.0.1", 0))
    with pytest.raises(TooSlow):
        fetch("GET", f"http://127.0.0.1:{silent.getsockname()[1]}", limits=Limits(total_seconds=0.5))
    silent.close()
    listener.close()


def test_an_answer_without_end_is_read_no_further(allowed: Settings) -> None:
    listener = Listener(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000)
    with pytest.raises(TooLarge):
        fetch("GET", listener.url)
    listener.close()


def test_a_closed_port_and_nonsense_are_said_the_same(allowed: Settings) -> None:
    closed = socket.create_server(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    listener = Listener(b"SSH-2.0-OpenSSH_9.2\r\n")
    said = set()
    for url in (f"http://127.0.0.1:{port}", listener.url):
        with pytest.raises(Unreachable) as refusal:
            fetch("GET", url)
        said.add(refusal.value.sentence)
    assert said == {Unreachable.sentence}
    listener.close()


def test_a_certificate_is_verified(allowed: Settings) -> None:
    """A server that speaks no TLS at all, and one nobody vouches for, are both no answer."""
    listener = Listener(b"HTTP/1.1 200 OK\r\n\r\nhi")
    with pytest.raises(OutboundError):
        fetch("GET", f"https://127.0.0.1:{listener.port}")
    assert b"GET" not in listener.requests
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED
    listener.close()


def test_a_body_and_headers_are_sent(listener: Listener, allowed: Settings) -> None:
    reply = fetch("POST", listener.url, headers={"Authorization": "Bearer x"}, body=b'{"a":1}')
    assert (reply.status, reply.body) == (200, b"hi")
    assert b"Authorization: Bearer x\r\n" in listener.requests
