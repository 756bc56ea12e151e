"""The concluded rounds of a board that the learning figures count. What lies in the trash is left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Q, QuerySet

from boards.models import Board
from hypotheses.models import Forecast, Verdict
from insights.figure import Span
from insights.learning.rounds import Belief, Conclusion

_read: ContextVar[dict[tuple[int, Span], list[Conclusion]] | None] = ContextVar("read", default=None)


def within(name: str, span: Span) -> Q:
    """Rows whose instant lies in the span."""
    return Q(**{f"{name}__gte": span.start, f"{name}__lt": span.end})


@contextmanager
def read_once() -> Iterator[None]:
    """Inside, figures of the same board and span share the rounds they read."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def conclusions(board: Board, span: Span) -> list[Conclusion]:
    """The rounds concluded in the span, each with the beliefs that stand, in the order of their verdicts."""
    known = _read.get()
    if known is None:
        return _conclusions(board, span)
    if (board.pk, span) not in known:
        known[board.pk, span] = _conclusions(board, span)
    return known[board.pk, span]


def _conclusions(board: Board, span: Span) -> list[Conclusion]:
    verdicts = Verdict.objects.filter(within("at", span), round__card__board=board, round__card__trashed_at=None)
    beliefs = _beliefs(verdicts)
    rows = verdicts.order_by("at", "pk").values_list(
        "round_id",
        "round__author_id",
        "round__card__ref",
        "round__card__title",
        "round__n",
        "at",
        "value",
        "round__exploratory",
        "round__forecast",
        "round__timebox__started_at",
        "round__timebox__accrued_seconds",
        "suggested",
        "override_reason",
        "confirmed_by_id",
        "author_id",
    )
    return [_conclusion(row, beliefs.get(row[0], {})) for row in rows]


def _beliefs(verdicts: QuerySet[Verdict]) -> dict[int, dict[int, float]]:
    """By round and person, the newest forecast from before results were known."""
    given = Forecast.objects.filter(round__verdict__in=verdicts, informed=False).order_by("at", "pk")
    found: dict[int, dict[int, float]] = {}
    for round_id, person_id, p in given.values_list("round_id", "person_id", "p"):
        found.setdefault(round_id, {})[person_id] = p
    return found


def _conclusion(row: tuple[Any, ...], beliefs: dict[int, float]) -> Conclusion:
    _, author, card, title, n, at, verdict, exploratory, forecast, started, seconds, *rest = row
    suggested, override_reason, confirmed_by, concluded_by = rest
    return Conclusion(
        card=card,
        title=title,
        n=n,
        at=at,
        verdict=verdict,
        exploratory=exploratory,
        belief=beliefs.get(author, forecast),
        others=tuple(Belief(person, p) for person, p in sorted(beliefs.items()) if person != author),
        used_minutes=seconds // 60 if started else None,
        suggested=suggested,
        against=bool(override_reason),
        confirmed=confirmed_by is not None,
        by_clock=concluded_by is None,
    )
