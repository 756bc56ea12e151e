"""The event streams, answered in front of Django: an idle stream holds no thread and no database connection.

`/boards/KEY/events` is for the board page: the log and, before it, the markup of the cards it touched.
`/inbox/events` is for a page of no board: what waits for its person, which the pages of boards are told as well.
`/api/v1/boards/KEY/stream` is for programs: the log alone. Both resume where `Last-Event-ID` says.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from accounts.errors import Refusal
from boards.events import on_record
from boards.live.admission import Admission, Ask, admit
from boards.live.answers import Answers, OnlyGet, TooManyStreams
from boards.live.channel import NotDrawn, Overrun, Viewer
from boards.live.frames import HEARTBEAT, message, retry
from boards.live.hub import Hub, ask, is_allowed
from boards.live.reading import Batch

Message = Mapping[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
HEARTBEAT_SECONDS = 14.0  # the hub looks once a second at least, so fifteen are kept
AGE_SECONDS = (480.0, 600.0)
SEND_SECONDS = 30.0
MOST_STREAMS = 1_000


class Streams:
    """An ASGI application that answers for the streams and leaves the rest to Django."""

    def __init__(self, django: Application, headers: Mapping[str, str]) -> None:
        """`headers` are those that every response of the product carries."""
        self.django = django
        self.answers = Answers(headers)
        self.hub: Hub | None = None
        on_record(self._wake)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = Ask.of(scope) if scope["type"] == "http" else None
        if wanted is None:
            await self.django(scope, receive, send)
            return
        try:
            if scope["method"] != "GET":
                raise OnlyGet
            admission = await ask(admit, wanted, timezone.now())
            hub = self._hub_of_this_loop()
            if hub.streams_of(admission.credential.person_id) >= MOST_STREAMS:
                raise TooManyStreams
        except (Refusal, DatabaseError) as error:
            await self.answers.refuse(send, error)
        else:
            await self.answers.begin(send)
            await Stream(hub, admission, wanted, receive, send).run()

    def _hub_of_this_loop(self) -> Hub:
        if self.hub is None or self.hub.loop is not asyncio.get_running_loop():
            self.hub = Hub()
        return self.hub

    def _wake(self, board_id: int, seq: int) -> None:
        if self.hub is not None:
            self.hub.wake_from_anywhere(board_id)


class Stream:
    """One open stream, from its first line to its last."""

    def __init__(self, hub: Hub, admission: Admission, wanted: Ask, receive: Receive, send: Send) -> None:
        self.hub = hub
        self.for_page = wanted.audience != "program"
        self.lost = admission.lost
        self.viewer = Viewer(admission.credential, admission.seq)
        self.channel = hub.join(self.viewer, admission.board)
        self.receive = receive
        self.send = send

    async def run(self) -> None:
        watcher = asyncio.create_task(self._notice_end())
        try:
            # A client that does not read, a database that is away, a server that stops: the stream just ends.
            with suppress(TimeoutError, DatabaseError, asyncio.CancelledError):
                await self._write(retry() + (self._start_over("unknown_position") if self.lost else b": hi\n\n"))
                await self._follow()
            await self.send({"type": "http.response.body", "body": b""})
        finally:
            watcher.cancel()
            self.hub.leave(self.channel, self.viewer)

    async def _follow(self) -> None:
        """Send what is missing and wait, until the client goes, is removed, falls behind or had its time."""
        viewer, clock = self.viewer, self.hub.loop.time
        ends = clock() + random.uniform(*AGE_SECONDS)  # noqa: S311 (no secret)
        while not (viewer.gone or viewer.revoked or clock() >= ends):
            try:
                missing = await self._missing()
            except Overrun:
                await self._write(self._start_over("too_far_behind"))
                return
            for batch in missing:
                if not await self._may_see(batch):
                    return
                await self._write(batch.pages[viewer.credential.language] if self.for_page else batch.events)
                viewer.seq = batch.seq
            if not missing:
                if self.for_page and not viewer.revoked and (aside := viewer.aside(self.channel.presence)):
                    await self._write(aside)
                    continue
                await viewer.news()
                if clock() >= viewer.wake_at:
                    await self._write(HEARTBEAT)

    async def _missing(self) -> list[Batch]:
        try:
            return self.channel.missing(self.viewer)
        except Overrun:
            if self.viewer.aligned:
                raise
        except NotDrawn:
            pass
        batch = await self.hub.catch_up(self.channel, self.viewer)
        return [batch] if batch else []

    async def _may_see(self, batch: Batch) -> bool:
        if self.viewer.revoked:
            return False
        return self.viewer.credential in batch.allowed or await is_allowed(self.viewer.credential)

    def _start_over(self, reason: str) -> bytes:
        """Word that something is missing: whoever reads it takes the board anew."""
        seq = self.viewer.seq if self.lost else self.channel.seq
        return message("resync" if self.for_page else "reset", {"seq": seq, "reason": reason}, seq)

    async def _write(self, body: bytes) -> None:
        self.viewer.wake_at = self.hub.loop.time() + HEARTBEAT_SECONDS
        async with asyncio.timeout(SEND_SECONDS):
            await self.send({"type": "http.response.body", "body": body, "more_body": True})

    async def _notice_end(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.viewer.gone = True
        self.viewer.wake()
