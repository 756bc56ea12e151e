"""What issues of GitHub look like after they have come in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import Person, Team
from boards.models import Board, Card
from hypotheses.models import LogEntry
from integrations.importers.formats import recognised
from integrations.importers.github.reading import BadExport
from tests.integrations.tickets import an_issue, bring, dumped, here, labels
from tests.integrations.trello import archived, drawn, is_gapless


def from_command_line(title: str, **fields: Any) -> dict[str, Any]:
    """As `gh issue list --json` prints it."""
    plain = {"number": 7, "title": title, "state": "OPEN", "url": "https://github.com/acme/churn/issues/7"}
    return {**plain, "createdAt": "2026-01-05T10:00:00Z", "body": "", **fields}


def test_open_issues_wait_in_the_backlog_and_closed_ones_are_done(team: Team, ada: Person) -> None:
    pages = [
        an_issue("Open one"),
        an_issue("Done one", state="closed", state_reason="completed", closed_at="2026-02-01T10:00:00Z"),
        an_issue("Not wanted", state="closed", state_reason="not_planned"),
    ]
    report = bring("github", dumped(pages), team, ada)
    board = Board.objects.get()
    assert (board.key, board.name, board.source) == ("CHURN", "churn", "github:acme/churn")
    assert drawn(board) == {"Open": ["Open one"], "Closed": ["Done one"]}
    assert [lane.role for lane in board.lanes.all()] == ["backlog", "done"]
    assert archived(board) == ["Not wanted"]
    assert report.changed["issues closed as not planned or as duplicates, archived here"].count == 1
    assert here("Done one").description.endswith("| Opened by | octo |\n| Closed | 2026-02-01 10:00 UTC |")
    assert is_gapless(board)


def test_pull_requests_are_left_out_and_counted(team: Team, ada: Person) -> None:
    pulls = [an_issue(f"Pull {n}", pull_request={"url": "x"}) for n in range(97)]
    report = bring("github", dumped([*pulls, an_issue("Issue")]), team, ada)
    assert [card.title for card in Card.objects.all()] == ["Issue"]
    assert report.left_out["pull requests"].count == 97


@pytest.mark.parametrize(
    "raw",
    [
        dumped([an_issue("One", number=1), an_issue("Two", number=2)]),
        dumped([an_issue("One", number=1)], [an_issue("Two", number=2)]),
        dumped([[an_issue("One", number=1)], [an_issue("Two", number=2)]]),
        dumped(an_issue("One", number=1), an_issue("Two", number=2)),
        dumped({"total_count": 2, "items": [an_issue("One", number=1), an_issue("Two", number=2)]}),
        dumped([an_issue("One", number=1)], {"action": "opened", "issue": an_issue("Two", number=2)}),
        b"\xef\xbb\xbf"
        + dumped([an_issue("One", number=1)]).replace(b"\n", b"")
        + dumped([an_issue("Two", number=2)]),
    ],
)
def test_pages_come_in_any_wrapping(team: Team, ada: Person, raw: bytes) -> None:
    found = recognised("issues.json", raw)
    assert found
    assert found.code == "github"
    bring("github", raw, team, ada)
    assert [card.title for card in Card.objects.order_by("number")] == ["One", "Two"]


def test_fields_of_the_api(team: Team, ada: Person) -> None:
    issue = an_issue(
        " Bad\n title ",
        number=12,
        body="First line\r\nsecond",
        labels=[{"name": "bug"}, {"name": "BUG "}, "old shape"],
        assignees=[{"login": "Ada"}, {"login": "mo"}],
        milestone={"title": "v1.0", "due_on": "2026-05-23T07:00:00Z"},
        comments=4,
        reactions={"total_count": 3},
        locked=True,
    )
    report = bring("github", dumped([issue]), team, ada)
    card = Card.objects.get()
    assert card.title == "Bad title"
    assert card.description.startswith("First line\nsecond\n\n| Field | Value |")
    assert "| Milestone | v1.0 |" in card.description
    assert labels(card) == ["bug", "old shape"]
    assert [person["username"] for person in card.face["assignees"]] == ["ada"]
    assert card.due_at == datetime(2026, 5, 23, 7, tzinfo=UTC)
    assert card.created_at == datetime(2026, 1, 5, 10, tzinfo=UTC)
    url = "https://github.com/acme/churn/issues/12"
    assert card.face["external"] == [{"source": "github", "id": "acme/churn#12", "url": url}]
    counts = {what: note.count for what, note in report.left_out.items()}
    assert counts == {
        "assignments of people who are not in the team": 1,
        "comments that the export does not hold": 4,
        "locked conversations": 1,
        "reactions": 3,
    }
    assert report.comments["missing"] == 4


def test_fields_of_the_command_line(team: Team, ada: Person) -> None:
    comments = [
        {"id": "IC_1", "author": {"login": "ada"}, "body": "mine", "createdAt": "2026-01-07T10:00:00Z"},
        {"id": "IC_2", "author": {"login": "mo"}, "body": "theirs", "createdAt": "2026-01-06T10:00:00Z"},
        {"id": "IC_3", "author": None, "body": "", "createdAt": None},
    ]
    issue = from_command_line(
        "Gone",
        state="CLOSED",
        stateReason="DUPLICATE",
        author={"login": "octo"},
        labels=[{"name": "bug", "color": "d73a4a"}],
        assignees=[{"login": "x", "name": "Petra"}],
        milestone={"title": "v1", "dueOn": "2026-05-23T07:00:00Z"},
        comments=comments,
        reactionGroups=[{"content": "HEART", "users": {"totalCount": 2}}],
    )
    report = bring("github", dumped([issue]), team, ada)
    card = Card.objects.get()
    assert card.archived_at is not None
    assert [person["username"] for person in card.face["assignees"]] == ["petra"]
    theirs, mine = LogEntry.objects.order_by("created_at")
    assert theirs.body == "*mo wrote in GitHub:*\n\ntheirs"
    assert (mine.author, mine.body) == (ada, "mine")
    assert (report.comments["carried"], report.comments["missing"]) == (2, 0)
    assert report.left_out["reactions"].count == 2
    assert card.face["external"][0]["id"] == "acme/churn#7"


def test_bodies_may_be_missing_or_far_too_long(team: Team, ada: Person) -> None:
    report = bring("github", dumped([an_issue("None"), an_issue("Long", body="x" * 25_000)]), team, ada)
    assert len(here("Long").description) <= 20_000
    assert "the whole of it is in GitHub" in here("Long").description
    assert here("None").description == "| Field | Value |\n| --- | --- |\n| Opened by | octo |"
    assert report.left_out["ends of descriptions over 20,000 characters"].examples == ["Long"]


def test_things_that_are_no_issues_are_named_with_their_reason(team: Team, ada: Person) -> None:
    things = [
        an_issue("One", number=1),
        7,
        {"title": "No number"},
        an_issue("Twin", number=1),
        an_issue("", number=3),
    ]
    report = bring("github", dumped(things), team, ada)
    assert [(each.row, each.name, each.why) for each in report.refused] == [
        (2, "", "It is no issue: it has no number."),
        (3, "No number", "It is no issue: it has no number."),
        (4, "acme/churn#1 Twin", "Its key was in the file before."),
        (5, "acme/churn#3", "It has no title."),
    ]


def test_issues_of_several_repositories_share_a_board(team: Team, ada: Person) -> None:
    other = {"repository_url": "https://api.github.com/repos/acme/other", "html_url": ""}
    bring("github", dumped([an_issue("One", number=1), an_issue("Two", number=1, **other)]), team, ada)
    assert [card.face["external"][0]["id"] for card in Card.objects.order_by("number")] == [
        "acme/churn#1",
        "acme/other#1",
    ]
    assert Board.objects.get().name == "GitHub"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty."),
        (b"[]", "The file holds no issue."),
        (b'{"message": "API rate limit exceeded"}', "an error message of GitHub, not its issues"),
        (b'[{"scope": "x", "method": "get"}]', "holds no issues of GitHub. The answer of GitHub"),
        (b'"text"', "holds no issues of GitHub"),
        (dumped([an_issue("One")])[:-5], "The file is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (dumped([{"number": 1}] * 20_001), "20,001 issues; up to 20,000"),
    ],
)
def test_a_file_that_holds_no_issues_is_refused_in_a_sentence(
    team: Team, ada: Person, raw: bytes, sentence: str
) -> None:
    with pytest.raises(BadExport, match=sentence):
        bring("github", raw, team, ada)
    assert not Board.objects.exists()
