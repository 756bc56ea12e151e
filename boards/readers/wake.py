"""The hint after a commit that a board's log has grown. It carries no data and may be lost.

A request only notes the board; a thread of its own tells the listener. So a listener that hangs or is gone
(Redis, the broker) costs a request nothing, and what it missed is told when it is back: one word per board.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from redis import Redis

log = logging.getLogger(__name__)
CHANNEL = "prooflane:log"
IDLE_SECONDS = 30.0
PAUSE_SECONDS = 5.0
EXIT_SECONDS = 2.0


class Waker:
    """Tells one listener which boards have news; a board that waits is told once, however often it changed."""

    def __init__(self, name: str, tell: Callable[[int], object], *, settle: float = 0.0) -> None:
        """`settle`: seconds to wait for more of the same before telling."""
        self.name = name
        self.tell = tell
        self.settle = settle
        self._waiting: dict[int, None] = {}
        self._telling = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        atexit.register(self.flush)

    def __call__(self, board_id: int, seq: int) -> None:
        with self._changed:
            self._waiting[board_id] = None
            if self._thread is None or not self._thread.is_alive():  # also after a fork
                self._thread = threading.Thread(target=self._run, name=f"wake-{self.name}", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def flush(self, seconds: float = EXIT_SECONDS) -> bool:
        """Wait until everything is told, in a short process that is about to end; True if it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._telling, seconds)

    def _run(self) -> None:
        pause = self.settle
        while self._has_news():
            time.sleep(pause)
            pause = self.settle if self._tell_all() else PAUSE_SECONDS

    def _has_news(self) -> bool:
        with self._changed:
            if self._changed.wait_for(lambda: self._waiting, IDLE_SECONDS):
                return True
            self._thread = None
            return False

    def _tell_all(self) -> bool:
        while (board_id := self._take()) is not None:
            told = self._told(board_id)
            with self._changed:
                self._telling = False
                if not told:
                    self._waiting[board_id] = None
                self._changed.notify_all()
            if not told:
                return False
        return True

    def _take(self) -> int | None:
        """The next board; taken out before it is told, so that news that come meanwhile are told again."""
        with self._changed:
            if not self._waiting:
                return None
            self._telling = True
            return self._waiting.popitem()[0]

    def _told(self, board_id: int) -> bool:
        """Whatever goes wrong with the listener, this thread goes on."""
        try:
            self.tell(board_id)
        except Exception as error:
            log.warning("%s cannot be told of news for now: %s", self.name, type(error).__name__)
            return False
        return True


def publish(board_id: int) -> None:
    """Wake the streams of all processes."""
    _redis().publish(CHANNEL, str(board_id))


@cache
def _redis() -> Redis:
    timeouts: dict[str, Any] = settings.REDIS_TIMEOUTS
    return Redis.from_url(settings.REDIS_URL, **timeouts)
