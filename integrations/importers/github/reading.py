"""Reading issues of GitHub: one page or many, from the API, the search or the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.errors import Invalid
from boards.models import Lane
from integrations.importers.github.issues import CLOSED, OPEN, Issue, Issues
from integrations.importers.identity import identity
from integrations.importers.report import Report
from integrations.importers.rows import NO_TITLE, TWICE
from integrations.importers.tickets import Status, TicketFile
from integrations.json_files import grouped, read_json_values

SOURCE = "github"
MOST = 20_000
HOW_TO_EXPORT = noop(
    "The answer of GitHub to /repos/OWNER/NAME/issues?state=all is one, or what gh issue list --json prints."
)
# Keys of an issue that no other file has near its beginning.
KEYS = re.compile(rb'"(?:repository_url|html_url|node_id|stateReason|createdAt|number)"\s*:')
OPENS = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
STATUSES = (
    Status(key=OPEN, name="Open", role=Lane.Role.BACKLOG),
    Status(key=CLOSED, name="Closed", role=Lane.Role.DONE),
)
NOTES = (
    PULL_REQUESTS := noop("pull requests"),
    NO_NUMBER := noop("It is no issue: it has no number."),
)


class BadExport(Invalid):
    """The file holds no issues of GitHub."""

    code = "bad_export"
    title = noop("Not a list of GitHub issues")


def is_export(filename: str, head: bytes) -> bool:
    """Whether a file that begins like this is to be read as issues, whatever it is called."""
    return OPENS.match(head) is not None and KEYS.search(head) is not None


def read_github(raw: bytes, report: Report, zone: tzinfo) -> TicketFile:
    """The issues of a file, pull requests left out; `BadExport` says what the file is instead."""
    found = list(_issues(read_json_values(raw, BadExport, HOW_TO_EXPORT)))
    if len(found) > MOST:
        counts = {"n": grouped(len(found)), "most": grouped(MOST)}
        raise BadExport(_("The file has %(n)s issues; up to %(most)s can be imported at once.") % counts)
    _require_issues(found)
    taken = list(_taken([Issue(each) for each in found], report))
    issues = Issues(report)
    tickets = [issues.ticket(each) for each in taken]
    repositories = sorted({each.repository for each in taken if each.repository})
    only = repositories[0] if len(repositories) == 1 else ""
    return TicketFile(
        source=SOURCE,
        called="GitHub",
        identity=identity(SOURCE, "+".join(repositories), raw),
        name=only.rpartition("/")[2] or "GitHub",
        statuses=STATUSES,
        tickets=tickets,
    )


def _issues(values: list[Any]) -> Iterator[Any]:
    """Every thing in the pages, whatever they are wrapped in: arrays, answers of the search, webhooks."""
    for each in values:
        if isinstance(each, list):
            yield from _issues(each)
        elif isinstance(each, dict) and isinstance(each.get("items"), list):
            yield from _issues(each["items"])
        elif isinstance(each, dict) and isinstance(each.get("issue"), dict):
            yield each["issue"]
        else:
            yield each


def _require_issues(found: list[Any]) -> None:
    """At least one of them is an issue or a pull request, or there are none at all."""
    if any(isinstance(each, dict) and Issue(each).number for each in found):
        return
    if not found:
        raise BadExport(_("The file holds no issue."))
    first = found[0]
    if isinstance(first, dict) and isinstance(first.get("message"), str):
        raise BadExport(_("The file holds an error message of GitHub, not its issues."))
    sentence = _("The file is JSON, but holds no issues of GitHub.")
    raise BadExport(f"{sentence} {_(HOW_TO_EXPORT)}")


def _taken(found: list[Issue], report: Report) -> Iterator[Issue]:
    known: set[str] = set()
    for number, each in enumerate(found, 1):
        if each.is_pull_request:
            report.leave_out(PULL_REQUESTS, each.title)
        elif not each.number:
            report.refuse(number, each.title, NO_NUMBER)
        elif not each.title:
            report.refuse(number, each.id, NO_TITLE)
        elif each.id in known:
            report.refuse(number, f"{each.id} {each.title}", TWICE)
        else:
            known.add(each.id)
            yield each
