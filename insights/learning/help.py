"""How long requests for help wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from insights.percentiles import percentile


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
class Help:
    """The figure: answered requests of the span, and those open now."""

    answered: tuple[Request, ...]
    open: tuple[Request, ...]
    half: float | None
    most: float | None


def help_of(requests: Iterable[Request]) -> Help:
    """Percentiles over answered requests; one that is still open on the board is listed, oldest first."""
    requests = sorted(requests, key=lambda each: (each.asked_at, each.card))
    answered = tuple(each for each in requests if each.answered_at is not None)
    minutes = [each.minutes for each in answered]
    return Help(
        answered=answered,
        open=tuple(each for each in requests if each.answered_at is None and each.on_board),
        half=percentile(minutes, 50),
        most=percentile(minutes, 85),
    )
