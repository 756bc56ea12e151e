"""Who of the export is in the team: by user name, or by a full name that only one of them has."""

from __future__ import annotations

from collections import Counter

from accounts.models import Person, Team
from integrations.importers.trello.export import TrelloBoard, TrelloCard
from integrations.importers.trello.node import Node


class People:
    def __init__(self, board: TrelloBoard, team: Team) -> None:
        members = list(Person.objects.filter(memberships__team=team, is_active=True))
        self._by_username = {person.username: person for person in members}
        names = Counter(person.name.casefold() for person in members)
        self._by_name = {p.name.casefold(): p for p in members if names[p.name.casefold()] == 1}
        self._people = board.people
        self.strangers: Counter[str] = Counter()

    def assignees(self, card: TrelloCard) -> list[str]:
        """User names of the card's people in the team; the others are counted."""
        found = (self._member(id_) for id_ in dict.fromkeys(card.node.words("idMembers")))
        return sorted({person.username for person in found if person})

    def find(self, member: Node) -> Person | None:
        """The person in the team that a member of the Trello board is."""
        name = " ".join(member.text("fullName").split()).casefold()
        return self._by_username.get(member.text("username").lower()) or self._by_name.get(name)

    def _member(self, member_id: str) -> Person | None:
        member = self._people.get(member_id)
        found = self.find(member) if member else None
        if found is None:
            self.strangers[name_of(member) if member else "somebody who left the board"] += 1
        return found


def name_of(member: Node) -> str:
    return " ".join((member.text("fullName") or member.text("username") or "somebody").split())[:80]
