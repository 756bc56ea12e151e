"""How the sentences of figures say counts, shares and lengths of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from boards.models import Board
from insights.figure import Span

HOUR = 60
SPACE = "\N{NO-BREAK SPACE}"  # a number and its unit stay on one line


def counted(n: int, one: str, many: str = "") -> str:
    """1 question, 2 questions."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def share(value: float) -> str:
    """A share as people say it; what is not quite all is never said to be all."""
    percent = round(100 * value)
    if 0 < value < 1:
        percent = min(max(percent, 1), 99)
    return f"{percent}{SPACE}%"


def length(minutes: float, per_day: int) -> str:
    """A stretch of working time in its largest unit: 40 min, 3.5 h, 2.1 d."""
    if minutes < HOUR:
        return f"{minutes:.0f}{SPACE}min"
    amount, unit = (minutes / HOUR, "h") if minutes < per_day else (minutes / per_day, "d")
    return f"{amount:.1f}".removesuffix(".0") + SPACE + unit


def period(span: Span) -> str:
    """in 90 days."""
    days = max(1, (span.end - span.start + timedelta(hours=12)).days)
    return f"in {counted(days, 'day')}"


def figure_url(board: Board, name: str, span: Span) -> str:
    """The figure's own page for a span; there its table is open."""
    asked = {"from": _stamp(span.start), "to": _stamp(span.end)}
    return f"{reverse('figure', args=[board.key, name])}?{urlencode(asked)}"


def card_url(ref: str) -> str:
    return reverse("card_page", args=[ref])


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
