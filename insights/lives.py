"""The life of a card on its board, visit by visit, and what can be said of it: begun, finished, put away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from boards.models import Card, Lane, Stay

WORKING = (Lane.Role.ACTIVE.value, Lane.Role.REVIEW.value)
ON_THE_WAY = (Lane.Role.QUEUE.value, *WORKING)  # on its way: neither an idea nor done
DONE = Lane.Role.DONE.value


class Visit(NamedTuple):
    """One stay in a lane, in the order of the columns that it is read from."""

    seq: int
    lane: int
    name: str
    role: str
    entered: datetime
    left: datetime | None
    began: str
    back: bool
    early: bool


@dataclass(frozen=True)
class Life:
    """A card that lives on this board and is not in the trash; its visits in their order."""

    pk: int
    ref: str
    title: str
    kind: str
    visits: list[Visit] = field(default_factory=list)

    @property
    def is_circular(self) -> bool:
        return self.kind != Card.Kind.TASK

    @property
    def place(self) -> Visit | None:
        """Where it is now; nothing, while it is put away."""
        return self.visits[-1] if self.visits and self.visits[-1].left is None else None

    @cached_property
    def finish(self) -> Visit | None:
        """The move to done that stands: none since has taken it out. Put away from done, it stays done."""
        found = None
        for visit in reversed(self.visits):
            if visit.role != DONE:
                break
            found = visit
        return found

    @cached_property
    def finished(self) -> datetime | None:
        """When it was finished here; nothing for a card that came as done, as an import brings them."""
        done = self.finish
        return done.entered if done and done.began == Stay.Began.MOVED else None

    @cached_property
    def begun(self) -> datetime | None:
        """When work on it began: the first time in a lane of work or review."""
        return next((visit.entered for visit in self.visits if visit.role in WORKING), None)

    def stays(self) -> Iterator[tuple[Visit, datetime | None]]:
        """Each visit and its end as a picture of all days counts it: what is put away from done stays done."""
        for index, visit in enumerate(self.visits):
            follows = self.visits[index + 1] if index + 1 < len(self.visits) else None
            if visit.role == DONE:
                yield visit, follows.entered if follows else None
            else:
                yield visit, visit.left
