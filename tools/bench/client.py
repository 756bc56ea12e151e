"""One signed-in person: a kept connection that asks for gzip and never inflates a body."""

from __future__ import annotations

import http.client
import json
import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from tools.bench.seed_names import PASSWORD


class Client:
    """Speaks to one server with a session (pages) or a token (REST)."""

    def __init__(self, base: str, token: str = "") -> None:
        address = urlsplit(base)
        self.http = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
        self.headers = {"Accept-Encoding": "gzip", "Host": "127.0.0.1"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        self.cookies: dict[str, str] = {}
        self.tags: dict[str, str] = {}

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> bytes:
        """The body as it crossed the wire; anything but a success stops the bench."""
        cookie = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
        self.http.request(method, path, body, {**self.headers, **cookie, **(headers or {})})
        answer = self.http.getresponse()
        content = answer.read()
        if tag := answer.headers["ETag"]:
            self.tags[path] = tag
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {content[:300]!r}")
        return content

    def get(self, path: str) -> bytes:
        return self.send("GET", path)

    def look_again(self, path: str) -> bytes:
        """As a browser that keeps the page: nothing comes when nothing has changed."""
        return self.send("GET", path, headers={"If-None-Match": self.tags.get(path, '""')})

    def plain(self, path: str) -> bytes:
        """The answer uncompressed, to be read."""
        return self.send("GET", path, headers={"Accept-Encoding": "identity"})

    def post(self, path: str, body: Any) -> bytes:
        return self.send("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def sign_in(self, username: str) -> None:
        """A session as a browser gets it, with the CSRF token of the form."""
        page = self.plain("/sign-in/").decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = {"csrfmiddlewaretoken": found.group(1) if found else "", "username": username, "password": PASSWORD}
        self.send(
            "POST",
            "/sign-in/",
            urlencode(form).encode(),
            {"Content-Type": "application/x-www-form-urlencoded", "Referer": "http://127.0.0.1/sign-in/"},
        )

    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())
