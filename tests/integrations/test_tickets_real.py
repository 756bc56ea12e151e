"""Real exports from beside the repository, when they are there."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Person, Team
from boards.models import Board, Card, CardLink
from hypotheses.models import LogEntry
from integrations.importers.formats import HEAD_BYTES, recognised
from tests.integrations.tickets import bring, seq
from tests.integrations.trello import drawn, is_gapless

JIRA = ("ericmedlock-planeso", "maarten-werkplaats", "trustyai-custom")


def content_of(shared_data: Path, name: str) -> bytes:
    file = shared_data / name
    if not file.exists():
        pytest.skip(f"NOT RUN: no {name} in the folder of real files")
    return file.read_bytes()


@pytest.fixture(params=JIRA)
def export(request: pytest.FixtureRequest, shared_data: Path) -> bytes:
    return content_of(shared_data, f"jira/{request.param}.csv")


def test_every_issue_of_an_export_comes_in_and_a_second_time_nothing_changes(
    export: bytes, team: Team, ada: Person
) -> None:
    found = recognised("export.csv", export[:HEAD_BYTES])
    assert found
    assert found.code == "jira"
    bring("jira", export, team, ada)
    board, rows = Board.objects.get(), list(csv.reader(export.decode("utf-8-sig").splitlines(keepends=True)))
    assert Card.objects.count() == len(rows) - 1
    assert is_gapless(board)
    before = seq(board)
    report = bring("jira", export, team, ada)
    assert seq(board) == before
    assert set(report.cards) <= {"unchanged", "gone"}


def test_comments_and_sprints_of_repeated_columns(shared_data: Path, team: Team, ada: Person) -> None:
    raw = content_of(shared_data, "jira/ericmedlock-planeso.csv")
    bring("jira", raw, team, ada)
    head, *rows = csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True))
    places = [index for index, header in enumerate(head) if header == "Comment"]
    assert LogEntry.objects.count() == sum(bool(row[index]) for row in rows for index in places) > len(rows) / 5
    assert not LogEntry.objects.filter(body__contains="accountid").exists()
    assert all(entry.created_at.year == 2025 for entry in LogEntry.objects.all())


def test_parents_by_id(shared_data: Path, team: Team, ada: Person) -> None:
    raw = content_of(shared_data, "jira/maarten-werkplaats.csv")
    bring("jira", raw, team, ada)
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    keys = {row["Issue id"]: row["Issue key"] for row in rows}
    wanted = {(row["Issue key"], keys[row["Parent"]]) for row in rows if row["Parent"] in keys}
    links = CardLink.objects.select_related("card", "target")
    found = {(link.card.face["external"][0]["id"], link.target.face["external"][0]["id"]) for link in links}
    assert found == wanted
    assert len(wanted) > 3


def recorded(shared_data: Path, name: str) -> list[Any]:
    """The answers with issues among the recorded ones."""
    calls = json.loads(content_of(shared_data, f"github/{name}.json"))
    return [call["response"] for call in calls if call["method"] == "get" and "/issues?" in call["path"]]


def test_pages_of_issues(shared_data: Path, team: Team, ada: Person) -> None:
    pages = recorded(shared_data, "octokit-paginate-issues")
    raw = "\n".join(map(json.dumps, pages)).encode()
    found = recognised("issues.json", raw[:HEAD_BYTES])
    assert found
    assert found.code == "github"
    bring("github", raw, team, ada)
    titles = [issue["title"] for page in pages for issue in page]
    assert drawn(Board.objects.get()) == {"Open": titles, "Closed": []}
    assert bring("github", raw, team, ada).cards["unchanged"] == len(titles) == 13


def test_answers_of_the_search(shared_data: Path, team: Team, ada: Person) -> None:
    (answer,) = recorded(shared_data, "octokit-search-issues")
    bring("github", json.dumps(answer).encode(), team, ada)
    assert Card.objects.count() == len(answer["items"]) > 0


@pytest.mark.parametrize("name", ["opened", "labeled", "milestoned", "opened.with-empty-body", "transferred"])
def test_issues_of_webhooks(shared_data: Path, team: Team, ada: Person, name: str) -> None:
    raw = content_of(shared_data, f"github/octokit-webhook-issues-{name}.payload.json")
    issue = json.loads(raw)["issue"]
    report = bring("github", raw, team, ada)
    is_issue = "/issues/" in issue["html_url"]
    assert Card.objects.count() == int(is_issue)
    assert ("pull requests" in report.left_out) == (not is_issue)
