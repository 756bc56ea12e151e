"""What a person does in one go: complete, lock and let the card enter the lane; conclude, and be done.

All of it holds or nothing does: a lane that is full leaves the hypothesis unlocked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from boards.actions import Place, move_card
from boards.events import Cause
from boards.models import Card
from hypotheses.actions.draft import save_hypothesis
from hypotheses.actions.lock import lock_round
from hypotheses.actions.verdict import record_verdict


@dataclass(frozen=True, kw_only=True)
class Onward:
    """Where the card goes next, and why it may exceed the lane's limit."""

    place: Place
    wip_override: str = ""


def complete_and_lock(
    *,
    cause: Cause,
    card: Card,
    changes: dict[str, Any],
    criteria: list[dict[str, Any]] | None = None,
    already_looked: str = "",
    waive_preflight: str = "",
    onward: Onward | None = None,
) -> Card:
    """Save what was missing, lock the round, and move the card on. An exploration only needs its budget."""
    with transaction.atomic():
        if changes or criteria is not None:
            save_hypothesis(cause=cause, card=card, changes=changes, criteria=criteria)
        if card.kind == Card.Kind.HYPOTHESIS:
            lock_round(cause=cause, card=card, already_looked=already_looked, waive_preflight=waive_preflight)
        return _go_on(cause, card, onward)


def conclude_and_go_on(
    *, cause: Cause, card: Card, value: str, onward: Onward | None = None, **texts: str
) -> Card:
    """Record the verdict and move the card to the lane that asked for it."""
    with transaction.atomic():
        record_verdict(cause=cause, card=card, value=value, **texts)
        return _go_on(cause, card, onward)


def _go_on(cause: Cause, card: Card, onward: Onward | None) -> Card:
    if onward is None:
        return card
    return move_card(cause=cause, card=card, place=onward.place, wip_override=onward.wip_override)
