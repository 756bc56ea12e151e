"""How far a long import is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

# Called with how much is done and how much there is; it is called often, so it must be quick.
Progress = Callable[[int, int], None]


class Steps:
    """Counts the steps of one import and tells them on."""

    def __init__(self, whole: int, progress: Progress | None) -> None:
        self._whole, self._done, self._progress = whole, 0, progress

    def took(self, steps: int = 1) -> None:
        self._done += steps
        if self._progress is not None:
            self._progress(self._done, self._whole)
