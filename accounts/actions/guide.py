"""The first steps of a person: each is ticked by the act itself, once, and all can be put away for good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.errors import Invalid
from accounts.models import Person

STEPS = ("opened", "written", "moved", "read")
CLOSED = "closed"


def note_step(*, person: Person, step: str, at: datetime) -> None:
    """Tick a step (or `closed`); what was ticked keeps its time, and after the end nothing more is written."""
    if step not in (*STEPS, CLOSED):
        raise Invalid.field("done", f"The first steps are {', '.join(STEPS)}.", "invalid_choice")
    if step in person.guide or CLOSED in person.guide:
        return
    with transaction.atomic():
        now = Person.objects.select_for_update().only("guide").get(pk=person.pk)
        if step not in now.guide:
            now.guide = {**now.guide, step: at.isoformat()}
            now.save(update_fields=["guide"])
    person.guide = now.guide
