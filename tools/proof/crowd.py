"""Many at once: threads that start together, each with its own connections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")


def together(acts: Iterable[Callable[[], Result]]) -> list[Result]:
    """Run all acts at the same time; an error of one is raised when all have ended."""
    chosen = list(acts)
    gate = threading.Barrier(len(chosen))

    def run(act: Callable[[], Result]) -> Result:
        gate.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(chosen)) as crowd:
        return [each.result() for each in [crowd.submit(run, act) for act in chosen]]


class Meanwhile:
    """Something that goes on in a thread until the block is left."""

    def __init__(self, act: Callable[[], object], pause: float = 0.0) -> None:
        self.act, self.pause = act, pause
        self.ended = threading.Event()
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Meanwhile:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()
        if self.error is not None:
            raise self.error

    def _run(self) -> None:
        try:
            while not self.ended.is_set():
                self.act()
                self.ended.wait(self.pause)
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()
