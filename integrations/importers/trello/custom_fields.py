"""The custom fields of a Trello board: check box, date, list, number and text."""

from __future__ import annotations

from integrations.importers.node import Node


class CustomFields:
    def __init__(self, board: Node) -> None:
        fields = board.nodes("customFields")
        self._names = {each.text("id"): each.text("name") for each in fields}
        self._order = {each.text("id"): each.number("pos") or 0.0 for each in fields}
        options = (option for each in fields for option in each.nodes("options"))
        self._options = {each.text("id"): each.node("value").text("text") for each in options}

    def rows(self, items: list[Node]) -> list[tuple[str, str]]:
        """Name and value of each field that has a value, in the order of the board."""
        order = sorted(items, key=lambda each: self._order.get(each.text("idCustomField"), 0.0))
        rows = [(self._names.get(each.text("idCustomField")) or "Field", self._value(each)) for each in order]
        return [(name, value) for name, value in rows if value]

    def _value(self, item: Node) -> str:
        value, date = item.node("value"), item.node("value").moment("date")
        if date:
            return f"{date:%Y-%m-%d %H:%M} UTC"
        if value.text("checked"):
            return "yes" if value.text("checked") == "true" else "no"
        return value.text("text") or value.text("number") or self._options.get(item.text("idValue"), "")
