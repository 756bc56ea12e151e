"""Where an event leads: to its card, to the page of the room that wrote it, or to its board.

Rooms with pages of their own say so from their `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from boards.models import Event

Place = Callable[[Event], str]
_places: dict[str, Place] = {}


def lead(area: str, place: Place) -> None:
    """`area` is the first word of a kind: meeting of `meeting.reminded`."""
    _places[area] = place


def path_of(event: Event) -> str:
    """The address on this site. The event's card and board should be joined."""
    if event.card is not None:
        return reverse("card_page", args=[event.card.ref])
    place = _places.get(event.kind.partition(".")[0])
    return place(event) if place else reverse("board", args=[event.board.key])
