"""How a stream begins, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.http import HttpRequest

from accounts.errors import Refusal
from api.problems import of_exception

Send = Callable[[Mapping[str, Any]], Awaitable[None]]
BEGIN = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


class SignInNeeded(Refusal):
    """Nobody is signed in, or the token is not one of ours. A stream never redirects."""

    status = 401
    code = "not_authenticated"
    title = "Unauthorized"
    sentence = "Sign in, or send a token: Authorization: Bearer <token>."

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer realm="prooflane"'})


class OnlyGet(Refusal):
    status = 405
    code = "method_not_allowed"
    title = "Method Not Allowed"
    sentence = "A stream is read with GET."

    def __init__(self) -> None:
        super().__init__(headers={"Allow": "GET"})


class TooManyStreams(Refusal):
    status = 429
    code = "too_many_streams"
    title = "Too many streams"
    sentence = "You have too many streams open. Close some of them."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "60"})


class Answers:
    """Writes responses with the headers that every response of the product carries."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = headers

    async def begin(self, send: Send) -> None:
        await self._head(send, 200, BEGIN)

    async def refuse(self, send: Send, error: Exception) -> None:
        response = of_exception(error, HttpRequest())
        await self._head(send, response.status_code, dict(response.headers.items()))
        await send({"type": "http.response.body", "body": response.content})

    async def _head(self, send: Send, status: int, more: Mapping[str, str]) -> None:
        headers = {**self.headers, **more}
        encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": encoded})
