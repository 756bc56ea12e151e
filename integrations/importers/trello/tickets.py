"""A Trello card as a ticket: its list is its status."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop as noop

from integrations.importers.comments import GONE
from integrations.importers.node import Node
from integrations.importers.report import Report
from integrations.importers.tickets import Remark, Ticket, Who
from integrations.importers.trello.description import Descriptions
from integrations.importers.trello.export import TrelloBoard, TrelloCard, TrelloComment

ARCHIVED_LIST = "list: "
LEFT = Who(name="somebody who left the board")
NOTES = (NAMELESS := noop("labels without name and colour"),)


def tickets_of(export: TrelloBoard, report: Report) -> list[Ticket]:
    """List by list, from top to bottom."""
    tickets = Tickets(export, report)
    tickets.tell_homeless_comments()
    return [tickets.ticket(card) for card in export.cards]


class Tickets:
    def __init__(self, export: TrelloBoard, report: Report) -> None:
        self._export, self._report = export, report
        self._descriptions = Descriptions(export)
        self._board_labels = {each.text("id"): each for each in export.node.nodes("labels")}
        self._archived_lists = {each.id: each.name for each in export.lists if each.archived}
        self._comments: dict[str, list[TrelloComment]] = {}
        for comment in export.comments:
            self._comments.setdefault(comment.card_id, []).append(comment)

    def ticket(self, card: TrelloCard) -> Ticket:
        return Ticket(
            id=card.id,
            title=card.name,
            status=card.list_id,
            pos=card.pos,
            text=card.node.text("desc"),
            below=self._descriptions.below(card),
            labels=self._labels(card),
            people=[self._member(id_) for id_ in dict.fromkeys(card.node.words("idMembers"))],
            due_at=card.node.moment("due"),
            url=card.node.text("shortUrl") or card.node.text("url"),
            created_at=card.created_at,
            archived=card.archived or card.list_id in self._archived_lists,
            remarks=list(self._remarks(card)),
            comments=card.node.node("badges").whole("comments"),
        )

    def tell_homeless_comments(self) -> None:
        here = {card.id for card in self._export.cards}
        homeless = sum(len(comments) for id_, comments in self._comments.items() if id_ not in here)
        self._report.leave_out(GONE, count=homeless)

    def _labels(self, card: TrelloCard) -> list[str]:
        """Names, or the names of colours; the list of a card from an archived list is a label, too."""
        names = [_label_name(each) for each in self._nodes_of(card)]
        self._report.leave_out(NAMELESS, card.name, names.count(""))
        if card.list_id in self._archived_lists:
            names.append(ARCHIVED_LIST + (self._archived_lists[card.list_id] or "(no name)"))
        return names

    def _nodes_of(self, card: TrelloCard) -> list[Node]:
        own = card.node.nodes("labels")
        colours = [Node({"color": each}) for each in card.node.words("labels")]
        ids = [] if own or colours else card.node.words("idLabels")
        return [*own, *colours, *(self._board_labels[id_] for id_ in ids if id_ in self._board_labels)]

    def _member(self, member_id: str) -> Who:
        member = self._export.people.get(member_id)
        return _who(member) if member else LEFT

    def _remarks(self, card: TrelloCard) -> Iterator[Remark]:
        for each in self._comments.get(card.id, ()):
            yield Remark(id=each.id, by=_who(each.author), text=each.text, at=each.at)


def _who(member: Node) -> Who:
    return Who(username=member.text("username"), name=" ".join(member.text("fullName").split())[:80])


def _label_name(label: Node) -> str:
    return " ".join(label.text("name").split()) or label.text("color").replace("_", " ")
