"""Rows are numbered 1, 2, 3 … in a file, and refer to each other by these numbers.

Card summaries and events hold ids of rows as well, deep inside their JSON; they are translated in both directions.
"""

from __future__ import annotations

from typing import Any

# The key under which an id stands, and the table it is from.
IDS = {"lane": "Lane", "lane_id": "Lane", "to_id": "Lane", "entry": "LogEntry", "run": "Run"}
IDS |= {"box": "TimeBox", "gate": "Gate", "amendment": "Amendment"}
IDS |= {"initiative": "Initiative", "stage": "Stage", "version_id": "ModelVersion", "view": "SavedView"}
# Objects that hold ids under plainer keys.
OBJECTS = {
    "lane": {"id": "Lane"},
    "timebox": {"id": "TimeBox", "calendar": "CalendarVersion"},
    "initiative": {"id": "Initiative"},
}
GONE = 0


class Numbers:
    """What each row is called on the other side, by table; and what each card's ref is there."""

    def __init__(self) -> None:
        self.of: dict[str, dict[Any, int]] = {}
        self.refs: dict[str, str] = {}

    def translated(self, value: Any, inside: str = "") -> Any:
        """The same JSON with the ids and refs of the other side; a row that is gone becomes 0."""
        if isinstance(value, dict):
            return {key: self._entry(key, each, inside) for key, each in value.items()}
        if isinstance(value, list):
            return [self.translated(each) for each in value]
        return self.refs.get(value, value) if isinstance(value, str) else value

    def _entry(self, key: str, value: Any, inside: str) -> Any:
        table = OBJECTS.get(inside, IDS).get(key)
        if table and type(value) is int:
            return self.of.get(table, {}).get(value, GONE)
        return self.translated(value, inside=key if key in OBJECTS else "")
