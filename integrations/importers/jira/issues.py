"""One row of a Jira export as a ticket."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, tzinfo

from django.utils.translation import gettext_noop as noop

from boards.models import CardLink
from integrations.importers.dates import Dates
from integrations.importers.jira.accounts import names_by_account, who
from integrations.importers.jira.columns import ESTIMATES, HEADERS, NOISE, SHOWN
from integrations.importers.jira.comments import attachment, remark, written
from integrations.importers.jira.markup import as_markdown
from integrations.importers.jira.words import BLOCKING, PLAIN_TYPES
from integrations.importers.markdown import attachments, table
from integrations.importers.priorities import priority_of
from integrations.importers.report import Report
from integrations.importers.rows import GUESSED_DATES, UNREAD_DATES
from integrations.importers.table import Columns, Row, Table, plain
from integrations.importers.tickets import Link, Ticket

NOTES = (
    ESTIMATED := noop("estimates and story points, now in the description"),
    SHOWN_BELOW := noop("sprints, versions, components and custom fields, now in the description"),
    FILES := noop("attachments, now links in the description; the files stay in Jira"),
    WORK_LOGS := noop("work logs"),
    WATCHERS := noop("watchers"),
    VOTES := noop("votes"),
)

CUSTOM = re.compile(
    r"(?:custom field|campo personalizado|benutzerdef\w* feld\w*|champ pers\w*) \((?P<name>.+)\)", re.I
)


class Seen:
    """What holds for all rows: whose accounts there are, how dates are written, what the columns mean."""

    def __init__(self, table: Table, columns: Columns, zone: tzinfo, report: Report) -> None:
        self.columns = columns
        self.people = names_by_account(table, columns)
        self.dates = Dates(self._samples(table), zone)
        ids = ((columns.first(row, "id"), columns.first(row, "key")) for row in table.rows)
        self.keys = {id_: key for id_, key in ids if id_ and key}
        self.linking = [(i, h) for i, h in enumerate(table.head) if _is_link(h)]
        self.others = [(i, _field(h)) for i, h in enumerate(table.head) if _is_other(h)]
        if self.dates.are_guessed:
            report.change(GUESSED_DATES)

    def _samples(self, table: Table) -> Iterator[str]:
        for row in table.rows:
            for word in ("created", "resolved", "due"):
                yield self.columns.first(row, word)
            yield from map(written, self.columns.all(row, "comment"))


class Issues:
    def __init__(self, seen: Seen, report: Report) -> None:
        self._seen, self._columns, self._report = seen, seen.columns, report
        self._counts: Counter[str] = Counter()

    def ticket(self, row: Row) -> Ticket:
        columns, dates = self._columns, self._seen.dates
        key = columns.first(row, "key")
        assignee = who(row, columns, "assignee")
        links = list(self._links(row))
        self._count(row)
        return Ticket(
            id=key,
            title=columns.first(row, "title"),
            status=plain(columns.first(row, "status")) or ("done" if columns.first(row, "resolved") else ""),
            text=as_markdown(columns.first(row, "description"), self._seen.people),
            below=[attachments(map(attachment, columns.all(row, "attachment"))), table(self._rows(row))],
            labels=self._labels(row),
            people=[assignee] if assignee else [],
            due_at=self._due(row),
            more={"priority": priority_of(columns.first(row, "priority"), self._report)}
            if "priority" in columns
            else {},
            created_at=dates.moment(columns.first(row, "created")),
            links=links,
            remarks=[remark(cell, key, dates, self._seen.people) for cell in columns.all(row, "comment")],
        )

    def tell_left_out(self) -> None:
        for what in (WORK_LOGS, WATCHERS, VOTES):
            self._report.leave_out(what, count=self._counts[what])
        for what in (ESTIMATED, SHOWN_BELOW, FILES):
            self._report.change(what, count=self._counts[what])

    def _count(self, row: Row) -> None:
        columns = self._columns
        votes = columns.first(row, "votes")
        self._counts[WORK_LOGS] += len(columns.all(row, "worklog"))
        self._counts[WATCHERS] += len(columns.all(row, "watcher"))
        self._counts[VOTES] += int(votes) if votes.isdecimal() and len(votes) < 9 else 0
        self._counts[FILES] += len(columns.all(row, "attachment"))
        self._counts[ESTIMATED] += any(columns.first(row, word) for word in ESTIMATES)
        self._counts[SHOWN_BELOW] += any(columns.first(row, word) for word in SHOWN) or bool(self._custom(row))

    def _labels(self, row: Row) -> list[str]:
        """Its labels, and its type where it says more than "task"."""
        labels = [word for cell in self._columns.all(row, "labels") for word in cell.split()]
        type_ = self._columns.first(row, "type")
        return labels if not type_ or plain(type_) in PLAIN_TYPES else [*labels, type_]

    def _due(self, row: Row) -> datetime | None:
        text = self._columns.first(row, "due")
        due = self._seen.dates.due(text)
        self._report.leave_out(UNREAD_DATES, text, int(bool(text) and due is None))
        return due

    def _rows(self, row: Row) -> Iterator[tuple[str, str]]:
        columns = self._columns
        for name, word in (("Reporter", "reporter"), ("Resolution", "resolution"), ("Resolved", "resolved")):
            yield from ((name, value) for value in columns.all(row, word)[:1])
        for name in (*SHOWN, *ESTIMATES):
            values = dict.fromkeys(columns.all(row, name))
            if values:
                yield name, ", ".join(values)
        yield from self._custom(row)

    def _custom(self, row: Row) -> list[tuple[str, str]]:
        found: dict[str, list[str]] = {}
        for index, name in self._seen.others:
            value = row.cell(index)
            if value:
                found.setdefault(name, []).append(value)
        return [(name, ", ".join(dict.fromkeys(values))) for name, values in found.items()]

    def _links(self, row: Row) -> Iterator[Link]:
        """To its parent, which is named by its id or its key, and to the issues it is linked with."""
        parents = [*self._columns.all(row, "parent_key"), *self._columns.all(row, "parent")]
        for parent in list(dict.fromkeys(self._seen.keys.get(each, each) for each in parents))[:1]:
            yield Link(kind=CardLink.Kind.PARENT, target=parent)
        for index, header in self._seen.linking:
            target = row.cell(index)
            if target:
                blocks = any(word in header.casefold() for word in BLOCKING)
                kind = CardLink.Kind.BLOCKS if blocks else CardLink.Kind.RELATES
                yield Link(kind=kind, target=target, is_inward=blocks and _is_inward(header))


def _field(header: str) -> str:
    """The name within "Custom field (…)", in whatever language; else the header."""
    custom = CUSTOM.fullmatch(header)
    return custom["name"].strip() if custom else header


def _is_other(header: str) -> bool:
    """Whether it is a field that we have no word for."""
    is_known = plain(header) in HEADERS or _is_link(header)
    return bool(header) and not is_known and not plain(_field(header)).startswith(NOISE)


def _is_link(header: str) -> bool:
    return plain(header).startswith(("inward issue link", "outward issue link", "inward work item link",
        "outward work item link", "enlace de incidencia", "enlace de actividad", "eingehende",
        "ausgehende"))  # fmt: skip


def _is_inward(header: str) -> bool:
    return any(word in plain(header) for word in ("inward", "interior", "interno", "entrante", "eingehend"))
