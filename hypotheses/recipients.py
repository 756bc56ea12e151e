"""Who is told of what happens in the research of a card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from accounts.access import Verb, holders
from boards.models import Event
from boards.readers.recipients import Recipient, circle, named, owners, tell_of
from hypotheses.models import Amendment, LogEntry


def log_added(event: Event) -> Iterator[Recipient]:
    """Those it mentions first of all, by mail too; a call for help reaches the product owner as well."""
    yield from named(event, event.data["mentions"], "mention", mail=True)
    if event.data["log_kind"] == LogEntry.Kind.HELP:
        yield from called(event)
    else:
        yield from circle(event.card)


def called(event: Event) -> Iterator[Recipient]:
    """A call for help waits for the card's people and the owners; everybody else who writes hears of it."""
    for each in (*circle(event.card), *owners(event)):
        yield replace(each, needs_action=True)
    for pk in holders(Verb.WRITE_CARD, event.board.team_id):
        yield Recipient(person_id=pk, reason="writer")


def help_answered(event: Event) -> Iterator[Recipient]:
    """Who had asked, and the card's people."""
    if not event.data["closed"]:
        yield from named(event, [event.data["asked_by"]], "author", mail=True)
    yield from circle(event.card)


def verdict_recorded(event: Event) -> Iterator[Recipient]:
    """Against the suggestion, a second person is asked to look at it."""
    if event.data["override_reason"]:
        yield from second_people(event)
    yield from circle(event.card)
    yield from owners(event)


def second_people(event: Event) -> Iterator[Recipient]:
    """Who may agree with what somebody did: the card's people and the owners; without them, whoever writes."""
    writers = set(holders(Verb.WRITE_CARD, event.board.team_id)) - {event.actor_id or 0}
    near = [each for each in (*circle(event.card), *owners(event)) if each.person_id in writers]
    asked = near or [Recipient(person_id=pk, reason="writer") for pk in sorted(writers)]
    return (replace(each, needs_action=True) for each in asked)


def amended(event: Event) -> Iterator[Recipient]:
    """Whoever asked for it, and the card's people."""
    yield from circle(event.card)
    yield from named(event, [event.data["author"]], "author", mail=False)


def declined(event: Event) -> Iterator[Recipient]:
    asked = Amendment.objects.filter(pk=event.data["amendment"]).values_list("author_id", flat=True)
    return (Recipient(person_id=pk, reason="author") for pk in asked)


def register() -> None:
    tell_of("log.added", log_added)
    tell_of("help.answered", help_answered, settles=("log.added",))
    tell_of("log.removed", lambda event: (), settles=("log.added",))
    tell_of("amendment.proposed", second_people)
    tell_of("round.amended", amended, settles=("amendment.proposed",))
    tell_of("amendment.declined", declined, settles=("amendment.proposed",))
    tell_of("verdict.recorded", verdict_recorded, settles=("amendment.proposed",))
    tell_of("verdict.confirmed", lambda event: circle(event.card), settles=("verdict.recorded",))
    tell_of("round.reopened", lambda event: circle(event.card), settles=("verdict.recorded",))
