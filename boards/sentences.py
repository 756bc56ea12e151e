"""What happened, in one sentence per kind of event: for history, inbox, mail and webhooks alike."""

from __future__ import annotations

from django.template import Context, Engine
from django.utils.translation import gettext as _

from boards.models import Event


def sentence(event: Event) -> str:
    """One line of plain text without a full stop, in the language of the moment; a page must escape it.

    Whoever asks for many should have joined `actor` and `card` to the events.
    """
    context = Context(
        {
            "who": event.actor.name if event.actor else event.actor_name or _("The clock"),
            "card": event.card_ref,
            "data": event.data,
            "previous": event.previous,
            "per_day": _minutes_per_day(event),
        },
        autoescape=False,
    )
    text = Engine.get_default().get_template(f"events/{event.kind}.html").render(context)
    return " ".join(text.split())


def _minutes_per_day(event: Event) -> int | None:
    """Of the calendar the card's box runs on."""
    box = (event.card.face if event.card else {}).get("timebox")
    return box["minutes_per_day"] if box else None
