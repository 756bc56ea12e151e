"""Which time a page or a call asks about: a range by name, or its own first and last day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.errors import Invalid
from boards.models import Board
from insights.figure import Span

RANGES: dict[str, int | None] = {"30d": 30, "90d": 90, "all": None}
LABELS = {"30d": noop("30 d"), "90d": noop("90 d"), "all": noop("All")}
USUAL = "90d"
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def span_of(board: Board, asked: Mapping[str, str], at: datetime) -> Span:
    """The span of `range`, or of `from` and `to`: a date takes its whole day, in the time zone of the board."""
    start, end = (_instant(board, asked, name) for name in ("from", "to"))
    if start is None and end is None:
        return ranged(board, asked.get("range") or USUAL, at)
    end = at if end is None else end
    start = ranged(board, "all", end).start if start is None else start
    if start >= end:
        raise Invalid.field("from", _("The first day comes after the last one."))
    return Span(start, end)


def ranged(board: Board, name: str, at: datetime) -> Span:
    """The last days up to now, from the start of a day on; or everything the board has seen."""
    if name not in RANGES:
        known = {"name": repr(name[:40]), "known": ", ".join(RANGES)}
        raise Invalid.field("range", _("There is no range %(name)s; known: %(known)s.") % known)
    days = RANGES[name]
    begun = first_day(board, at) if days is None else at - timedelta(days=days)
    return Span(_midnight(begun.astimezone(zone_of(board)).date(), zone_of(board)), at)


def first_day(board: Board, at: datetime) -> datetime:
    """When the board began; an import may tell of earlier times than its own."""
    seen: dict[str, Any] = board.stays.aggregate(first=Min("entered_at"))
    return min(board.created_at, seen["first"] or at, at - timedelta(days=1))


def zone_of(board: Board) -> ZoneInfo:
    return board.calendar().hours().zone


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _instant(board: Board, asked: Mapping[str, str], name: str) -> datetime | None:
    text = asked.get(name, "").strip()
    if not text:
        return None
    found: datetime | None
    try:
        if len(text) == len("2026-11-20"):
            found = _midnight(date.fromisoformat(text) + timedelta(days=name == "to"), zone_of(board))
        else:
            found = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.tzinfo is None or not _FIRST <= found <= _LAST:
        raise Invalid.field(name, _("Write a day as 2026-11-20, or a time as 2026-11-20T09:00:00Z."))
    return found.astimezone(UTC)
