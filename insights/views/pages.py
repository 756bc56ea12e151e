"""The page of a board's insights, and each figure by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.pages import PersonRequest, show, signed_in
from boards.models import Board
from boards.visible import visible_board
from insights.digest import digest
from insights.figure import Span
from insights.reading import all_figures, figure_of, shown
from insights.spans import LABELS, USUAL, span_of

MOST_ROWS, MOST_CARDS = 2_000, 200


@signed_in
@require_GET
def insights(request: PersonRequest, key: str) -> HttpResponse:
    """All figures of the range that the address names."""
    board, at = visible_board(request.user, key), timezone.now()
    span = span_of(board, request.GET.dict(), at)
    with timezone.override(ZoneInfo(request.user.time_zone)):
        found = all_figures(board, span, at)
        figures = {"figures": [shown(each) for each in found], "digest": digest(found)}
        return show(request, "insights/insights.html", {**frame(request, board, span, at), **figures})


@signed_in
@require_GET
def figure(request: PersonRequest, key: str, name: str) -> HttpResponse:
    """One figure with all of its rows."""
    board, at = visible_board(request.user, key), timezone.now()
    span = span_of(board, request.GET.dict(), at)
    with timezone.override(ZoneInfo(request.user.time_zone)):
        found = shown(figure_of(board, name, span, at), rows=MOST_ROWS, cards=MOST_CARDS)
        return show(
            request, "insights/figure.html", {**frame(request, board, span, at), "each": found, "alone": True}
        )


def frame(request: PersonRequest, board: Board, span: Span, at: datetime) -> dict[str, Any]:
    """What stands around the figures: the range that was chosen, and the same span for the files."""
    own = bool(request.GET.get("from") or request.GET.get("to"))
    chosen = "" if own else request.GET.get("range") or USUAL
    return {
        "board": board,
        "section": "insights",
        "span": span,
        "last": min(span.end, at),
        "ranges": [{"name": name, "label": _(label), "on": name == chosen} for name, label in LABELS.items()],
        "query": request.GET.urlencode() if own else f"range={chosen}",
        "period": f"from={span.start:%Y-%m-%dT%H:%M:%SZ}&to={span.end:%Y-%m-%dT%H:%M:%SZ}",
    }
