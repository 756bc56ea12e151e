"""Who of another system is in the team: by user name, or by a full name that only one of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from accounts.models import Person, Team
from integrations.importers.tickets import Who


class People:
    def __init__(self, team: Team) -> None:
        members = list(Person.objects.filter(memberships__team=team, is_active=True))
        self._by_username = {person.username: person for person in members}
        names = Counter(person.name.casefold() for person in members)
        self._by_name = {p.name.casefold(): p for p in members if names[p.name.casefold()] == 1}
        self.strangers: Counter[str] = Counter()

    def assignees(self, people: Iterable[Who]) -> list[str]:
        """User names of those in the team; the others are counted."""
        found = (self._counted(each) for each in dict.fromkeys(people))
        return sorted({person.username for person in found if person})

    def find(self, who: Who) -> Person | None:
        name = " ".join(who.name.split()).casefold()
        return self._by_username.get(who.username.lower()) or self._by_name.get(name)

    def _counted(self, who: Who) -> Person | None:
        found = self.find(who)
        if found is None:
            self.strangers[who.shown] += 1
        return found
