"""One row of a table as a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from django.utils.translation import gettext_noop as noop

from boards.csv_cells import cell
from boards.models import Card
from integrations.importers.dates import Dates
from integrations.importers.markdown import table
from integrations.importers.priorities import priority_of
from integrations.importers.report import Report
from integrations.importers.rows import GUESSED_DATES, UNREAD_DATES
from integrations.importers.table import Columns, Row, Table, plain
from integrations.importers.tickets import Ticket, Who

DONE = "done"
NO = frozenset({"", "no", "false", "0", "n", "nein", "non", "-"})
BETWEEN = re.compile(r"[;,\n]")
ADDRESS = re.compile(r"\s*<[^>]*>")
MOST_VALUE, MOST_WEIGHT = 5, 1_000
# Of our own export: what a verdict said is worth a line below the description, the rest is the board's own.
WORTH_A_LINE = ("verdict", "observed", "learned")
NOTES = (
    OTHER_COLUMNS := noop("columns without a field here, now a table in the description"),
    VERDICTS := noop("verdicts, now in the description; the export as JSON carries them whole"),
    ODD_NUMBERS := noop("values and weights that are no whole numbers in range"),
)


class Rows:
    """Reads the rows of one table."""

    def __init__(self, sheet: Table, columns: Columns, zone: tzinfo, report: Report, *, is_ours: bool) -> None:
        self._columns, self._report, self._is_ours = columns, report, is_ours
        samples = (columns.first(row, word) for row in sheet.rows for word in ("due", "created", "closed"))
        self._dates = Dates(samples, zone)
        mapped = {index for word in columns.words() for index in columns.indexes(word)}
        self._others = [(i, name) for i, name in enumerate(sheet.head) if name and i not in mapped]
        self._ours = {plain(name): index for index, name in self._others} if is_ours else {}
        if self._dates.are_guessed:
            report.change(GUESSED_DATES)
        for _index, name in [] if is_ours else self._others:
            report.change(OTHER_COLUMNS, name)

    def title(self, row: Row) -> str:
        return self._text(row, "title")

    def status(self, row: Row) -> str:
        return self._text(row, "status")

    def ticket(self, row: Row, id_: str) -> Ticket:
        columns = self._columns
        return Ticket(
            id=id_,
            title=self._text(row, "title"),
            status=self._status(row),
            text=self._text(row, "description"),
            below=[table(self._below(row))],
            labels=BETWEEN.split(self._text(row, "labels")),
            people=self._people(row),
            due_at=self._due(row),
            more=self._more(row),
            url=columns.first(row, "url"),
            created_at=self._dates.moment(columns.first(row, "created")),
            archived=plain(columns.first(row, "archived")) not in NO,
        )

    def _text(self, row: Row, word: str) -> str:
        text = self._columns.first(row, word)
        return _without_guard(text) if self._is_ours else text

    def _status(self, row: Row) -> str:
        """Where no column says it, what was closed is done."""
        if "status" in self._columns:
            return plain(self.status(row))
        return DONE if plain(self._columns.first(row, "closed")) not in NO else ""

    def _people(self, row: Row) -> list[Who]:
        text = self._columns.first(row, "people")
        names = text.split() if self._is_ours else BETWEEN.split(ADDRESS.sub("", text))
        return [Who(username=name.strip(), name=name.strip()) for name in names if name.strip()]

    def _due(self, row: Row) -> datetime | None:
        text = self._columns.first(row, "due")
        due = self._dates.due(text)
        self._report.leave_out(UNREAD_DATES, text, int(bool(text) and due is None))
        return due

    def _more(self, row: Row) -> dict[str, Any]:
        """Fields that a table has only where it has their columns."""
        columns, more = self._columns, dict[str, Any]()
        if "priority" in columns:
            more["priority"] = priority_of(columns.first(row, "priority"), self._report)
        if "value" in columns:
            more["value"] = self._number(row, "value", MOST_VALUE)
        if "weight" in columns:
            more["weight"] = self._number(row, "weight", MOST_WEIGHT) or 1
        kind = self._of_ours(row, "kind")
        return more | ({"kind": kind} if kind in Card.Kind.values else {})

    def _number(self, row: Row, word: str, most: int) -> int | None:
        text = self._columns.first(row, word)
        number = int(text) if text.isdecimal() and len(text) < 5 else 0
        is_odd = bool(text) and not 1 <= number <= most
        self._report.leave_out(ODD_NUMBERS, text, int(is_odd))
        return None if is_odd or not text else number

    def _below(self, row: Row) -> Iterator[tuple[str, str]]:
        """What has no field here; of our own export no more than what a verdict said."""
        if self._is_ours:
            said = [(name.capitalize(), self._of_ours(row, name)) for name in WORTH_A_LINE]
            self._report.change(VERDICTS, self.title(row), int(bool(said[0][1])))
            return ((name, value) for name, value in said if value)
        found = ((name, row.cell(index)) for index, name in self._others)
        return ((name, value) for name, value in found if value)

    def _of_ours(self, row: Row, name: str) -> str:
        index = self._ours.get(name)
        return "" if index is None else _without_guard(row.cell(index))


def _without_guard(text: str) -> str:
    """Our export puts an apostrophe before what a spreadsheet would take for a formula."""
    return text[1:] if text.startswith("'") and cell(text[1:]) == text else text
