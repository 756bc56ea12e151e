"""What an iteration lacks to start or to end: one list of everything."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.errors import FieldError
from cadence.models import Iteration, IterationItem

MISSING = {
    "create": noop("%(card)s has not got something to create yet."),
    "observe": noop("%(card)s has not got something to observe yet."),
    "analyze": noop("%(card)s has not got something to analyze yet."),
}

NO_OUTCOME = noop("%(card)s has no outcome of its analysis yet.")


def counting_items(iteration: Iteration) -> list[IterationItem]:
    """With their cards and tasks; what lies in the trash holds nothing up."""
    items = iteration.items.filter(card__trashed_at=None).select_related("card")
    return list(items.prefetch_related("tasks"))


def missing_to_start(items: Sequence[IterationItem]) -> list[FieldError]:
    """An item at all, and of each item at least one task of each kind."""
    if not items:
        return [FieldError("items", "required", _("Take in a card whose question this iteration is to answer."))]
    return [
        FieldError(item.card.ref, f"no_{kind}", _(sentence) % {"card": item.card.ref})
        for item in items
        for kind, sentence in MISSING.items()
        if kind not in {task.kind for task in item.tasks.all()}
    ]


def missing_to_close(items: Sequence[IterationItem]) -> list[FieldError]:
    """An outcome for every item."""
    return [
        FieldError(item.card.ref, "no_outcome", _(NO_OUTCOME) % {"card": item.card.ref})
        for item in items
        if not item.outcome
    ]
