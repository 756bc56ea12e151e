"""What a card should hold here, in the words of the actions, and what does not fit."""

from __future__ import annotations

from typing import Any

from boards.actions.clean import DESCRIPTION_LENGTH, TITLE_LENGTH
from integrations.importers.report import Report, shortened
from integrations.importers.trello.description import Descriptions, fit
from integrations.importers.trello.export import TrelloBoard, TrelloCard
from integrations.importers.trello.node import Node
from integrations.importers.trello.people import People

LABEL_LENGTH = 60
ARCHIVED_LIST = "list: "


class Content:
    """The fields of any card of one export."""

    def __init__(self, export: TrelloBoard, people: People, labels: list[str], report: Report) -> None:
        self._descriptions = Descriptions(export)
        self._people = people
        self._report = report
        self._board_labels = {each.text("id"): each for each in export.node.nodes("labels")}
        self._label_names = {name.lower(): name for name in labels}
        self._archived_lists = {each.id: each.name for each in export.lists if each.archived}

    def fields(self, card: TrelloCard) -> dict[str, Any]:
        return {
            "title": self._title(card),
            "description": self._description(card),
            "labels": self._labels(card),
            "assignees": self._people.assignees(card),
            "due_at": card.node.moment("due"),
        }

    def is_on_archived_list(self, card: TrelloCard) -> bool:
        return card.list_id in self._archived_lists

    def _title(self, card: TrelloCard) -> str:
        if not card.name:
            self._report.change("cards without a title, now “(no title)”")
            return "(no title)"
        if len(card.name) > TITLE_LENGTH:
            self._report.change("titles cut, the whole one begins the description", card.name)
        return shortened(card.name, TITLE_LENGTH)

    def _description(self, card: TrelloCard) -> str:
        whole = self._descriptions.whole(card, cut_title=len(card.name) > TITLE_LENGTH)
        if len(whole) > DESCRIPTION_LENGTH:
            self._report.leave_out(f"ends of descriptions over {DESCRIPTION_LENGTH:,} characters", card.name)
        return fit(whole)

    def _labels(self, card: TrelloCard) -> list[str]:
        """Names, or the names of colours; the list of a card from an archived list is a label, too."""
        names = [_label_name(each) for each in self._nodes_of(card)]
        self._report.leave_out("labels without name and colour", card.name, names.count(""))
        if card.list_id in self._archived_lists:
            names.append(ARCHIVED_LIST + (self._archived_lists[card.list_id] or "(no name)"))
        return sorted({self._one_case(name[:LABEL_LENGTH].strip()) for name in names if name})

    def _nodes_of(self, card: TrelloCard) -> list[Node]:
        own = card.node.nodes("labels")
        colours = [Node({"color": each}) for each in card.node.words("labels")]
        ids = [] if own or colours else card.node.words("idLabels")
        return [*own, *colours, *(self._board_labels[id_] for id_ in ids if id_ in self._board_labels)]

    def _one_case(self, name: str) -> str:
        """Labels that differ only in capital letters are one label here, written as the first of them."""
        return self._label_names.setdefault(name.lower(), name)


def _label_name(label: Node) -> str:
    return " ".join(label.text("name").split()) or label.text("color").replace("_", " ")
