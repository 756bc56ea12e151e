"""Reading a table of cards."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from functools import partial

from integrations.importers.identity import identity
from integrations.importers.report import Report
from integrations.importers.rows import NO_TITLE, TWICE, tell_table
from integrations.importers.sheet.cards import Rows
from integrations.importers.sheet.columns import columns_of, is_our_own
from integrations.importers.sheet.lanes import statuses_of
from integrations.importers.table import Columns, Row, Table, head_of, plain, read_table
from integrations.importers.tickets import Reader, TicketFile

SOURCE = "csv"
KEY = re.compile(r"([A-Z][A-Z0-9]{1,9})-\d+")
KEY_LENGTH = 200  # of ExternalReference.external_id


def is_table(filename: str, head: bytes) -> bool:
    """Whether a file that begins like this is a table at all; by its name where it has one column only."""
    cells = head_of(head)
    return len(cells) > 1 or (len(cells) == 1 and filename.lower().endswith((".csv", ".tsv")))


def reader(named: Mapping[str, str]) -> Reader:
    """Reads with these headers for our words; the others are guessed."""
    return partial(read_sheet, named=named)


def read_sheet(raw: bytes, report: Report, zone: tzinfo, *, named: Mapping[str, str] | None = None) -> TicketFile:
    """The cards of a table; `BadTable` says in one sentence what the file is instead."""
    table = read_table(raw)
    columns = columns_of(table, named or {})
    tell_table(table, report)
    rows = Rows(table, columns, zone, report, is_ours=is_our_own(table.head))
    tickets = [rows.ticket(row, id_) for row, id_ in _taken(table, columns, rows, report)]
    key = _project([ticket.id for ticket in tickets])
    return TicketFile(
        source=SOURCE,
        called="the table",
        identity=identity(SOURCE, key, raw),
        key=key,
        name=key or "Table",
        statuses=statuses_of(table, columns, tickets, rows),
        tickets=tickets,
    )


def _taken(table: Table, columns: Columns, rows: Rows, report: Report) -> Iterator[tuple[Row, str]]:
    """Rows with a title, each with its key; where there is none, its title is."""
    known: set[str] = set()
    titles: Counter[str] = Counter()
    for row in table.rows:
        title = rows.title(row)
        key = columns.first(row, "key")[:KEY_LENGTH]
        if not title:
            report.refuse(row.number, key, NO_TITLE)
        elif key in known:
            report.refuse(row.number, f"{key} {title}", TWICE)
        else:
            known |= {key} if key else set()
            titles[plain(title)] += not key
            yield row, key or _by_title(title, titles[plain(title)])


def _by_title(title: str, number: int) -> str:
    """The same for the same title in the next file; `number` tells equal titles apart."""
    digest = hashlib.sha256(plain(title).encode()).hexdigest()[:20]
    return f"title:{digest}" + (f":{number}" if number > 1 else "")


def _project(keys: list[str]) -> str:
    """The project that all keys name, as in CHURN-12; empty where they do not agree."""
    found = {match[1] if (match := KEY.fullmatch(key)) else "" for key in keys}
    return found.pop() if len(found) == 1 else ""
