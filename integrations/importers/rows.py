"""What a report says of any table: rows that cannot be taken, and values that can hardly be read."""

from __future__ import annotations

from django.utils.translation import gettext_noop as noop

from integrations.importers.report import Report
from integrations.importers.table import Table

NOTES = (
    NO_TITLE := noop("It has no title."),
    TWICE := noop("Its key was in the file before."),
    BLANK := noop("blank rows"),
    NOT_UNICODE := noop("the file is not Unicode and was read as Windows-1252"),
    GUESSED_DATES := noop("dates such as 03/04/2026 were read with the day first"),
    UNREAD_DATES := noop("due dates that could not be read"),
)


def tell_table(table: Table, report: Report) -> None:
    report.leave_out(BLANK, count=table.blank)
    report.change(NOT_UNICODE, count=int(not table.is_utf))
