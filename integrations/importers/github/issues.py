"""One issue of GitHub as a ticket, in the words of the API or of the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as noop

from integrations.importers.markdown import table
from integrations.importers.node import Node
from integrations.importers.report import Report
from integrations.importers.tickets import Remark, Ticket, Who

OPEN, CLOSED = "open", "closed"
# What was closed without being done has no place in a lane of what is done.
PUT_ASIDE = frozenset({"not_planned", "duplicate"})
ADDRESS = re.compile(r"https?://[^/\s]+/(?:repos/)?(?P<name>[\w.-]+/[\w.-]+)/(?:issues|pull)/\d+")
REPOSITORY = re.compile(r"https?://[^\s]+/repos/(?P<name>[\w.-]+/[\w.-]+)/?")
NOTES = (
    MILESTONES := noop("milestones, now in the description"),
    MILESTONE_DUE := noop("due dates of milestones, now of their cards"),
    SET_ASIDE := noop("issues closed as not planned or as duplicates, archived here"),
    REACTIONS := noop("reactions"),
    LOCKS := noop("locked conversations"),
)


class Issue:
    """Reads either spelling of a field; what has another type than expected counts as absent."""

    def __init__(self, raw: Any) -> None:
        self.node = Node(raw if isinstance(raw, dict) else {})

    @property
    def number(self) -> int:
        return self.node.whole("number")

    @property
    def title(self) -> str:
        return " ".join(self.node.text("title").split())

    @property
    def url(self) -> str:
        return self.node.text("html_url") or self.node.text("url")

    @property
    def repository(self) -> str:
        for form, text in ((REPOSITORY, self.node.text("repository_url")), (ADDRESS, self.url)):
            if found := form.fullmatch(text):
                return found["name"]
        whole = self.node.node("repository")
        return whole.text("nameWithOwner") or whole.text("full_name")

    @property
    def id(self) -> str:
        """As GitHub writes it: acme/churn#12."""
        return f"{self.repository}#{self.number}"

    @property
    def is_pull_request(self) -> bool:
        is_one = isinstance(self.node.raw.get("pull_request"), dict) or self.node.flag("isPullRequest")
        return is_one or f"/pull/{self.number}" in self.url

    @property
    def is_closed(self) -> bool:
        return self.text("state").lower() == CLOSED

    def text(self, *names: str) -> str:
        return next((text for name in names if (text := self.node.text(name))), "")

    def moment(self, *names: str) -> datetime | None:
        return next((at for name in names if (at := self.node.moment(name))), None)


class Issues:
    def __init__(self, report: Report) -> None:
        self._report = report

    def ticket(self, issue: Issue) -> Ticket:
        aside = issue.is_closed and issue.text("state_reason", "stateReason").lower() in PUT_ASIDE
        remarks = list(_remarks(issue))
        self._tell(issue, aside)
        return Ticket(
            id=issue.id,
            title=issue.title,
            status=CLOSED if issue.is_closed else OPEN,
            text=issue.text("body").replace("\r\n", "\n"),
            below=[table(_rows(issue))],
            labels=_labels(issue.node),
            people=_people(issue.node),
            due_at=_milestone_due(issue),
            url=issue.url,
            created_at=issue.moment("created_at", "createdAt"),
            archived=aside,
            remarks=remarks,
            comments=issue.node.whole("comments"),
        )

    def _tell(self, issue: Issue, aside: bool) -> None:
        report, node = self._report, issue.node
        report.change(SET_ASIDE, issue.title, int(aside))
        report.change(MILESTONES, issue.title, int(bool(node.node("milestone").text("title"))))
        report.change(MILESTONE_DUE, issue.title, int(_milestone_due(issue) is not None))
        report.leave_out(LOCKS, issue.title, int(node.flag("locked")))
        groups = (group.node("users").whole("totalCount") for group in node.nodes("reactionGroups"))
        report.leave_out(REACTIONS, issue.title, node.node("reactions").whole("total_count") + sum(groups))


def _people(node: Node) -> list[Who]:
    one = node.node("assignee")
    found = node.nodes("assignees") or ([one] if one.raw else [])
    return [_who(each) for each in found]


def _who(node: Node) -> Who:
    return Who(username=node.text("login"), name=node.text("name"))


def _labels(node: Node) -> list[str]:
    """Labels are objects; in very old answers they are their names."""
    return [*(each.text("name") for each in node.nodes("labels")), *node.words("labels")]


def _milestone_due(issue: Issue) -> datetime | None:
    milestone = issue.node.node("milestone")
    return None if issue.is_closed else milestone.moment("due_on") or milestone.moment("dueOn")


def _rows(issue: Issue) -> Iterator[tuple[str, str]]:
    author = issue.node.node("user").text("login") or issue.node.node("author").text("login")
    closed = issue.moment("closed_at", "closedAt")
    found = (
        ("Opened by", author),
        ("Milestone", issue.node.node("milestone").text("title")),
        ("Closed", f"{closed:%Y-%m-%d %H:%M} UTC" if closed and issue.is_closed else ""),
    )
    return ((name, value) for name, value in found if value)


def _remarks(issue: Issue) -> Iterator[Remark]:
    """The command line brings the comments along; the API only counts them."""
    for each in issue.node.nodes("comments"):
        at = each.moment("createdAt") or each.moment("created_at")
        by = _who(each.node("author") if each.node("author").raw else each.node("user"))
        id_ = each.text("id") or str(each.whole("id") or "") or f"{issue.id}@{at}"
        yield Remark(id=id_[:64], by=by, text=each.text("body").strip(), at=at)
