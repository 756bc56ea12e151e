"""The research log of a card: what people wrote, with what happened between it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from boards.card_parts import Look
from boards.markdown import render
from boards.models import Card, Event
from boards.sentences import sentence
from hypotheses.actions.log import EDITABLE_FOR
from hypotheses.models import LogEntry
from hypotheses.words import entry_kind_word

SHOWN = 60
FOLDED_FROM = 3
MOST = 2_000
# What a reader of the log wants to know; edits of fields and drafts are in the card's history.
ICONS = {
    "card.created": "plus",
    "card.moved": "right",
    "card.archived": "archive",
    "card.restored": "undo",
    "card.blocked": "blocked",
    "card.unblocked": "play",
    "round.locked": "lock",
    "round.reopened": "loop",
    "forecast.given": "scale",
    "amendment.proposed": "edit",
    "round.amended": "edit",
    "amendment.declined": "close",
    "attachment.added": "clip",
    "attachment.removed": "clip",
    "evidence.added": "run",
    "evidence.changed": "run",
    "criterion.attested": "check",
    "help.answered": "check",
    "log.captured": "hypothesis",
    "verdict.recorded": "scale",
    "verdict.confirmed": "check",
    "timebox.started": "play",
    "timebox.paused": "pause",
    "timebox.resumed": "play",
    "timebox.expired": "clock",
    "timebox.extended": "clock",
    "gate.opened": "flag",
    "gate.decided": "flag",
}


@dataclass(frozen=True)
class Fact:
    """One thing that happened, as a grey line."""

    at: datetime
    words: str
    icon: str
    pk: int


@dataclass(frozen=True)
class Item:
    """An entry, or the facts between two entries."""

    entry: LogEntry | None = None
    facts: list[Fact] = field(default_factory=list)

    @property
    def folded(self) -> bool:
        return len(self.facts) >= FOLDED_FROM


def log_of(card: Card, *, whole: bool) -> tuple[list[Item], int]:
    """The items, oldest first, and how many earlier ones are left out."""
    entries = (
        LogEntry.objects.filter(card=card).select_related("author", "answered_by").prefetch_related("revisions")
    )
    events = Event.objects.filter(card=card, kind__in=ICONS).select_related("actor", "card").order_by("-seq")
    both: list[LogEntry | Fact] = [*entries, *_facts(events[:MOST])]
    merged = sorted(both, key=_when)
    rest = 0 if whole else max(0, len(merged) - SHOWN)
    return list(_items(merged[rest:])), rest


def within_lane(event: Event) -> bool:
    """A card that only got another place among its neighbours."""
    return event.kind == "card.moved" and event.data["from"] == event.data["to"]


def _facts(events: Iterable[Event]) -> Iterator[Fact]:
    for event in events:
        if not within_lane(event):
            yield Fact(event.at, sentence(event), ICONS[event.kind], event.seq)


def _when(each: LogEntry | Fact) -> tuple[datetime, bool, int]:
    """At the same instant what happened comes before what was written about it."""
    is_entry = isinstance(each, LogEntry)
    return (each.created_at if isinstance(each, LogEntry) else each.at), is_entry, each.pk


def _items(merged: Iterable[LogEntry | Fact]) -> Iterator[Item]:
    for is_fact, group in groupby(merged, key=lambda each: isinstance(each, Fact)):
        if is_fact:
            yield Item(facts=[each for each in group if isinstance(each, Fact)])
            continue
        for each in group:
            if isinstance(each, LogEntry):
                yield Item(entry=each)


def entry_context(look: Look, entry: LogEntry) -> dict[str, Any]:
    """One entry as its viewer sees it; for fifteen minutes its author changes it without a trace."""
    return {
        "look": look,
        "card": look.card,
        "entry": entry,
        "kind_word": entry_kind_word(entry.kind),
        "html": render(entry.body),
        "mine": look.writes and entry.author_id == look.person.pk and entry.removed_at is None,
        "late": look.at - entry.created_at > EDITABLE_FOR,
        "kept": list(entry.revisions.all()),
    }
