"""The log of a whole board: what people wrote and what happened, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from accounts.errors import Invalid
from api.cursors import decode, encode
from boards.models import Board, Event
from boards.sentences import sentence
from hypotheses.models import LogEntry
from hypotheses.research_log import ICONS, within_lane
from hypotheses.words import ENTRY_KINDS, entry_kind_word

PAGE = 50
PEOPLE, CHANGES = "entries", "changes"
KINDS = [
    (PEOPLE, noop("Entries")),
    *((kind.value, words[2]) for kind, words in ENTRY_KINDS.items()),
    (CHANGES, noop("What happened")),
]
NAME = "board-log"
Row = LogEntry | Event


@dataclass(frozen=True)
class Wanted:
    """What to narrow the log to: words that mean nothing here find nothing."""

    person: str = ""
    card: str = ""
    kind: str = ""

    @classmethod
    def read(cls, given: Any) -> Wanted:
        kind = given.get("kind", "")
        if kind and kind not in dict(KINDS):
            raise Invalid.field("kind", f"kind is one of {', '.join(dict(KINDS))}.", "invalid_choice")
        card = given.get("card", "").strip().lstrip("#").upper()
        return cls(given.get("person", "")[:32], card[:24], kind)


@dataclass(frozen=True)
class LogPage:
    rows: list[Row]
    next: str | None


def board_log(board: Board, wanted: Wanted, *, cursor: str = "", limit: int = PAGE) -> LogPage:
    """A page of the log; facts at the same instant as an entry come before it, so after it here."""
    before = _position(cursor)
    both: list[Row] = [*_entries(board, wanted, before)[: limit + 1], *_events(board, wanted, before)[: limit + 1]]
    both.sort(key=_key, reverse=True)
    rows = both[:limit]
    following = encode(NAME, _key(rows[-1])) if len(both) > limit else None
    return LogPage([row for row in rows if isinstance(row, LogEntry) or not within_lane(row)], following)


def _entries(board: Board, wanted: Wanted, before: list[Any] | None) -> Any:
    found = LogEntry.objects.filter(card__board=board, card__trashed_at=None)
    if wanted.kind == CHANGES:
        return found.none()
    if wanted.kind and wanted.kind != PEOPLE:
        found = found.filter(kind=wanted.kind, removed_at=None)
    if wanted.person:
        found = found.filter(author__username=wanted.person)
    if wanted.card:
        found = found.filter(card__ref=wanted.card)
    if before:
        at, is_entry, pk = before
        found = found.filter(Q(created_at__lt=at) | (Q(created_at=at, pk__lt=pk) if is_entry else Q(pk=None)))
    return found.select_related("author", "answered_by", "card").order_by("-created_at", "-pk")


def _events(board: Board, wanted: Wanted, before: list[Any] | None) -> Any:
    found = Event.objects.filter(board=board, kind__in=ICONS)
    if wanted.kind not in ("", CHANGES):
        return found.none()
    if wanted.person:
        found = found.filter(actor__username=wanted.person)
    if wanted.card:
        found = found.filter(card_ref=wanted.card)
    if before:
        at, is_entry, pk = before
        found = found.filter(Q(at__lt=at) | (Q(at=at) if is_entry else Q(at=at, seq__lt=pk)))
    return found.select_related("actor", "card").order_by("-at", "-seq")


def _key(row: Row) -> tuple[datetime, int, int]:
    return (row.created_at, 1, row.pk) if isinstance(row, LogEntry) else (row.at, 0, row.seq)


def _position(cursor: str) -> list[Any] | None:
    if not cursor:
        return None
    text, is_entry, pk = decode(NAME, cursor)
    return [parse_datetime(text), is_entry, pk]


def by_day(rows: Iterable[Row], zone: ZoneInfo) -> list[tuple[date, list[Row]]]:
    """The rows of each day of the viewer."""
    return [(day, list(group)) for day, group in groupby(rows, lambda row: _key(row)[0].astimezone(zone).date())]


def as_markdown(board: Board, page: LogPage, zone: ZoneInfo) -> str:
    """The page as text for a notebook or a mail."""
    title = gettext("Log of %(name)s") % {"name": board.name}
    lines = [f"# {title}"]
    for day, rows in by_day(page.rows, zone):
        lines += ["", f"## {date_format(day, gettext('l, j F Y'))}", ""]
        lines += [_markdown(row, zone) for row in rows]
    return "\n".join(lines) + "\n"


def _markdown(row: Row, zone: ZoneInfo) -> str:
    at = f"{_key(row)[0].astimezone(zone):%H:%M}"
    if isinstance(row, Event):
        return f"- {at} {sentence(row)}"
    where = f"[{row.card.ref}]({settings.SITE_URL}/c/{row.card.ref}/?edit=log#entry-{row.pk})"
    if row.removed_at:
        removed = gettext("%(name)s took an entry out") % {"name": row.author.name}
        return f"- {at} {where} {removed}"
    return f"\n**{at} {where} {row.author.name}**, {entry_kind_word(row.kind)}\n\n{row.body}\n"
