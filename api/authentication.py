"""Who is asking: a bearer token, or the session of a browser with its CSRF token."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import CharField, DateTimeField
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.actions.tokens import note_use
from accounts.errors import Forbidden
from accounts.models import ApiToken, Person, digest
from accounts.prepared import Param, Prepared

SCHEME = "bearer"
SAFE_METHODS = frozenset({"GET", "HEAD"})
_LONGEST = 200
TOKEN = Prepared(
    lambda: (
        ApiToken.objects.usable(cast("Any", Param("at", DateTimeField())))
        .select_related("person")
        .filter(digest=Param("digest", CharField()))
    )
)


class MissingScope(Forbidden):
    code = "scope"
    title = "The token may not do this"


class SessionRequired(Forbidden):
    code = "session_required"
    title = "Sign in for this"


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; only the hash is stored, so only the hash is looked for."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != SCHEME or not secret.strip() or len(secret) > _LONGEST:
            raise AuthenticationFailed("Send the token as Authorization: Bearer <token>.")
        at = timezone.now()
        token = TOKEN.first(at=at, digest=digest(secret.strip()))
        if token is None:
            raise AuthenticationFailed("The token is unknown, revoked or has expired.")
        note_use(token=token, at=at)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="prooflane"'


class BrowserAuthentication(SessionAuthentication):
    """The session cookie; every unsafe method must bring the CSRF token along."""


def scopes_of(auth: object) -> list[str]:
    """What this way of asking may do at most; a session may do whatever its person may."""
    return auth.scopes if isinstance(auth, ApiToken) else list(ApiToken.Scope.values)


def require_scope(auth: object, scope: str) -> None:
    if scope not in scopes_of(auth):
        raise MissingScope(f"This token lacks the scope {scope}.")


def require_session(auth: object) -> None:
    if isinstance(auth, ApiToken):
        raise SessionRequired("A token cannot do this; sign in and use your session.")
