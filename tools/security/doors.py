"""The table of doors, and what an answer at one of them means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import resolve

from tools.proof.client import Answer, Caller
from tools.security.bodies import FORMS, JSON, QUERIES, filled
from tools.security.cast import BY_SIGNATURE

TABLE = Path(__file__).with_name("doors.txt")
SIGN_IN = "/sign-in/?"  # it says where one wanted to go; after signing out it does not


@dataclass(frozen=True)
class Door:
    """One method of one address, and the least it takes to come in."""

    right: str
    method: str
    path: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def is_safe(self) -> bool:
        return self.method == "GET"

    @property
    def by_signature(self) -> bool:
        return self.right in BY_SIGNATURE

    @property
    def takes_form(self) -> bool:
        return not self.is_api or self.name in FORMS

    def path_for(self, names: dict[str, Any]) -> str:
        return str(filled(self.path, names))

    def pattern(self, names: dict[str, Any]) -> tuple[str, str]:
        """As the resolver knows it."""
        return self.method, resolve(self.path_for(names)).route

    def ask(self, caller: Caller, names: dict[str, Any], **headers: str) -> Answer:
        """A valid request, with these names in its address and its body."""
        query = filled(QUERIES.get(self.name, ""), names)
        path = self.path_for(names) + str(query)
        if self.is_safe:
            return caller.get(path, **headers)
        if self.takes_form:
            return caller.ask(self.method, path, form=filled(FORMS.get(self.name, {}), names), **headers)
        return caller.ask(self.method, path, filled(JSON.get(self.name), names), **headers)


def doors() -> list[Door]:
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return [Door(*words) for words in lines if words and words[0] != "#"]


def meaning(answer: Answer) -> str:
    """`in`, or how the door stayed shut."""
    location = answer.headers.get("location", "")
    if answer.status == 401 or (answer.status == 302 and location.startswith(SIGN_IN)):
        return "sign in"
    if answer.status == 0 or answer.status >= 500:
        return f"broken ({answer.status})"
    return {403: "forbidden", 404: "hidden"}.get(answer.status, "in")
