"""Clients for the cast: with a token of their own, or as the browser in which they are signed in."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from accounts.actions import create_token
from accounts.models import Person
from tests.live.listening import Listener, cookie_of, listen
from tools.proof.client import CSRF, Caller
from tools.proof.house import House

API = "/api/v1"


def token_of(person: Person, scope: str = "admin") -> str:
    return create_token(person=person, name="proof", scope=scope, at=timezone.now())[1]


def program(house: House, person: Person, scope: str = "admin") -> Caller:
    """A client of the REST API."""
    return Caller(lambda: house.web, {"Authorization": f"Bearer {token_of(person, scope)}"}, heard=house.heard)


def browser(house: House, person: Person | None) -> Caller:
    """A browser in which the person is signed in (or nobody), with the CSRF token its pages would carry."""
    cookies = [f"{settings.CSRF_COOKIE_NAME}={CSRF}"]
    if person is not None:
        cookies.append(cookie_of(person))
    return Caller(lambda: house.web, {"Cookie": "; ".join(cookies), "X-CSRFToken": CSRF}, heard=house.heard)


def watch(house: House, caller: Caller, key: str, *, page: bool = False, after: int | None = None) -> Listener:
    """An open stream of a board: as the board page has it, or as a program has it."""
    path = f"/boards/{key}/events" if page else f"{API}/boards/{key}/stream"
    headers = {name.replace("-", "_"): value for name, value in caller.headers.items()}
    return listen(house.live, path if after is None else f"{path}?after={after}", **headers)
