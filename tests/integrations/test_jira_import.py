"""What a Jira export looks like after it has come in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import Person, Team
from boards.models import Board, Card, CardLink, Event
from hypotheses.models import LogEntry
from integrations.importers.formats import recognised
from integrations.importers.jira.reading import BadExport
from tests.integrations.tickets import bring, here, jira, labels, table
from tests.integrations.trello import drawn, is_gapless


def issue(key: str, title: str = "", /, **fields: Any) -> dict[str, Any]:
    names = {name.replace("_", " "): value for name, value in fields.items()}
    return {"Summary": title or f"Issue {key}", "Issue key": key, "Project name": "Churn model", **names}


def test_statuses_become_lanes_in_the_order_of_work(team: Team, ada: Person) -> None:
    raw = jira(
        issue("NLP-4", Status="Done"),
        issue("NLP-3", Status="Waiting for legal", Status_Category="In Progress"),
        issue("NLP-2", Status="To Do"),
        issue("NLP-1", Status="Somewhere"),
        issue("NLP-5", Status="Backlog"),
    )
    report = bring("jira", raw, team, ada)
    board = Board.objects.get()
    assert (board.key, board.name, board.source) == ("NLP", "Churn model", "jira:NLP")
    assert drawn(board) == {
        "Backlog": ["Issue NLP-5"],
        "To Do": ["Issue NLP-2"],
        "Somewhere": ["Issue NLP-1"],
        "Waiting for legal": ["Issue NLP-3"],
        "Done": ["Issue NLP-4"],
    }
    assert [lane.role for lane in board.lanes.all()] == ["backlog", "queue", "queue", "active", "done"]
    assert "does not say" in report.roles["Somewhere"]
    assert "does not say" not in report.roles["Waiting for legal"]
    assert is_gapless(board)


def test_every_fact_says_that_it_came_with_an_import_and_tells_nobody(team: Team, ada: Person) -> None:
    bring(
        "jira",
        jira(issue("NLP-1", Comment=["05/Sep/25 7:24 AM;acc;x"]), issue("NLP-2", Parent="10000")),
        team,
        ada,
    )
    events = Event.objects.filter(card__isnull=False)
    kinds = ["card.created", "card.created", "log.added", "card.linked"]
    assert [event.kind for event in events.order_by("seq")] == kinds
    assert {event.origin for event in events} == {"import:jira"}
    assert all(event.data["silent"] for event in events)


@pytest.mark.parametrize(
    "head",
    [
        ["Resumen", "Clave de incidencia", "ID de la incidencia", "Estado", "Prioridad", "Principal", "Creada"],
        ["Zusammenfassung", "Vorgangsschlüssel", "Vorgangs-ID", "Status", "Priorität", "Übergeordnet", "Erstellt"],
        ["Summary", "Work item key", "Work item id", "Status", "Priority", "Parent", "Created"],
    ],
)
def test_headers_in_other_languages(team: Team, ada: Person, head: list[str]) -> None:
    statuses, urgent = {"Estado": ("En curso", "Finalizada")}, {"Prioridad": "Alta", "Priorität": "Hoch"}
    doing, done = statuses.get(head[3], ("In Arbeit", "Erledigt"))
    raw = table(
        head,
        ["Eins", "NLP-1", "10001", doing, urgent.get(head[4], "High"), "", "04/dic/25 10:57 AM"],
        ["Zwei", "NLP-2", "10002", done, "", "10001", "29-08-24 20:38"],
        delimiter=";",
    )
    found = recognised("export.csv", raw)
    assert found
    assert found.code == "jira"
    bring("jira", raw, team, ada)
    board = Board.objects.get()
    assert drawn(board) == {"backlog": [], doing: ["Eins"], done: ["Zwei"]}
    assert [lane.role for lane in board.lanes.all()] == ["backlog", "active", "done"]
    assert here("Eins").priority == "high"
    assert here("Eins").created_at == datetime(2025, 12, 4, 10, 57, tzinfo=UTC)
    assert here("Zwei").created_at == datetime(2024, 8, 29, 20, 38, tzinfo=UTC)
    link = CardLink.objects.get()
    assert (link.card.title, link.target.title, link.kind) == ("Zwei", "Eins", "parent")


def test_repeated_columns_lose_nothing(team: Team, ada: Person) -> None:
    raw = jira(
        issue(
            "NLP-1",
            Sprint=["Sprint 1", "Sprint 2", "", "Sprint 5"],
            Labels=["data", "nlp slow"],
            Comment=[f"0{n}/Sep/25 7:24 AM;acc-1;comment {n}" for n in range(1, 8)],
            Attachment=[f"05/Sep/25 7:00 AM;acc-1;plot {n}.png;https://files.example.org/{n}" for n in range(3)],
            Issue_Type="Bug",
        ),
        issue("NLP-2", Sprint=["Sprint 3"], Issue_Type="Task"),
    )
    report = bring("jira", raw, team, ada)
    card = here("Issue NLP-1")
    assert "| Sprint | Sprint 1, Sprint 2, Sprint 5 |" in card.description
    assert "- [plot 2.png](<https://files.example.org/2>)" in card.description
    assert labels(card) == ["Bug", "data", "nlp", "slow"]
    assert labels(here("Issue NLP-2")) == []
    assert [entry.body[-9:] for entry in LogEntry.objects.order_by("created_at")] == [
        f"comment {n}" for n in range(1, 8)
    ]
    assert (card.face["log"], card.version) == (7, 8)
    assert report.comments["carried"] == 7
    assert report.changed["attachments, now links in the description; the files stay in Jira"].count == 3


def test_comments_name_who_wrote_them_and_who_they_mention(team: Team, ada: Person) -> None:
    raw = jira(
        issue(
            "NLP-1",
            Assignee="Petra",
            Assignee_Id="acc-1",
            Reporter="Mo Wanderer",
            Reporter_Id="acc-2",
            Comment=[
                "29/Aug/24 9:28 PM;acc-1;Ask [~accountid:acc-2]; *soon*\nplease",
                "16/02/2017 15:26;acc-2;done",
                "no date; only text",
            ],
        )
    )
    bring("jira", raw, team, ada)
    first, second, third = LogEntry.objects.order_by("created_at")
    assert (first.author, first.body) == (ada, "*Mo Wanderer wrote in Jira:*\n\ndone")
    assert (second.author.username, second.body) == ("petra", "Ask Mo Wanderer; **soon**\nplease")
    assert second.created_at == datetime(2024, 8, 29, 21, 28, tzinfo=UTC)
    assert third.body == "*somebody wrote in Jira:*\n\nno date; only text"
    assert [person["username"] for person in here("Issue NLP-1").face["assignees"]] == ["petra"]


def test_what_has_no_field_here_stands_below_the_description(team: Team, ada: Person) -> None:
    raw = jira(
        issue(
            "NLP-1",
            Description="h1. Why\n\nBecause *it* matters.",
            Reporter="Mo",
            Resolved="12/Sep/25 9:05 AM",
            Resolution="Done",
            **{
                "Custom field (Story Points)": "5",
                "Custom field (Team)": "Search",
                "Custom field (Rank)": "0|i001wn:",
                "Activity Type": "New",
                "Project lead": "Lea",
                "Original estimate": "3600",
                "Watchers": ["a", "b"],
                "Votes": "3",
                "Log Work": ["x;y;z"],
            },
        )
    )
    report = bring("jira", raw, team, ada)
    text, rows = here("Issue NLP-1").description.split("\n\n| Field | Value |\n| --- | --- |\n")
    assert text == "# Why\n\nBecause **it** matters."
    assert rows.split("\n")[:5] == [
        "| Reporter | Mo |",
        "| Resolution | Done |",
        "| Resolved | 12/Sep/25 9:05 AM |",
        "| Story points | 5 |",
        "| Original estimate | 3600 |",
    ]
    assert {"| Team | Search |", "| Activity Type | New |"} <= set(rows.split("\n"))
    assert "i001wn" not in rows
    assert "Lea" not in rows
    counts = {what: note.count for what, note in report.left_out.items()}
    assert counts == {"watchers": 2, "votes": 3, "work logs": 1}
    assert report.changed["estimates and story points, now in the description"].count == 1


def test_links_and_parents_by_id_or_key(team: Team, ada: Person) -> None:
    raw = jira(
        issue("NLP-1", **{"Outward issue link (Blocks)": "NLP-2", "Inward issue link (Blocks)": "NLP-3"}),
        issue("NLP-2", **{"Outward issue link (Relates)": ["NLP-1", "NLP-1", "OTHER-9"], "Parent key": "NLP-1"}),
        issue("NLP-3", Parent="10000"),
        issue("NLP-4", Parent="99999"),
    )
    report = bring("jira", raw, team, ada)
    found = {(link.card.title[-1], link.kind, link.target.title[-1]) for link in CardLink.objects.all()}
    assert found == {
        ("1", "blocks", "2"),
        ("3", "blocks", "1"),
        ("2", "relates", "1"),
        ("2", "parent", "1"),
        ("3", "parent", "1"),
    }
    note = report.left_out["links to cards that are not here"]
    assert (note.count, note.examples) == (2, ["NLP-2: OTHER-9", "NLP-4: 99999"])
    assert here("Issue NLP-2").version == 3


def test_due_dates_priorities_and_references(team: Team, ada: Person) -> None:
    raw = jira(
        issue("NLP-1", Due_date="05/Sep/25 12:00 AM", Priority="Highest", Created="03/Sep/25 9:21 AM"),
        issue("NLP-2", Due_date="some day", Priority="Odd"),
        issue("NLP-3", Priority="Lowest"),
    )
    report = bring("jira", raw, team, ada)
    first, second, third = Card.objects.order_by("number")
    assert first.due_at == datetime(2025, 9, 5, 18, tzinfo=UTC)
    assert first.created_at == datetime(2025, 9, 3, 9, 21, tzinfo=UTC)
    assert [card.priority for card in (first, second, third)] == ["urgent", "normal", "low"]
    assert first.face["external"] == [{"source": "jira", "id": "NLP-1", "url": ""}]
    assert second.due_at is None
    assert report.left_out["due dates that could not be read"].examples == ["some day"]
    assert report.changed["priorities that are not known here, now normal"].examples == ["Odd"]


def test_rows_that_are_no_issues_are_named_with_their_reason(team: Team, ada: Person) -> None:
    raw = table(
        ["Summary", "Issue key"], ["One", "NLP-1"], ["", ""], ["Lost", ""], ["Again", "NLP-1"], ["", "NLP-2"]
    )
    report = bring("jira", raw + b",\r\n" * 738, team, ada)
    assert Card.objects.count() == 1
    assert report.as_dict()["refused"] == [
        {"row": 4, "name": "Lost", "why": "It has no issue key."},
        {"row": 5, "name": "NLP-1 Again", "why": "Its key was in the file before."},
        {"row": 6, "name": "NLP-2", "why": "It has no title."},
    ]
    assert report.left_out["blank rows"].count == 739


def test_an_export_without_status_puts_what_was_resolved_into_done(team: Team, ada: Person) -> None:
    raw = table(["Issue", "Title", "Resolved Date"], ["RH-1", "One", "2026-03-26"], ["RH-2", "Two", ""])
    bring("jira", raw, team, ada)
    assert drawn(Board.objects.get()) == {"backlog": ["Two"], "Done": ["One"]}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (table(["Summary", "Status"], ["One", "Done"]), "no Jira export: it has no column Issue key. In Jira:"),
        (table(["Issue key", "Status"], ["A-1", "Done"]), "no Jira export: it has no column Summary. In Jira:"),
        (b'{"issues": []}', "no table of values between delimiters. In Jira:"),
        (b"", "The file is empty."),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_a_sentence(
    team: Team, ada: Person, raw: bytes, sentence: str
) -> None:
    with pytest.raises(BadExport, match=sentence):
        bring("jira", raw, team, ada)
    assert not Board.objects.exists()
