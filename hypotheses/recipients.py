"""Who is told of what happens in the research of a card."""

from __future__ import annotations

from collections.abc import Iterator

from boards.models import Event
from boards.readers.recipients import Recipient, circle, named, owners, tell_of
from hypotheses.models import LogEntry


def log_added(event: Event) -> Iterator[Recipient]:
    """Those it mentions first of all, by mail too; a call for help reaches the product owner as well."""
    yield from named(event, event.data["mentions"], "mention", mail=True)
    yield from circle(event.card)
    if event.data["log_kind"] == LogEntry.Kind.HELP:
        yield from owners(event)


def verdict_recorded(event: Event) -> Iterator[Recipient]:
    yield from circle(event.card)
    yield from owners(event)


def register() -> None:
    tell_of("log.added", log_added)
    tell_of("verdict.recorded", verdict_recorded)
    tell_of("verdict.confirmed", lambda event: circle(event.card))
    tell_of("round.reopened", lambda event: circle(event.card))
