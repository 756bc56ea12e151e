"""Who is told of models."""

from __future__ import annotations

from collections.abc import Iterator

from boards.models import Event
from boards.readers.recipients import Recipient, deciders, owners, tell_of


def proposed(event: Event) -> Iterator[Recipient]:
    """The product owners are asked whether it is live."""
    yield from deciders(event)


def register() -> None:
    tell_of("model.proposed", proposed)
    tell_of("model.released", owners)
