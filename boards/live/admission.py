"""Who asks for a stream, of which board, and from where on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import parse_qsl

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, parse_cookie

from accounts.actions.tokens import note_use
from accounts.errors import Invalid, NotFound
from accounts.language import language_of
from accounts.models import ApiToken, Person, digest
from boards.live.answers import SignInNeeded
from boards.live.reading import MOST_EVENTS, NO_BOARD, Credential
from boards.models import Board, Event

Audience = Literal["page", "program", "inbox"]
Scope = Mapping[str, Any]
PATHS: dict[Audience, re.Pattern[str]] = {
    "page": re.compile(r"/boards/(?P<key>[A-Z][A-Z0-9]{1,9})/events"),
    "inbox": re.compile(r"/inbox/events"),
    "program": re.compile(r"/api/v1/boards/(?P<key>[A-Z][A-Z0-9]{1,9})/stream"),
}
POSITION = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True)
class Ask:
    """A request for a stream, read from the ASGI scope."""

    audience: Audience
    key: str
    headers: dict[str, str]
    query: dict[str, str]

    @classmethod
    def of(cls, scope: Scope) -> Ask | None:
        """What is asked for, or nothing when the path is not that of a stream."""
        for audience, path in PATHS.items():
            found = path.fullmatch(scope["path"])
            if found:
                return cls(audience, found.groupdict().get("key", ""), _headers(scope), _query(scope))
        return None


@dataclass(frozen=True)
class Admission:
    """A stream that may begin: at `seq`, or at the newest event with word that something was lost before it."""

    credential: Credential
    board: Board
    seq: int
    lost: bool


def admit(ask: Ask, at: datetime) -> Admission:
    """Let the person in, or say why not: 401 before 404 before 400, so that nothing is told to strangers."""
    person, token_id, session_key = _who(ask, at)
    board = NO_BOARD if ask.audience == "inbox" else Board.objects.visible_to(person).filter(key=ask.key).first()
    if board is None:
        raise NotFound
    wanted = _position(ask)
    language = _language(ask, person) if ask.audience != "program" else ""
    credential = Credential(board.pk, person.pk, person.auth_epoch, token_id, session_key, language)
    lost = wanted is not None and not _can_resume(board, wanted, ask.audience)
    return Admission(credential, board, board.seq if wanted is None or lost else wanted, lost)


def _who(ask: Ask, at: datetime) -> tuple[Person, int | None, str | None]:
    """The token counts if there is one, otherwise the session; pages know sessions only."""
    scheme, _, secret = ask.headers.get("authorization", "").partition(" ")
    if ask.audience == "program" and scheme:
        usable = ApiToken.objects.usable(at).select_related("person")
        token = usable.filter(digest=digest(secret.strip())).first() if scheme.lower() == "bearer" else None
        if token is None:
            raise SignInNeeded
        note_use(token=token, at=at)
        return token.person, token.pk, None
    request = HttpRequest()
    request.session = SessionStore(parse_cookie(ask.headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME))
    person = get_user(request)
    if not isinstance(person, Person):
        raise SignInNeeded
    return person, None, request.session.session_key


def _language(ask: Ask, person: Person) -> str:
    """That of the page that asks."""
    request = HttpRequest()
    request.user = person
    request.COOKIES = parse_cookie(ask.headers.get("cookie", ""))
    request.META["HTTP_ACCEPT_LANGUAGE"] = ask.headers.get("accept-language", "")
    return language_of(request)


def _position(ask: Ask) -> int | None:
    """`Last-Event-ID` of a client that comes back, otherwise `?after=` of one that has just read the board."""
    unknown = [name for name in ask.query if name != "after"]
    if unknown:
        raise Invalid.field(unknown[0], f"A stream has no parameter {unknown[0]}.", "unknown_parameter")
    text = ask.headers.get("last-event-id", "") or ask.query.get("after", "")
    if not text:
        return None
    if not POSITION.fullmatch(text):
        raise Invalid.field("after", "A position is the number of an event.")
    return int(text)


def _can_resume(board: Board, seq: int, audience: Audience) -> bool:
    """Not from a position the log has not reached or no longer reaches back to; a page not from too long ago."""
    if seq >= board.seq:
        return seq == board.seq
    if audience == "page" and board.seq - seq > MOST_EVENTS:
        return False
    return Event.objects.filter(board=board, seq=seq + 1).exists()


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _query(scope: Scope) -> dict[str, str]:
    return dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True))
