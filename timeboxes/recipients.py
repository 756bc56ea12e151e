"""Who is told of time-boxes and gates."""

from __future__ import annotations

from collections.abc import Iterator

from boards.models import Event
from boards.readers.recipients import Recipient, circle, deciders, owners, tell_of
from timeboxes.models import Gate, Initiative

CALLS = ("timebox.warned", "timebox.expired", "gate.opened")


def warned(event: Event) -> Iterator[Recipient]:
    return circle(event.card, mail=True)


def expired(event: Event) -> Iterator[Recipient]:
    """The card's people, and whoever decides now."""
    yield from circle(event.card, mail=True)
    yield from deciders(event)


def gate_opened(event: Event) -> Iterator[Recipient]:
    """An expiry or a hard stop has just been told; any other reason is news."""
    if event.data["reason"] not in (Gate.Reason.EXPIRY, Gate.Reason.HARD_STOP):
        yield from circle(event.card)
        yield from deciders(event)


def decided(event: Event) -> Iterator[Recipient]:
    yield from circle(event.card)
    yield from owners(event)


def register() -> None:
    tell_of("timebox.warned", warned, settles=("timebox.warned",))
    tell_of("timebox.expired", expired, settles=("timebox.warned",))
    tell_of("timebox.extended", nobody, settles=CALLS)
    tell_of("timebox.closed", nobody, settles=CALLS)
    tell_of("gate.opened", gate_opened)
    tell_of("gate.decided", decided, settles=CALLS)
    for kind in ("stage.expired", "stage.gate_opened"):
        tell_of(kind, stage_over)
    for kind in ("stage.warned", "stage.decided"):
        tell_of(kind, stage_news)


def stage_over(event: Event) -> Iterator[Recipient]:
    """Whoever made the initiative, and whoever decides now."""
    yield from stage_news(event)
    yield from deciders(event)


def stage_news(event: Event) -> Iterator[Recipient]:
    author = Initiative.objects.filter(pk=event.data["initiative"]).values_list("author_id", flat=True).first()
    if author is not None:
        yield Recipient(person_id=author, reason="author")
    yield from owners(event)


def nobody(event: Event) -> tuple[Recipient, ...]:
    """Told by the decision that caused it."""
    return ()
