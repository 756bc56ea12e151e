"""How a stream begins, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

import orjson

from accounts.errors import Refusal

Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class SignInNeeded(Refusal):
    """Nobody is signed in, or the token is not one of ours. A stream never redirects."""

    status = 401
    code = "not_authenticated"
    title = "Sign in"
    sentence = "Sign in, or send a token: Authorization: Bearer <token>."


class OnlyGet(Refusal):
    status = 405
    code = "method_not_allowed"
    title = "Method not allowed"
    sentence = "A stream is read with GET."


class TooManyStreams(Refusal):
    status = 429
    code = "too_many_streams"
    title = "Too many streams"
    sentence = "You have too many streams open."


class Unavailable(Refusal):
    status = 503
    code = "unavailable"
    title = "Not available for now"
    sentence = "The database cannot be reached. Try again in a few seconds."


class Answers:
    """Writes the head of a response, with the headers that every response of the product carries."""

    MORE: ClassVar[dict[int, dict[str, str]]] = {
        200: {"X-Accel-Buffering": "no"},
        401: {"WWW-Authenticate": "Bearer"},
        405: {"Allow": "GET"},
        429: {"Retry-After": "60"},
        503: {"Retry-After": "5"},
    }

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = {**headers, "Cache-Control": "no-store"}

    async def begin(self, send: Send) -> None:
        await self._head(send, 200, {"Content-Type": "text/event-stream; charset=utf-8"})

    async def refuse(self, send: Send, refusal: Refusal) -> None:
        """Answer with a problem (RFC 9457)."""
        problem = {
            "type": "about:blank",
            "title": refusal.title,
            "status": refusal.status,
            "detail": refusal.sentence,
            "code": refusal.code,
        }
        if refusal.errors:
            problem["errors"] = [each.as_dict() for each in refusal.errors]
        await self._head(send, refusal.status, {"Content-Type": "application/problem+json"})
        await send({"type": "http.response.body", "body": orjson.dumps(problem)})

    async def _head(self, send: Send, status: int, more: Mapping[str, str]) -> None:
        headers = {**self.headers, **self.MORE.get(status, {}), **more}
        encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": encoded})
