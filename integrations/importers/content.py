"""What a card should hold here, in the words of the actions, and what does not fit."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as noop

from boards.actions.clean import DESCRIPTION_LENGTH, TITLE_LENGTH
from integrations.importers.markdown import cut, joined
from integrations.importers.people import People
from integrations.importers.report import Report, shortened
from integrations.importers.tickets import Ticket

LABEL_LENGTH = 60
NOTES = (
    NO_TITLE := noop("cards without a title, now “(no title)”"),
    TITLE_CUT := noop("titles cut, the whole one begins the description"),
    DESCRIPTION_CUT := noop("ends of descriptions over 20,000 characters"),
)


class Content:
    """The fields of any card of one file; `called` is the other system, `labels` those the board has."""

    def __init__(self, people: People, labels: list[str], called: str, report: Report) -> None:
        self._people, self._report = people, report
        self._label_names = {name.lower(): name for name in labels}
        self._cut = (
            f"\n\n… *(cut here: the text was longer than a description may be; the whole of it is in {called})*"
        )

    def fields(self, ticket: Ticket) -> dict[str, Any]:
        return {
            "title": self._title(ticket),
            "description": self._description(ticket),
            "labels": sorted({self._one_case(name) for each in ticket.labels if (name := _label(each))}),
            "assignees": self._people.assignees(ticket.people),
            "due_at": ticket.due_at,
            **ticket.more,
        }

    def _title(self, ticket: Ticket) -> str:
        if not ticket.title:
            self._report.change(NO_TITLE)
            return "(no title)"
        if len(ticket.title) > TITLE_LENGTH:
            self._report.change(TITLE_CUT, ticket.title)
        return shortened(ticket.title, TITLE_LENGTH)

    def _description(self, ticket: Ticket) -> str:
        title = f"**{ticket.title}**" if len(ticket.title) > TITLE_LENGTH else ""
        whole = joined([title, ticket.text, *ticket.below])
        if len(whole) > DESCRIPTION_LENGTH:
            self._report.leave_out(DESCRIPTION_CUT, ticket.title)
        return cut(whole, DESCRIPTION_LENGTH, self._cut)

    def _one_case(self, name: str) -> str:
        """Labels that differ only in capital letters are one label here, written as the first of them."""
        return self._label_names.setdefault(name.lower(), name)


def _label(name: str) -> str:
    return " ".join(name.split())[:LABEL_LENGTH].strip()
