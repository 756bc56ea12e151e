"""Who is told of what recurs."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.access import Verb, holders
from boards.models import Event
from boards.readers.recipients import Recipient, owners, tell_of


def everybody_at_work(event: Event) -> Iterator[Recipient]:
    """Whoever writes cards takes part; it is worth a mail."""
    for pk in holders(Verb.WRITE_CARD, event.board.team_id):
        yield Recipient(person_id=pk, reason="member", mail=True)


def steering(event: Event) -> Iterator[Recipient]:
    """Whoever plans iterations and increments."""
    for pk in holders(Verb.STEER, event.board.team_id):
        yield Recipient(person_id=pk, reason="owner", mail=True)


def register() -> None:
    tell_of("meeting.reminded", everybody_at_work)
    tell_of("increment.ending", everybody_at_work)
    tell_of("iteration.hinted", steering)
    tell_of("iteration.closed", owners)
