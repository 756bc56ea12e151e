"""What waits for the people who watch, as the streams of their pages tell it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db.models import Max

from boards.live.frames import message
from boards.models import Notification
from boards.waiting import waiting_for

EVERYBODY = timedelta(seconds=10)


class Inboxes:
    """Asked every second, it looks at the inboxes where something has come since, and at those of new people.

    Every ten seconds at all of them, for what was done elsewhere, slept until now, or was committed out of order.
    """

    def __init__(self) -> None:
        self._told: dict[int, bytes] = {}
        self._newest = 0
        self._looked: datetime | None = None

    def read(self, people: Collection[int], at: datetime) -> Mapping[int, bytes]:
        """The message for each of them, the same while nothing changes."""
        if self._looked is None or at - self._looked >= EVERYBODY:
            self._looked, asked = at, set(people)
            self._newest = Notification.objects.aggregate(newest=Max("pk"))["newest"] or 0
        else:
            asked = {person for person in people if person not in self._told} | self._came(people)
        fresh = waiting_for(asked, at) if asked else {}
        self._told = {person: self._told[person] for person in people if person not in asked} | {
            person: message("inbox", asdict(waiting)) for person, waiting in fresh.items()
        }
        return self._told

    def _came(self, people: Collection[int]) -> set[int]:
        """For whom there is something new."""
        rows = Notification.objects.filter(pk__gt=self._newest).values_list("pk", "person_id")
        came = dict(rows)
        self._newest = max(came, default=self._newest)
        return set(came.values()) & set(people)
