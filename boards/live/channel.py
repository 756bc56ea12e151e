"""A watched board and its viewers: what has lately happened is kept once, and each stream takes it from there."""

from __future__ import annotations

import asyncio
from collections import deque

from boards.live.reading import Batch, Credential
from boards.models import Board

KEPT_BATCHES = 100
KEPT_BYTES = 4_000_000


class Overrun(Exception):
    """What a stream has to send next is no longer kept, or the log it followed is gone."""


class NotDrawn(Exception):
    """What a stream has to send next is kept, but not in its language: its reader came while it was read."""


class Viewer:
    """One open stream. `aligned` once it has reached the channel and follows it."""

    def __init__(self, credential: Credential, seq: int) -> None:
        self.credential = credential
        self.seq = seq
        self.aligned = False
        self.revoked = False
        self.gone = False
        self.wake_at = 0.0
        self.presence = b""
        self.inbox = self.inbox_now = b""
        self._news: asyncio.Future[None] | None = None

    def wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    def show_inbox(self, inbox: bytes) -> None:
        """What waits for the person now; sent once it differs from what the stream has sent."""
        if inbox != self.inbox_now:
            self.inbox_now = inbox
            self.wake()

    def aside(self, presence: bytes) -> bytes:
        """What is no part of the log, as far as the page has not been told it as it is now."""
        said = b""
        if self.presence != presence:
            self.presence = presence
            said += presence
        if self.inbox != self.inbox_now:
            self.inbox = self.inbox_now
            said += self.inbox
        return said

    async def news(self) -> None:
        """Wait until there is something the stream should look at."""
        self._news = asyncio.get_running_loop().create_future()
        await self._news


class Channel:
    """One board that somebody watches; `seq` is the last event that was read for it."""

    def __init__(self, board: Board, seq: int) -> None:
        self.board = board
        self.seq = seq
        self.viewers: set[Viewer] = set()
        self.batches: deque[Batch] = deque()
        self.presence = b""

    @property
    def credentials(self) -> set[Credential]:
        return {viewer.credential for viewer in self.viewers}

    @property
    def languages(self) -> set[str]:
        """Those in which a page of it is open; a program has none."""
        return {viewer.credential.language for viewer in self.viewers} - {""}

    def publish(self, batch: Batch) -> None:
        self.seq = batch.seq
        self.batches.append(batch)
        while len(self.batches) > KEPT_BATCHES or sum(each.size for each in self.batches) > KEPT_BYTES:
            self.batches.popleft()
        self.wake()

    def show_presence(self, presence: bytes) -> None:
        """Who is here now; sent to each stream once it differs from what that stream has sent."""
        if presence != self.presence:
            self.presence = presence
            self.wake()

    def begin_anew(self, seq: int) -> None:
        """The log has become shorter: an older backup was restored."""
        self.seq = seq
        self.batches.clear()
        self.wake()

    def wake(self) -> None:
        for viewer in self.viewers:
            viewer.wake()

    def missing(self, viewer: Viewer) -> list[Batch]:
        """What the stream has to send next."""
        if viewer.seq == self.seq:
            viewer.aligned = True
            return []
        if viewer.seq > self.seq and not viewer.aligned:
            return []  # it has read the log later than we have
        batches: list[Batch] = []
        for batch in reversed(self.batches):
            if batch.seq <= viewer.seq:
                break
            batches.insert(0, batch)
        if not batches or batches[0].after != viewer.seq:
            raise Overrun
        if not _can_read(viewer, batches):
            raise NotDrawn
        return batches


def _can_read(viewer: Viewer, batches: list[Batch]) -> bool:
    language = viewer.credential.language
    return not language or all(language in batch.pages for batch in batches)
