"""A client of the API in the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson
from django.core.files.base import ContentFile
from django.test import Client

from accounts.actions import create_token
from tests.world import World

ROOT = "/api/v1"


@dataclass
class Answer:
    """What came back; `json` is its body."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.content)

    @property
    def code(self) -> str:
        """Of a problem."""
        return str(self.json["code"])

    @property
    def fields(self) -> dict[str, str]:
        """The fields a problem complains of, with the code of each."""
        return {error["field"]: error["code"] for error in self.json.get("errors", [])}


@dataclass
class Caller:
    """Asks with a token, or as whoever `client` has signed in; `headers` go along with every request."""

    client: Client = field(default_factory=lambda: Client(raise_request_exception=True))
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, raw: bytes | None = None, **headers: str) -> Answer:
        """`headers` are written with underscores: If_Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content: dict[str, Any] = {}
        if body is not None or raw is not None:
            kind = named.pop("Content-Type", "application/json")
            content = {"data": raw if raw is not None else orjson.dumps(body), "content_type": kind}
        response = self.client.generic(method, ROOT + path, headers={**self.headers, **named}, **content)
        return Answer(response.status_code, dict(response.headers), response.getvalue())

    def upload(self, path: str, name: str, content: bytes, **headers: str) -> Answer:
        """One file as a form sends it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        form = {"file": ContentFile(content, name)}
        response = self.client.post(ROOT + path, form, headers={**self.headers, **named})
        return Answer(response.status_code, dict(response.headers), response.getvalue())

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, None, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.ask("POST", path, body, None, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.ask("PUT", path, body, None, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.ask("PATCH", path, body, None, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.ask("DELETE", path, None, None, **headers)


def caller_for(world: World, who: str = "", scope: str = "admin") -> Caller:
    if not who:
        return Caller()
    _, secret = create_token(person=world.cast[who], name="test", scope=scope, at=world.at)
    return Caller(headers={"Authorization": f"Bearer {secret}"})


def session_of(world: World, who: str, *, csrf: bool = False) -> Caller:
    """Signed in by cookie; with `csrf`, Django checks the token as it does for a browser."""
    client = Client(enforce_csrf_checks=csrf)
    client.force_login(world.cast[who])
    return Caller(client)
