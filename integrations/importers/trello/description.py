"""The Markdown of an imported card: its text, then what has no field of its own here."""

from __future__ import annotations

from boards.actions.clean import DESCRIPTION_LENGTH
from integrations.importers.trello.custom_fields import CustomFields
from integrations.importers.trello.export import TrelloBoard, TrelloCard
from integrations.importers.trello.node import Node

CUT = "\n\n… *(cut here: the text was longer than a description may be; the whole of it is in Trello)*"


class Descriptions:
    """Writes the description of any card of one board."""

    def __init__(self, board: TrelloBoard) -> None:
        self._fields = CustomFields(board.node)
        self._checklists = {each.text("id"): each for each in board.node.nodes("checklists")}
        self._of_card: dict[str, list[str]] = {}
        for id_, checklist in self._checklists.items():
            self._of_card.setdefault(checklist.text("idCard"), []).append(id_)

    def whole(self, card: TrelloCard, *, cut_title: bool) -> str:
        """Everything, however long; the plain text of Trello when there is nothing to add."""
        parts = [
            f"**{card.name}**" if cut_title else "",
            card.node.text("desc"),
            *(_checklist(each, _ticked(card.node)) for each in self._checklists_of(card)),
            _attachments(card.node.nodes("attachments")),
            _table(self._rows(card)),
        ]
        filled = [part for part in parts if part.strip()]
        return filled[0] if len(filled) == 1 else "\n\n".join(part.rstrip() for part in filled)

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


def fit(text: str) -> str:
    """Cut to what a description holds, and say so at the end."""
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[: DESCRIPTION_LENGTH - len(CUT)].rstrip() + CUT


def _ticked(card: Node) -> frozenset[str]:
    """Old exports keep the state of the items at the card."""
    states = card.nodes("checkItemStates")
    return frozenset(each.text("idCheckItem") for each in states if each.text("state") == "complete")


def _checklist(checklist: Node, ticked: frozenset[str]) -> str:
    items = sorted(checklist.nodes("checkItems"), key=lambda each: each.number("pos") or 0.0)
    lines = [_task(each, is_done=_is_done(each, ticked)) for each in items]
    return "\n".join([f"### {_line(checklist.text('name')) or 'Checklist'}", "", *lines])


def _task(item: Node, *, is_done: bool) -> str:
    due = item.moment("due")
    when = f" (due {due:%Y-%m-%d})" if due else ""
    return f"- [{'x' if is_done else ' '}] {_line(item.text('name'))}{when}"


def _is_done(item: Node, ticked: frozenset[str]) -> bool:
    return item.text("state") == "complete" or (not item.text("state") and item.text("id") in ticked)


def _attachments(attachments: list[Node]) -> str:
    shown = [_link(each.text("name") or each.text("url"), each.text("url")) for each in attachments]
    lines = [f"- {link}" for link in shown if link]
    return "\n".join(["### Attachments", "", *lines]) if lines else ""


def _link(name: str, url: str) -> str:
    label = _line(name).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    if not is_web_address(url):
        return label
    address = url.replace("<", "%3C").replace(">", "%3E")
    return f"[{label}](<{address}>)"


def is_web_address(url: str) -> bool:
    return url.lower().startswith(("http://", "https://")) and not any(each.isspace() for each in url)


def _table(rows: list[tuple[str, str]]) -> str:
    cells = [f"| {_cell(name)} | {_cell(value)} |" for name, value in rows]
    return "\n".join(["| Field | Value |", "| --- | --- |", *cells]) if cells else ""


def _cell(text: str) -> str:
    return _line(text).replace("\\", "\\\\").replace("|", "\\|")


def _line(text: str) -> str:
    return " ".join(text.split())
