"""Small files of our own, in the shapes that other systems write."""

from __future__ import annotations

import csv
import json
from io import StringIO
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import Person, Team
from boards.events import Cause
from boards.models import Board, Card
from integrations.importers.formats import FORMATS
from integrations.importers.report import Report

_numbers = count(1)
REPOSITORY = "acme/churn"


def bring(code: str, raw: bytes, team: Team, person: Person, **wishes: Any) -> Report:
    """Import it as a person would."""
    cause = Cause(actor=person, at=timezone.now(), origin=f"import:{code}", notify=False)
    return FORMATS[code].run(raw, team, cause, **{"key": None, "name": "", "dry_run": False, **wishes})


def table(head: list[str], *rows: list[str], delimiter: str = ",", end: str = "\r\n") -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([head, *rows])
    return text.getvalue().encode()


def jira(*issues: dict[str, Any]) -> bytes:
    """An export with a column for each field; a field with several values has a column for each of them."""
    issues = tuple({"Issue id": str(10_000 + n)} | issue for n, issue in enumerate(issues))
    widths: dict[str, int] = {"Summary": 1, "Issue key": 1}
    for name, value in (pair for issue in issues for pair in issue.items()):
        widths[name] = max(widths.get(name, 1), len(value) if isinstance(value, list) else 1)
    head = [name for name, width in widths.items() for _ in range(width)]
    return table(
        head,
        *([cell for name, width in widths.items() for cell in _cells(issue, name, width)] for issue in issues),
    )


def _cells(issue: dict[str, Any], name: str, width: int) -> list[str]:
    value = issue.get(name, "")
    cells = list(value) if isinstance(value, list) else [value]
    return cells + [""] * (width - len(cells))


def an_issue(title: str, **fields: Any) -> dict[str, Any]:
    """One of GitHub, as its API answers."""
    number = fields.pop("number", next(_numbers))
    kind = "pull" if "pull_request" in fields else "issues"
    plain = {
        "url": f"https://api.github.com/repos/{REPOSITORY}/issues/{number}",
        "repository_url": f"https://api.github.com/repos/{REPOSITORY}",
        "html_url": f"https://github.com/{REPOSITORY}/{kind}/{number}",
        "node_id": f"I_{number}",
        "number": number,
        "title": title,
        "user": {"login": "octo"},
        "labels": [],
        "state": "open",
        "assignees": [],
        "milestone": None,
        "comments": 0,
        "created_at": "2026-01-05T10:00:00Z",
        "closed_at": None,
        "body": None,
    }
    return {**plain, **fields}


def dumped(*pages: Any) -> bytes:
    """One value after the other, as a program prints that asks page by page."""
    return "\n".join(json.dumps(page) for page in pages).encode()


def here(title: str) -> Card:
    return Card.objects.get(title=title)


def labels(card: Card) -> list[str]:
    return [label["name"] for label in card.face["labels"]]


def seq(board: Board) -> int:
    board.refresh_from_db()
    return board.seq
