"""A client of the product as plain as one can be: each request on a connection of its own."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.files.base import File
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
CSRF = "c" * 32
TIMEOUT = 60.0


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when nothing did."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


@dataclass
class Caller:
    """Somebody who asks: with a token, with the session of a browser, or as nobody."""

    base: Callable[[], str]
    headers: dict[str, str] = field(default_factory=dict)
    timeout: float = TIMEOUT
    heard: Callable[[str, str, Answer], None] | None = None

    def ask(self, method: str, path: str, body: Any = None, form: Any = None, **headers: str) -> Answer:
        """`body` goes as JSON, `form` as a form; header names are written with underscores."""
        raw, kind = packed(body, form)
        named = {**self.headers, **kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.send(method, path, raw, named)

    def send(self, method: str, path: str, raw: bytes | None, headers: dict[str, str]) -> Answer:
        connection = self._connection()
        began = time.perf_counter()
        try:
            connection.request(method, path, raw, {"Connection": "close", **headers})
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            answer = Answer(response.status, named, response.read(), time.perf_counter() - began)
        except (OSError, http.client.HTTPException):
            answer = Answer(0, seconds=time.perf_counter() - began)
        finally:
            connection.close()
        if self.heard is not None and answer.status:
            self.heard(method, path, answer)
        return answer

    def abandon(self, method: str, path: str, body: Any, **headers: str) -> None:
        """Send the request and hang up before the answer."""
        raw, kind = packed(body, None)
        named = {**self.headers, **kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        connection = self._connection()
        try:
            connection.request(method, path, raw, named)
        except OSError:
            pass
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.ask("POST", path, body, **headers)

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urlsplit(self.base()).netloc, timeout=self.timeout)


def packed(body: Any, form: Any) -> tuple[bytes | None, dict[str, str]]:
    """The bytes of a body and their content type; a form with a file in it goes in parts."""
    files = [value for value in (form or {}).values() if isinstance(value, File)]
    if files:
        for each in files:
            each.seek(0)
        return encode_multipart(BOUNDARY, form), {"Content-Type": MULTIPART_CONTENT}
    if form is not None:
        return urlencode(form, doseq=True).encode(), {"Content-Type": FORM}
    if body is not None:
        return json.dumps(body).encode(), {"Content-Type": JSON}
    return None, {}
