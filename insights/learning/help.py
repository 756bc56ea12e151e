"""How long requests for help wait for an answer, and which running work nobody has written about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from insights.percentiles import percentile

QUIET_DAYS = 2
SILENT_DAYS = 4


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asked for help; `minutes` of working time until the answer, or until now."""

    card: str
    title: str
    asked_at: datetime
    answered_at: datetime | None
    minutes: int
    on_board: bool = True


@dataclass(frozen=True, slots=True)
class Silence:
    """A card in an active lane, and since when nobody has written in its log; `days` are working days."""

    card: str
    title: str
    lane: str
    since: datetime
    days: float

    @property
    def level(self) -> str:
        """`silent` from four working days on, `quiet` from two, otherwise `fresh`."""
        if self.days >= SILENT_DAYS:
            return "silent"
        return "quiet" if self.days >= QUIET_DAYS else "fresh"


@dataclass(frozen=True, slots=True)
class Help:
    """The figure: answered requests of the span, those open now, and the freshness of the log."""

    answered: tuple[Request, ...]
    open: tuple[Request, ...]
    half: float | None
    most: float | None
    active: tuple[Silence, ...]

    def at_level(self, level: str) -> tuple[Silence, ...]:
        return tuple(each for each in self.active if each.level == level)


def help_of(requests: Iterable[Request], active: Iterable[Silence]) -> Help:
    """Percentiles over answered requests; one that is still open on the board is listed, oldest first."""
    requests = sorted(requests, key=lambda each: (each.asked_at, each.card))
    answered = tuple(each for each in requests if each.answered_at is not None)
    minutes = [each.minutes for each in answered]
    return Help(
        answered=answered,
        open=tuple(each for each in requests if each.answered_at is None and each.on_board),
        half=percentile(minutes, 50),
        most=percentile(minutes, 85),
        active=tuple(sorted(active, key=lambda each: (-each.days, each.card))),
    )
