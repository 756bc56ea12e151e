"""The next file of a project, and files that join a board: what changed there changes here, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.access import Role
from accounts.actions import add_member
from accounts.errors import Conflict, Forbidden, NotFound
from accounts.models import Person, Team
from boards.actions import Place, change_lane, edit_card, move_card, trash_card, unlink_cards, upsert_card
from boards.models import Board, Card, CardLink, Event, ExternalReference
from hypotheses.models import LogEntry
from integrations.models import ImportedCard
from tests.integrations.tickets import an_issue, bring, dumped, here, jira, seq, table
from tests.integrations.trello import archived, drawn, is_gapless
from tests.world import World, lane_of

Issues = list[dict[str, Any]]


@pytest.fixture
def issues() -> Issues:
    names = ("To Do", "To Do", "In Progress", "Done")
    issues: Issues = [
        {
            "Summary": f"Card {n}",
            "Issue key": f"NLP-{n}",
            "Status": status,
            "Priority": "Medium",
            "Description": "old",
        }
        for n, status in enumerate(names, 1)
    ]
    issues[0]["Comment"] = ["05/Sep/25 7:24 AM;acc-1;first", "06/Sep/25 7:24 AM;acc-1;second"]
    issues[1]["Parent"] = "10000"
    return issues


@pytest.fixture
def board(issues: Issues, team: Team, ada: Person) -> Board:
    bring("jira", jira(*issues), team, ada)
    return Board.objects.get()


FILES: dict[str, Callable[[], bytes]] = {
    "jira": lambda: jira(
        {"Summary": "One", "Issue key": "A-1", "Status": "Done", "Comment": "5/Sep/25 7:24 AM;a;x"}
    ),
    "github": lambda: dumped(
        [an_issue("One", number=1, labels=[{"name": "x"}]), an_issue("Two", number=2, state="closed")]
    ),
    "csv": lambda: table(["title", "status", "due"], ["One", "Doing", "1.2.2027"], ["One", "Done", ""]),
}


@pytest.mark.parametrize("code", FILES)
def test_the_same_file_twice_changes_nothing(team: Team, ada: Person, code: str) -> None:
    raw = FILES[code]()
    first = bring(code, raw, team, ada)
    board = Board.objects.get()
    before, cards = seq(board), list(Card.objects.values_list("version", "updated_at"))
    again = bring(code, raw, team, ada)
    assert (seq(board), list(Card.objects.values_list("version", "updated_at"))) == (before, cards)
    assert again.cards["unchanged"] == first.cards["created"] == len(cards)
    assert not again.is_new
    assert is_gapless(board)


@pytest.mark.parametrize("code", FILES)
def test_a_dry_run_counts_the_same_and_writes_nothing(team: Team, ada: Person, code: str) -> None:
    raw = FILES[code]()
    trial = bring(code, raw, team, ada, dry_run=True)
    assert not Board.objects.exists()
    real = bring(code, raw, team, ada)
    assert trial.as_dict() == {**real.as_dict(), "dry_run": True}


def test_changed_fields_follow_and_edits_made_here_stay(
    board: Board, issues: Issues, world: World, team: Team, ada: Person
) -> None:
    edit_card(cause=world.by("ben"), card=here("Card 1"), changes={"description": "mine", "title": "Our words"})
    move_card(cause=world.by("ben"), card=here("Card 2"), place=Place(lane=lane_of(board, "Done")))
    before = seq(board)
    issues[0] |= {"Priority": "High", "Description": "old"}
    report = bring("jira", jira(*issues), team, ada)
    card = here("Our words")
    assert (card.priority, card.description) == ("high", "mine")
    assert here("Card 2").lane.name == "Done"
    assert (report.cards["updated"], report.cards["unchanged"]) == (1, 3)
    assert list(Event.objects.after(board.pk, before).values_list("kind", flat=True)) == ["card.edited"]


def test_a_new_status_moves_its_card_to_the_bottom(board: Board, issues: Issues, team: Team, ada: Person) -> None:
    issues[0]["Status"] = "In Progress"
    issues[3]["Status"] = "Needs data"
    issues.insert(0, {"Summary": "New", "Issue key": "NLP-9", "Status": "To Do"})
    issues[2]["Parent"] = "10001"
    report = bring("jira", jira(*issues), team, ada)
    assert drawn(board) == {
        "backlog": [],
        "To Do": ["Card 2", "New"],
        "In Progress": ["Card 3", "Card 1"],
        "Needs data": ["Card 4"],
        "Done": [],
    }
    assert (report.cards["created"], report.cards["updated"], report.lanes["created"]) == (1, 2, 1)
    assert CardLink.objects.count() == 1


def test_a_card_that_went_there_by_itself_keeps_its_place(
    board: Board, issues: Issues, world: World, team: Team, ada: Person
) -> None:
    top = Place(lane=lane_of(board, "In Progress"), to="top")
    move_card(cause=world.by("ben"), card=here("Card 1"), place=top)
    before = seq(board)
    issues[0]["Status"] = "In Progress"
    bring("jira", jira(*issues), team, ada)
    assert drawn(board)["In Progress"] == ["Card 1", "Card 3"]
    assert seq(board) == before


def test_another_order_of_the_rows_is_no_change(board: Board, issues: Issues, team: Team, ada: Person) -> None:
    before = seq(board)
    raw = table(
        ["Issue key", "Summary", "Status", "Priority", "Description"],
        *(
            [each[name] for name in ("Issue key", "Summary", "Status", "Priority", "Description")]
            for each in issues[::-1]
        ),
        delimiter=";",
    )
    bring("jira", raw, team, ada)
    assert seq(board) == before


def test_comments_come_once(board: Board, issues: Issues, team: Team, ada: Person) -> None:
    issues[0]["Comment"].append("07/Sep/25 7:24 AM;acc-1;third")
    report = bring("jira", jira(*issues), team, ada)
    assert [entry.body[-6:].strip() for entry in LogEntry.objects.order_by("created_at")] == [
        "first",
        "second",
        "third",
    ]
    assert (report.comments["known"], report.comments["carried"]) == (2, 1)
    assert here("Card 1").face["log"] == 3


def test_what_is_gone_there_stays_here_and_trash_stays_trash(
    board: Board, issues: Issues, world: World, team: Team, ada: Person
) -> None:
    trash_card(cause=world.by("ben"), card=here("Card 1"))
    issues[0] |= {"Summary": "Renamed", "Comment": ["08/Sep/25 7:24 AM;acc-1;late"]}
    report = bring("jira", jira(*issues[:3]), team, ada)
    assert here("Card 1").trashed_at is not None
    assert here("Card 4").is_open
    assert (report.cards["trashed"], report.cards["gone"], report.comments["carried"]) == (1, 1, 0)


def test_an_issue_that_is_opened_again_comes_back(team: Team, ada: Person) -> None:
    closed = {"state": "closed", "state_reason": "not_planned"}
    bring("github", dumped([an_issue("One", number=1, **closed)]), team, ada)
    report = bring("github", dumped([an_issue("One", number=1, state_reason="reopened")]), team, ada)
    assert drawn(Board.objects.get()) == {"Open": ["One"], "Closed": []}
    bring("github", dumped([an_issue("One", number=1, **closed)]), team, ada)
    assert (report.cards["restored"], archived(Board.objects.get())) == (1, ["One"])


def test_a_board_that_was_made_is_met_under_its_key_only(
    board: Board, issues: Issues, team: Team, ada: Person
) -> None:
    with pytest.raises(Conflict, match="here already as NLP"):
        bring("jira", jira(*issues), team, ada, key="OTHER")
    assert bring("jira", jira(*issues), team, ada, key="NLP").board == "NLP"


def test_tickets_join_a_board_by_the_names_and_roles_of_its_lanes(world: World) -> None:
    board = world.board("MINE")
    world.card(board, "Here before")
    raw = jira(
        {"Summary": "Waiting", "Issue key": "A-1", "Status": "TO DO"},
        {"Summary": "Running", "Issue key": "A-2", "Status": "In Progress"},
        {"Summary": "Finished", "Issue key": "A-3", "Status": "Closed"},
        {"Summary": "Legal", "Issue key": "A-4", "Status": "With legal"},
    )
    report = bring("jira", raw, world.team, world.ada, board=board)
    assert drawn(board) == {
        "backlog": [],
        "to do": ["Here before", "Waiting"],
        "test hypothesis": [],
        "code review": [],
        "update model": ["Running"],
        "With legal": ["Legal"],
        "done": ["Finished"],
    }
    assert (report.board, report.is_new, report.lanes["created"]) == ("MINE", False, 1)
    assert bring("jira", raw, world.team, world.ada, board=board).cards["unchanged"] == 4
    change_lane(cause=world.by("ada"), lane=lane_of(board, "update model"), changes={"name": "running now"})
    assert bring("jira", raw, world.team, world.ada, board=board).lanes == {}
    board.refresh_from_db()
    assert board.source == ""
    assert is_gapless(board)


def test_a_lane_that_is_full_sends_cards_to_the_backlog(world: World) -> None:
    board = world.board("MINE")
    lane = lane_of(board, "to do")
    change_lane(cause=world.by("ada"), lane=lane, changes={"wip_mode": "block", "wip_limit": 2})
    world.card(board, "Here before")
    raw = jira(*({"Summary": f"Card {n}", "Issue key": f"A-{n}", "Status": "To Do"} for n in range(3)))
    report = bring("jira", raw, world.team, world.ada, board=board)
    assert drawn(board)["to do"] == ["Here before", "Card 0"]
    assert drawn(board)["backlog"] == ["Card 1", "Card 2"]
    note = report.changed["cards that to do does not let in (its limit or its rules)"]
    assert note.examples == ["Card 1", "Card 2"]
    change_lane(cause=world.by("ada"), lane=lane, changes={"wip_mode": "off"})
    bring("jira", raw, world.team, world.ada, board=board)
    assert drawn(board)["to do"] == ["Here before", "Card 0", "Card 1", "Card 2"]


def test_new_lanes_on_a_board_are_an_admins(world: World) -> None:
    board = world.board("MINE")
    known = jira({"Summary": "One", "Issue key": "A-1", "Status": "To Do"})
    assert bring("jira", known, world.team, world.petra, board=board).cards["created"] == 1
    other = jira({"Summary": "Two", "Issue key": "A-2", "Status": "With legal"})
    with pytest.raises(Forbidden, match="needs a lane With legal"):
        bring("jira", other, world.team, world.petra, board=board)
    with pytest.raises(Forbidden):
        bring("jira", known, world.team, world.ben, board=board)
    assert Card.objects.count() == 1


def test_the_board_of_another_team_is_not_there(world: World) -> None:
    board = world.board("MINE")
    other = Team.objects.exclude(pk=world.team.pk).get()
    add_member(actor=world.dan, team=other, person=world.ada, role=Role.ADMIN, at=world.at)
    for person in (world.dan, world.ada):
        with pytest.raises(NotFound):
            bring("jira", jira({"Summary": "One", "Issue key": "A-1"}), other, person, board=board)


def test_a_card_that_came_by_the_api_is_met(world: World) -> None:
    board = world.board("MINE")
    upsert_card(cause=world.by("ben"), board=board, source="jira", external_id="A-1", title="By the API", value=4)
    raw = jira({"Summary": "By the file", "Issue key": "A-1", "Status": "To Do", "Description": "text"})
    bring("jira", raw, world.team, world.ada, board=board)
    card = Card.objects.get()
    assert (card.title, card.value, card.lane.name) == ("By the file", 4, "to do")
    assert ImportedCard.objects.get().reference == ExternalReference.objects.get()
    _, result = upsert_card(
        cause=world.by("ben"), board=board, source="jira", external_id="A-1", title="By the file"
    )
    assert result == "unchanged"


def test_a_link_that_was_taken_away_here_stays_away(
    board: Board, issues: Issues, world: World, team: Team, ada: Person
) -> None:
    link = CardLink.objects.get()
    unlink_cards(cause=world.by("ben"), card=link.card, target=link.target, kind=link.kind)
    issues[2]["Parent"] = "10099"
    bring("jira", jira(*issues), team, ada)
    assert not CardLink.objects.exists()
    issues.append({"Summary": "Epic", "Issue key": "NLP-99", "Issue id": "10099"})
    bring("jira", jira(*issues), team, ada)
    assert [(link.card.title, link.target.title) for link in CardLink.objects.all()] == [("Card 3", "Epic")]


def queries(world: World, raw: bytes, **wishes: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        bring("jira", raw, world.team, world.ada, **wishes)
    return len(found)


def many(count: int) -> bytes:
    statuses = ("To Do", "In Progress", "Done")
    return jira(
        *(
            {
                "Summary": f"Card {n}",
                "Issue key": f"A-{n}",
                "Status": statuses[n % 3],
                "Labels": "data",
                "Assignee": "petra",
                "Comment": [f"05/Sep/25 7:24 AM;acc;comment {n}", f"06/Sep/25 7:24 AM;acc;more {n}"],
                "Parent": "10000" if n else "",
            }
            for n in range(count)
        )
    )


def test_queries_come_with_batches_and_not_with_rows(world: World) -> None:
    few = queries(world, many(100), key="FEW")
    Board.objects.update(source="")
    more = queries(world, many(200), key="MORE")
    assert more <= few + 25
    board = world.board("MINE")
    world.card(board, "Here before")
    joined = queries(world, many(200), board=board)
    assert joined <= more + 30
    assert queries(world, many(200), board=board) < 40
