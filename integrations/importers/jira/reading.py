"""Reading a Jira export: a table with a key and a summary, whatever else its project has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from boards.models import Lane
from integrations.importers.identity import identity
from integrations.importers.jira.columns import HEADERS
from integrations.importers.jira.issues import Issues, Seen
from integrations.importers.jira.words import CATEGORIES
from integrations.importers.report import Report
from integrations.importers.roles import role_of
from integrations.importers.rows import NO_TITLE, TWICE, tell_table
from integrations.importers.table import BadTable, Columns, Row, Table, head_of, plain, read_table
from integrations.importers.tickets import Status, Ticket, TicketFile

SOURCE = "jira"
KEY = re.compile(r"([A-Z][A-Z0-9_]*)-\d+")
HOW_TO_EXPORT = noop("In Jira: filters, search, Export, Export CSV (all fields).")
NOTES = (NO_KEY := noop("It has no issue key."),)
# Old headers say "Title" and "Issue"; these two words together are Jira's.
OWN = frozenset({"key", "title"})


class BadExport(BadTable):
    """The file is no Jira export."""

    title = noop("Not a Jira export")


def is_export(filename: str, head: bytes) -> bool:
    """Whether a file that begins like this is Jira's: it has a summary beside keys such as NLP-7."""
    words = {HEADERS.get(plain(each)) for each in head_of(head)}
    return words >= OWN and KEY.search(head.decode("latin-1")) is not None


def read_jira(raw: bytes, report: Report, zone: tzinfo) -> TicketFile:
    """The issues of an export; `BadExport` says in one sentence what the file is instead."""
    table = read_table(raw, BadExport, HOW_TO_EXPORT)
    columns = table.columns(HEADERS)
    _require(columns)
    tell_table(table, report)
    seen = Seen(table, columns, zone, report)
    issues = Issues(seen, report)
    tickets = [issues.ticket(row) for row in _taken(table, columns, report)]
    issues.tell_left_out()
    projects = sorted({match[1] for each in tickets if (match := KEY.fullmatch(each.id))})
    names = {name for row in table.rows if (name := columns.first(row, "project_name"))}
    return TicketFile(
        source=SOURCE,
        called="Jira",
        identity=identity(SOURCE, "+".join(projects), raw),
        key=projects[0] if len(projects) == 1 else "",
        name=names.pop() if len(names) == 1 else " ".join(projects[:3]) or "Jira",
        statuses=_statuses(table, columns, tickets),
        tickets=tickets,
    )


def _require(columns: Columns) -> None:
    for word, header in (("key", "Issue key"), ("title", "Summary")):
        if word not in columns:
            sentence = _("The file is a table, but no Jira export: it has no column %(name)s.") % {"name": header}
            raise BadExport(f"{sentence} {_(HOW_TO_EXPORT)}")


def _taken(table: Table, columns: Columns, report: Report) -> Iterator[Row]:
    """Rows with a key of their own and a summary; the others are named in the report."""
    known: set[str] = set()
    for row in table.rows:
        key, title = columns.first(row, "key"), columns.first(row, "title")
        if not key:
            report.refuse(row.number, title, NO_KEY)
        elif key in known:
            report.refuse(row.number, f"{key} {title}", TWICE)
        elif not title:
            report.refuse(row.number, key, NO_TITLE)
        else:
            known.add(key)
            yield row


def _statuses(table: Table, columns: Columns, tickets: list[Ticket]) -> list[Status]:
    """In the order of the file; a category says what a status is for whose name does not."""
    used = {each.status for each in tickets}
    found: dict[str, Status] = {}
    for row in table.rows:
        name = columns.first(row, "status")
        category = CATEGORIES.get(plain(columns.first(row, "category")))
        if name and plain(name) in used and plain(name) not in found:
            role = role_of(name) or (Lane.Role(category) if category else None)
            found[plain(name)] = Status(key=plain(name), name=name, role=role)
    if DONE.key in used:
        found.setdefault(DONE.key, DONE)
    return list(found.values())


# Of an issue that was resolved, in an export without a status.
DONE = Status(key="done", name="Done", role=Lane.Role.DONE)
