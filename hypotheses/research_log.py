"""The research log of a card: what people wrote, with what happened between it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from boards.card_parts import Look
from boards.markdown import render
from boards.models import Card, Event
from boards.sentences import sentence
from hypotheses.actions.log import EDITABLE_FOR
from hypotheses.models import LogEntry
from hypotheses.word_diff import word_diff
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


@dataclass(frozen=True)
class Log:
    """The items, oldest first, how many earlier ones are left out, and how many entries there are of each kind."""

    items: list[Item]
    rest: int
    kinds: Counter[str]


@dataclass(frozen=True)
class Kept:
    """One edit: until when the text before it stood, and the change."""

    until: datetime
    html: SafeString


def log_of(card: Card, *, whole: bool, kind: str = "") -> Log:
    """The log as it is shown; of one kind it holds the entries alone, and all of them."""
    found = LogEntry.objects.filter(card=card).select_related("author", "answered_by")
    entries = list(found.prefetch_related("revisions"))
    kinds = Counter(each.kind for each in entries if each.removed_at is None)
    if kind:
        chosen = sorted((each for each in entries if each.kind == kind and each.removed_at is None), key=_when)
        return Log([Item(entry=each) for each in chosen], 0, kinds)
    events = Event.objects.filter(card=card, kind__in=ICONS).select_related("actor", "card").order_by("-seq")
    both: list[LogEntry | Fact] = [*entries, *_facts(events[:MOST])]
    merged = sorted(both, key=_when)
    rest = 0 if whole else max(0, len(merged) - SHOWN)
    return Log(list(_items(merged[rest:])), rest, kinds)


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
        "kept": kept(entry),
    }


def kept(entry: LogEntry) -> list[Kept]:
    """What an entry said before each late edit, with what the edit made of it."""
    revisions = list(entry.revisions.all())
    bodies = [*(each.body for each in revisions), entry.body]
    return [Kept(each.at, word_diff(each.body, bodies[n])) for n, each in enumerate(revisions, 1)]
