"""What a report says is kept in English and read in the reader's language."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from accounts.models import Person, Team
from accounts.retold import retold
from boards.actions import change_lane
from integrations.importers.report import Report
from integrations.importers.told import KEPT
from tests.integrations.tickets import an_issue, bring, dumped, jira, table
from tests.integrations.trello import a_board, a_card, a_list
from tests.integrations.trello import bring as bring_trello
from tests.world import World, lane_of


@pytest.mark.parametrize("kept", KEPT)
def test_every_note_is_said_in_german(kept: str) -> None:
    note = re.sub(r"%\(\w+\)s", "to do", kept)
    with override("de"):
        assert retold(note) != note
    with override("en"):
        assert retold(note) == note


def all_of(report: Report) -> list[str]:
    return [*report.left_out, *report.changed, *(row.why for row in report.refused)]


def test_no_report_says_what_is_not_known(world: World) -> None:
    board = world.board()
    full = {"wip_mode": "block", "wip_limit": 1}
    change_lane(cause=world.by("ada"), lane=lane_of(board, "to do"), changes=full)
    team, ada = world.team, world.ada
    two = jira(*({"Summary": "x", "Issue key": f"B-{n}", "Status": "to do"} for n in "12"))
    ours = ["ref", "kind", "title", "lane", "verdict", "value"]
    verdict = table(ours, ["X-1", "task", "t", "l", "refuted", "9"], ["X-2"])
    reports = [
        _jira(team, ada),
        bring("jira", two, team, ada, board=board),
        _github(team, ada),
        bring("csv", verdict, team, ada),
        bring("csv", table(["title", "b"], ["t", "1"]), team, ada),
        _trello(team, ada),
    ]
    said = {note for report in reports for note in all_of(report)}
    with override("de"):
        assert [note for note in said if retold(note) == note] == []
    assert len(said) > 40


def _jira(team: Team, ada: Person) -> Report:
    issue = {
        "Summary": "x" * 300,
        "Issue key": "A-1",
        "Status": "Odd",
        "Priority": "Odd",
        "Due date": "03/04/2026",
        "Assignee": "Mo",
        "Sprint": "one",
        "Story Points": "5",
        "Votes": "1",
        "Watchers": "Mo",
        "Log Work": "x",
        "Attachment": "x;y;z;https://files.example.org/z",
        "Parent": "9",
        "Comment": ["x" * 12_000],
        "Description": "x" * 25_000,
    }
    others = [
        {"Issue key": "A-1"},
        {"Issue key": "A-2"},
        {"Summary": "No key"},
        {"Issue key": "A-3", "Summary": "é", "Due date": "x"},
    ]
    raw = jira(issue, *others) + b",\r\n"
    return bring("jira", raw.decode().encode("latin-1"), team, ada)


def _github(team: Team, ada: Person) -> Report:
    closed = {"state": "closed", "state_reason": "not_planned", "locked": True, "reactions": {"total_count": 1}}
    milestone = {"title": "v1", "due_on": "2026-05-23T07:00:00Z"}
    issues = [
        an_issue("a", comments=3, milestone=milestone),
        an_issue("b", **closed),
        an_issue("c", pull_request={}),
        7,
    ]
    return bring("github", dumped(issues), team, ada)


def _trello(team: Team, ada: Person) -> Report:
    doing, old = a_list("Odd"), a_list("Old", closed=True)
    card = a_card(
        doing,
        "",
        cover={"color": "red"},
        stickers=[{}],
        pluginData=[{}],
        locationName="Lab",
        isTemplate=True,
        idMembersVoted=["m"],
        labels=[{"name": ""}],
        attachments=[{"url": "x"}],
        dueComplete=True,
        badges={"comments": 3},
    )
    board = a_board([doing, old], [card, a_card(old, "o"), a_card(a_list("?"), "l")], powerUps=["x"], closed=True)
    return bring_trello({**board, "actions": [{"id": "a", "type": "updateCard"}]}, team, ada)
