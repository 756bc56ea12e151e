"""What an export says, as plain values: the board, its lists, cards and comments, of any age of the format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from boards.actions.lanes import MOST_LANES
from integrations.importers.node import Node
from integrations.importers.roles import role_of
from integrations.importers.tickets import Status
from integrations.importers.trello.private import Private
from integrations.importers.trello.reading import BadExport, read_export

# A list or card without a place goes to the end.
NOWHERE = 1e300
LIST_NAME_LENGTH = 120
SOURCE = "trello"
COMMENTS = ("commentCard", "copyCommentCard")


@dataclass(frozen=True)
class TrelloList:
    id: str
    name: str
    archived: bool
    pos: float

    @property
    def status(self) -> Status:
        return Status(key=self.id, name=self.name, role=role_of(self.name), pos=self.pos)


@dataclass(frozen=True)
class TrelloCard:
    id: str
    list_id: str
    archived: bool
    pos: float
    node: Node

    @property
    def name(self) -> str:
        return " ".join(self.node.text("name").split())

    @property
    def created_at(self) -> datetime | None:
        """An id of Trello begins with the second it was made in."""
        try:
            return datetime.fromtimestamp(int(self.id[:8], 16), UTC) if len(self.id) == 24 else None
        except ValueError:
            return None


@dataclass(frozen=True)
class TrelloComment:
    id: str
    card_id: str
    author: Node
    text: str
    at: datetime | None


class TrelloBoard:
    """One export. Ids that occur twice count once."""

    def __init__(self, content: str | bytes) -> None:
        raw: dict[str, Any] = read_export(content)
        self.node = Node(raw, Private(raw["cards"]).removed_from)
        self.id = self.node.text("id")
        self.name = " ".join(self.node.text("name").split())
        self.actions = self.node.nodes("actions")

    @cached_property
    def lists(self) -> list[TrelloList]:
        """From left to right."""
        found = {each.text("id"): each for each in reversed(self.node.nodes("lists"))}
        lists = [TrelloList(id_, _list_name(node), node.flag("closed"), _pos(node)) for id_, node in found.items()]
        return sorted(lists, key=lambda each: (each.pos, each.id))

    @cached_property
    def cards(self) -> list[TrelloCard]:
        """List by list, from top to bottom."""
        place = {each.id: number for number, each in enumerate(self.lists)}
        found = {each.text("id"): each for each in reversed(self.node.nodes("cards"))}
        cards = [
            TrelloCard(id_, node.text("idList"), node.flag("closed"), _pos(node), node)
            for id_, node in found.items()
        ]
        return sorted(cards, key=lambda each: (place.get(each.list_id, len(place)), each.pos, each.id))

    @cached_property
    def comments(self) -> list[TrelloComment]:
        """Those that are in the file, the oldest first; an export stops at 1,000 actions."""
        found = [_comment(node) for node in self.actions if node.text("type") in COMMENTS]
        start = datetime.min.replace(tzinfo=UTC)
        return sorted((each for each in found if each.id), key=lambda each: (each.at or start, each.id))

    @cached_property
    def people(self) -> dict[str, Node]:
        return {each.text("id"): each for each in self.node.nodes("members")}


def _pos(node: Node) -> float:
    pos = node.number("pos")
    return NOWHERE if pos is None else pos


def _list_name(node: Node) -> str:
    return " ".join(node.text("name").split())[:LIST_NAME_LENGTH].strip()


def _comment(node: Node) -> TrelloComment:
    data = node.node("data")
    card_id = data.node("card").text("id")
    return TrelloComment(
        node.text("id")[:64], card_id, node.node("memberCreator"), data.text("text").strip(), node.moment("date")
    )


def source_of(export: TrelloBoard) -> str:
    """What the board notes as its origin, so that a second export of it finds the same board."""
    return f"{SOURCE}:{export.id}"


def open_lists(export: TrelloBoard) -> list[TrelloList]:
    lists = [each for each in export.lists if not each.archived]
    if len(lists) >= MOST_LANES:
        sentence = _("The board has %(n)s open lists and a board here has at most %(most)s lanes.")
        raise BadExport(sentence % {"n": len(lists), "most": MOST_LANES})
    return lists
