"""One task per process that looks for news and wakes the open streams.

It asks the database one question for all watched boards: at once when it is woken (by this process after a commit,
or by Redis), and by itself every `pace` seconds, so that a wake-up may be lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from boards.live import bus
from boards.live.channel import Channel, Viewer
from boards.live.inbox import Inboxes
from boards.live.presence import presences
from boards.live.reading import NO_BOARD, Batch, Credential, newest_seqs, read_batch, still_allowed, still_open
from boards.models import Board

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
THREADS = ThreadPoolExecutor(3, thread_name_prefix="live")
# Asks for all boards and keeps its connection while somebody watches, as opening one takes longer than asking.
READER = ThreadPoolExecutor(1, thread_name_prefix="live-reader")
PACE_SECONDS = 0.3
PACE_WITH_REDIS_SECONDS = 1.0
CHECK_SECONDS = 1.0
PAUSE_SECONDS = 1.0
SHARED_SECONDS = 1.0


async def ask(question: Callable[..., Answer], *args: object) -> Answer:
    """Put a question to the database in a thread; no connection stays open behind it."""

    def answer() -> Answer:
        try:
            return question(*args)
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(THREADS, answer)


async def ask_again(question: Callable[..., Answer], *args: object) -> Answer:
    """Put a question that is soon followed by the next one; a connection that failed is given up."""

    def answer() -> Answer:
        try:
            return question(*args)
        except Exception:
            connections.close_all()
            raise

    return await asyncio.get_running_loop().run_in_executor(READER, answer)


async def is_allowed(credential: Credential) -> bool:
    return bool(await ask(still_allowed, [credential], timezone.now()))


class Hub:
    """All channels of this process, on one event loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.pace = PACE_WITH_REDIS_SECONDS if settings.REDIS_URL else PACE_SECONDS
        self.channels: dict[int, Channel] = {}
        self.inboxes = Inboxes()
        self._shared: dict[tuple[int, int, int, str], asyncio.Task[Batch | None]] = {}
        self._woken = asyncio.Event()
        self._dirty: set[int] = set()
        self._task: asyncio.Task[None] | None = None

    def join(self, viewer: Viewer, board: Board) -> Channel:
        channel = self.channels.setdefault(board.pk, Channel(board, board.seq))
        channel.viewers.add(viewer)
        if channel.seq < board.seq:
            self.wake(board.pk)
        if self._task is None or self._task.done():
            self._task = self.loop.create_task(self._run())
        return channel

    def leave(self, channel: Channel, viewer: Viewer) -> None:
        channel.viewers.discard(viewer)
        if not channel.viewers and self.channels.get(channel.board.pk) is channel:
            del self.channels[channel.board.pk]

    def viewers(self) -> list[Viewer]:
        return [viewer for channel in self.channels.values() for viewer in channel.viewers]

    def streams_of(self, person_id: int) -> int:
        return sum(viewer.credential.person_id == person_id for viewer in self.viewers())

    def wake_from_anywhere(self, board_id: int) -> None:
        """The hint that a board has news, from whatever thread committed it."""
        with suppress(RuntimeError):  # the loop is closed: nobody is watching any more
            self.loop.call_soon_threadsafe(self.wake, board_id)

    def wake(self, board_id: int) -> None:
        if board_id in self.channels:
            self._dirty.add(board_id)
            self._woken.set()

    async def catch_up(self, channel: Channel, viewer: Viewer) -> Batch | None:
        """What happened from where the viewer stands to where the channel does.

        Those who come back together share one reading. It vouches for nobody: whoever gets it is asked for anew.
        """
        after, language = viewer.seq, viewer.credential.language
        key = (channel.board.pk, after, channel.seq, language)
        if key not in self._shared:
            languages = {language} - {""}
            reading = ask(read_batch, channel.board, after, channel.seq, (), languages, timezone.now())
            self._shared[key] = self.loop.create_task(reading)
            self.loop.call_later(SHARED_SECONDS, self._shared.pop, key, None)
        return await asyncio.shield(self._shared[key])

    async def _run(self) -> None:
        """While anybody watches: wait for news, read them once, and see every second who may still have them."""
        url = settings.REDIS_URL
        listener = self.loop.create_task(bus.listen(url, self.wake)) if url else None
        polled = checked = 0.0
        try:
            while self.channels:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), self.pace)
                try:
                    await self._read()
                    if self.loop.time() - polled >= self.pace:
                        polled = self.loop.time()
                        await self._poll()
                        await self._read()
                    if self.loop.time() - checked >= CHECK_SECONDS:
                        checked = self.loop.time()
                        await self._check()
                        await self._look_around()
                except Exception as error:
                    known = isinstance(error, DatabaseError)
                    log.warning("The streams cannot read the log for now: %s", error, exc_info=not known)
                    await asyncio.sleep(PAUSE_SECONDS)
                self._wake_due()
        finally:
            READER.submit(connections.close_all)
            if listener is not None:
                listener.cancel()

    async def _poll(self) -> None:
        """Find the boards whose log has grown, with one query for all of them."""
        newest = await ask_again(newest_seqs, list(self.channels))
        for board_id, seq in newest.items():
            channel = self.channels.get(board_id)
            if channel is not None and seq < channel.seq and board_id not in self._dirty:
                channel.begin_anew(seq)
            elif channel is not None and seq > channel.seq:
                self._dirty.add(board_id)

    async def _read(self) -> None:
        self._woken.clear()
        dirty, self._dirty = self._dirty, set()
        await asyncio.gather(*(self._advance(self.channels[pk]) for pk in dirty if pk in self.channels))

    async def _advance(self, channel: Channel) -> None:
        """One batch at a time: a board that never rests must not keep the others, and the checks, waiting."""
        asked = (channel.board, channel.seq, None, channel.credentials, channel.languages, timezone.now())
        batch = await ask_again(read_batch, *asked)
        if batch is not None:
            channel.publish(batch)
            self.wake(channel.board.pk)

    async def _check(self) -> None:
        """Find the streams whose right has ended, also on boards where nothing happens."""
        asked = {viewer.credential for viewer in self.viewers()}
        lost = asked - await ask_again(still_open, asked, timezone.now())
        for viewer in self.viewers():
            if viewer.credential in lost:
                viewer.revoked = True
                viewer.wake()

    async def _look_around(self) -> None:
        """What is no part of any log: who is on the boards, and what waits for the people of the open pages."""
        boards = [board_id for board_id in self.channels if board_id != NO_BOARD.pk]
        for board_id, presence in (await ask_again(presences, boards, timezone.now())).items():
            if board_id in self.channels:
                self.channels[board_id].show_presence(presence)
        pages = [viewer for viewer in self.viewers() if viewer.credential.language]
        people = {viewer.credential.person_id for viewer in pages}
        told = await ask_again(self.inboxes.read, people, timezone.now())
        for viewer in pages:
            viewer.show_inbox(told[viewer.credential.person_id])

    def _wake_due(self) -> None:
        """Heartbeats, and streams that have been open long enough."""
        now = self.loop.time()
        for viewer in self.viewers():
            if viewer.wake_at <= now:
                viewer.wake()
