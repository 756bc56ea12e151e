"""How much waits in the inboxes of people, and a mark that changes with what waits there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Q

from boards.models import Notification


@dataclass(frozen=True)
class Waiting:
    """`mark` is another one as soon as something has come, gone or come back; reading changes `unread` alone."""

    unread: int = 0
    mark: str = "0"


def waiting_for(people: Collection[int], at: datetime) -> dict[int, Waiting]:
    """Of each person by their id, in one query; only what lies on boards they may still see."""
    seen = Q(board__team__memberships__person=F("person"), board__deleted_at=None)
    rows = Notification.objects.waiting(at).filter(seen, person__in=people, in_inbox=True).values("person")
    counted = rows.annotate(number=Count("pk"), newest=Max("pk"), unread=Count("pk", filter=Q(read_at=None)))
    found = {row["person"]: Waiting(row["unread"], f"{row['newest']}-{row['number']}") for row in counted}
    return {person: found.get(person, Waiting()) for person in people}
