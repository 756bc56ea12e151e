"""The Markdown below the text of an imported card: what has no field of its own here."""

from __future__ import annotations

from integrations.importers.markdown import attachments, one_line, table
from integrations.importers.node import Node
from integrations.importers.trello.custom_fields import CustomFields
from integrations.importers.trello.export import TrelloBoard, TrelloCard


class Descriptions:
    """Writes it for any card of one board."""

    def __init__(self, board: TrelloBoard) -> None:
        self._fields = CustomFields(board.node)
        self._checklists = {each.text("id"): each for each in board.node.nodes("checklists")}
        self._of_card: dict[str, list[str]] = {}
        for id_, checklist in self._checklists.items():
            self._of_card.setdefault(checklist.text("idCard"), []).append(id_)

    def below(self, card: TrelloCard) -> list[str]:
        """What stands below the text: checklists, attachments and a table of fields."""
        links = ((each.text("name"), each.text("url")) for each in card.node.nodes("attachments"))
        checklists = [_checklist(each, _ticked(card.node)) for each in self._checklists_of(card)]
        return [*checklists, attachments(links), table(self._rows(card))]

    def _checklists_of(self, card: TrelloCard) -> list[Node]:
        ids = dict.fromkeys([*card.node.words("idChecklists"), *self._of_card.get(card.id, [])])
        inside = card.node.nodes("checklists")
        found = [self._checklists[id_] for id_ in ids if id_ in self._checklists] or inside
        return sorted(found, key=lambda each: each.number("pos") or 0.0)

    def _rows(self, card: TrelloCard) -> list[tuple[str, str]]:
        start, node = card.node.moment("start"), card.node
        rows = [("Start", f"{start:%Y-%m-%d %H:%M} UTC")] if start else []
        if node.flag("dueComplete"):
            rows.append(("Due date marked complete", "yes"))
        return rows + self._fields.rows(card.node.nodes("customFieldItems"))


def _ticked(card: Node) -> frozenset[str]:
    """Old exports keep the state of the items at the card."""
    states = card.nodes("checkItemStates")
    return frozenset(each.text("idCheckItem") for each in states if each.text("state") == "complete")


def _checklist(checklist: Node, ticked: frozenset[str]) -> str:
    items = sorted(checklist.nodes("checkItems"), key=lambda each: each.number("pos") or 0.0)
    lines = [_task(each, is_done=_is_done(each, ticked)) for each in items]
    return "\n".join([f"### {one_line(checklist.text('name')) or 'Checklist'}", "", *lines])


def _task(item: Node, *, is_done: bool) -> str:
    due = item.moment("due")
    when = f" (due {due:%Y-%m-%d})" if due else ""
    return f"- [{'x' if is_done else ' '}] {one_line(item.text('name'))}{when}"


def _is_done(item: Node, ticked: frozenset[str]) -> bool:
    return item.text("state") == "complete" or (not item.text("state") and item.text("id") in ticked)
