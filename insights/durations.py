"""How long work took: research until its verdict, tasks until done. The two are never put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boards.models import Board, Stay
from hypotheses.models import Verdict
from insights.figure import Span
from insights.flow import Flow
from insights.lives import DONE, WORKING, Life

ANSWERS = (Verdict.Value.SUPPORTED, Verdict.Value.REFUTED, Verdict.Value.INCONCLUSIVE)
EARLY, NORMAL, ON_THE_BOARD = "early", "normal", "on the board"


@dataclass(frozen=True)
class Duration:
    """From `begun` to `ended`, in working days; `path` is how the card got to done after it."""

    life: Life
    begun: datetime
    ended: datetime
    days: float
    path: str
    verdict: str = ""
    round: int | None = None


@dataclass(frozen=True)
class Durations:
    """`unbegun` are the refs of cards that reached their end without any time in a lane of work or review."""

    circular: list[Duration]
    linear: list[Duration]
    unbegun: list[str]


def durations(board: Board, flow: Flow, span: Span) -> Durations:
    """What ended in the span, by the time it ended; worked out once for all figures of a page."""
    kept: Durations | None = flow.kept.get(("durations", span))
    if kept is None:
        kept = flow.kept["durations", span] = _measured(board, flow, span)
    return kept


def _measured(board: Board, flow: Flow, span: Span) -> Durations:
    circular, linear, unbegun = [], [], []
    for life, n, opened, value, at in _verdicts(board, flow, span):
        begun = work_began(life, opened, at)
        if begun is None:
            unbegun.append(life.ref)
            continue
        days = flow.workdays.between(begun, at)
        circular.append(Duration(life, begun, at, days, _path(life, at), value, n))
    for at, life in flow.finished_in(span):
        if life.is_circular:
            continue
        if life.begun is None or life.begun > at:
            unbegun.append(life.ref)
            continue
        linear.append(Duration(life, life.begun, at, flow.workdays.between(life.begun, at), NORMAL))
    return Durations(circular, linear, unbegun)


def _verdicts(board: Board, flow: Flow, span: Span) -> list[tuple[Life, int, datetime, str, datetime]]:
    lives = {life.pk: life for life in flow.lives}
    found = Verdict.objects.filter(
        round__card__board=board, at__gte=span.start, at__lt=span.end, value__in=ANSWERS
    )
    columns = ("round__card_id", "round__n", "round__created_at", "value", "at")
    return [
        (lives[card], *rest) for card, *rest in found.order_by("at", "pk").values_list(*columns) if card in lives
    ]


def work_began(life: Life, opened: datetime, ended: datetime) -> datetime | None:
    """When the work of a round began: its first time in a lane of work or review after it was opened."""
    for visit in life.visits:
        if visit.role in WORKING and visit.entered < ended and (visit.left is None or visit.left > opened):
            return max(visit.entered, opened)
    return None


def _path(life: Life, verdict: datetime) -> str:
    """How the card went to done with this verdict."""
    for visit in life.visits:
        if visit.role == DONE and visit.began == Stay.Began.MOVED and visit.entered >= verdict:
            return EARLY if visit.early else NORMAL
    return ON_THE_BOARD
