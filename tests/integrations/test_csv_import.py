"""Any table of cards, our own export among them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accounts.errors import Conflict
from boards.actions import archive_card
from boards.models import Board, Card
from integrations.board_csv import board_csv
from integrations.importers.formats import FORMATS, recognised
from integrations.importers.importer import import_tickets
from integrations.importers.sheet import reader
from integrations.importers.table import BadTable
from tests.integrations.tickets import bring, here, labels, table
from tests.integrations.trello import archived, drawn
from tests.world import World, lane_of


def exported(board: Board) -> bytes:
    return "".join(board_csv(board)).encode()


@pytest.fixture
def board(world: World) -> Board:
    """One of ours, with cards of every kind."""
    board = world.board()
    world.card(
        board,
        "=1+1",
        "done",
        description='Two lines,\n"quoted"; =x',
        assignees=["ben", "petra"],
        labels=["data", "needs no comma"],
        priority="urgent",
        value=4,
        weight=3,
        due_at=datetime(2026, 12, 1, 17, 30, tzinfo=UTC),
    )
    world.hypothesis(board, "A question", "to do")
    world.card(board, "Look around", kind="exploration", lane="backlog")
    archive_card(cause=world.by("ben"), card=world.card(board, "Put away", "code review"))
    return board


def test_our_own_export_comes_back_as_it_was(world: World, board: Board) -> None:
    raw = exported(board)
    found = recognised("CHURN-cards.csv", raw)
    assert found
    assert found.code == "csv"
    report = bring("csv", raw, world.team, world.ada, key="AGAIN")
    again = Board.objects.get(key="AGAIN")
    assert report.refused_count == 0
    names = ("kind", "title", "description", "priority", "value", "weight", "due_at", "created_at")
    for old, new in zip(board.cards.order_by("number"), again.cards.order_by("number"), strict=True):
        assert [getattr(new, name) for name in names] == [getattr(old, name) for name in names]
        assert (new.lane.name, new.lane.role) == (old.lane.name, old.lane.role)
        for name in ("assignees", "labels"):
            assert [each[key] for each in new.face[name] for key in each if key != "hue"] == [
                each[key] for each in old.face[name] for key in each if key != "hue"
            ]
        assert (new.archived_at is None) == (old.archived_at is None)
        assert (new.face["round"] is None) == (old.face["round"] is None)


def test_research_cards_come_with_their_first_round(world: World, board: Board) -> None:
    bring("csv", exported(board), world.team, world.ada, key="AGAIN")
    for card in Card.objects.filter(board__key="AGAIN").exclude(kind="task"):
        assert card.face["round"]["n"] == card.rounds.get().n == 1


def test_what_a_verdict_said_is_kept_in_the_description(world: World) -> None:
    head = ["ref", "kind", "title", "lane", "verdict", "observed", "learned", "loops"]
    raw = table(head, ["CHURN-1", "hypothesis", "Q", "done", "refuted", "AUC 0.7", "'-1 is not enough", "2"])
    report = bring("csv", raw, world.team, world.ada)
    rows = here("Q").description.split("\n")[2:]
    assert rows == ["| Verdict | refuted |", "| Observed | AUC 0.7 |", "| Learned | -1 is not enough |"]
    note = report.changed["verdicts, now in the description; the export as JSON carries them whole"]
    assert note.examples == ["Q"]


@pytest.mark.parametrize(
    "head",
    [
        ["Name", "Notes", "Section/Column", "Assignee", "Tags", "Due Date", "Task ID"],
        ["Titel", "Beschreibung", "Spalte", "Zuständig", "Schlagwörter", "Fällig am", "Nr"],
        ["Título", "Descripción", "Estado", "Responsable", "Etiquetas", "Fecha límite", "Clave"],
        ["TASK", "description", "list_name", "owner", "Labels", "deadline", "#"],
    ],
)
def test_headers_are_guessed_in_several_languages(world: World, head: list[str]) -> None:
    raw = table(
        [*head, "Effort"],
        ["One", "About", "Doing", "Petra", "a; b,A", "24.12.2026", "1", "5d"],
        ["Two", "", "", "ben, Mo Wanderer <mo@example.org>", "", "", "2", ""],
        delimiter="\t",
    )
    report = bring("csv", raw, world.team, world.ada, name="My list")
    board = Board.objects.get()
    assert (board.name, board.key) == ("My list", "LIST")
    assert drawn(board) == {"backlog": ["Two"], "Doing": ["One"]}
    one, two = here("One"), here("Two")
    assert one.description == "About\n\n| Field | Value |\n| --- | --- |\n| Effort | 5d |"
    assert labels(one) == ["a", "b"]
    assert one.due_at == datetime(2026, 12, 24, 18, tzinfo=UTC)
    assert [person["username"] for person in one.face["assignees"]] == ["petra"]
    assert [person["username"] for person in two.face["assignees"]] == ["ben"]
    assert one.face["external"][0] == {"source": "csv", "id": "1", "url": ""}
    assert report.changed["columns without a field here, now a table in the description"].examples == ["Effort"]
    assert report.left_out["assignments of people who are not in the team"].examples == ["Mo Wanderer"]


def test_headers_may_be_named_instead(world: World) -> None:
    raw = table(["Was", "Name", "Wo"], ["Measure", "Ada", "Doing"])
    cause = world.by("ada")
    named = {"title": "was", "people": "Name", "status": "WO"}
    import_tickets(reader(named), raw, world.team, cause)
    assert drawn(Board.objects.get()) == {"backlog": [], "Doing": ["Measure"]}
    assert [person["username"] for person in here("Measure").face["assignees"]] == ["ada"]
    for wrong, sentence in (({"colour": "Was"}, "colour is nothing"), ({"title": "What"}, "no column What")):
        with pytest.raises(BadTable, match=sentence):
            import_tickets(reader(wrong), raw, world.team, cause)


def test_what_was_closed_is_done_where_no_column_says_more(world: World) -> None:
    raw = table(
        ["Name", "Completed At", "Archived"], ["One", "2026-01-02", ""], ["Two", "", "no"], ["Three", "", "x"]
    )
    bring("csv", raw, world.team, world.ada)
    assert drawn(Board.objects.get()) == {"backlog": ["Two"], "Done": ["One"]}
    assert archived(Board.objects.get()) == ["Three"]


def test_numbers_out_of_range_are_told(world: World) -> None:
    raw = table(["title", "value", "weight"], ["One", "5", "1000"], ["Two", "6", "-1"], ["Three", "x", ""])
    report = bring("csv", raw, world.team, world.ada)
    found = [(card.value, card.weight) for card in Card.objects.order_by("number")]
    assert found == [(5, 1000), (None, 1), (None, 1)]
    assert report.left_out["values and weights that are no whole numbers in range"].count == 3


def test_a_column_that_repeats_is_no_key(world: World) -> None:
    raw = table(["title", "number"], ["One", "1"], ["Two", "1"], ["Three", "1"])
    bring("csv", raw, world.team, world.ada)
    assert Card.objects.count() == 3
    assert "| number | 1 |" in here("Two").description


def test_a_list_of_titles_is_a_table(world: World) -> None:
    raw = b"title\r\nOne\r\nTwo\r\nOne\r\n"
    assert recognised("list.csv", raw) == FORMATS["csv"]
    assert recognised("list.txt", raw) is None
    bring("csv", raw, world.team, world.ada)
    assert drawn(Board.objects.get()) == {"backlog": ["One", "Two", "One"]}
    assert bring("csv", raw, world.team, world.ada).cards == {"unchanged": 3, "gone": 0}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"a,b\r\n1,2\r\n", "none of its columns is called title, name or summary"),
        (b"just some words\nand more\n", "none of its columns"),
        (b"{}", "no table"),
        (table(["title", "status"], *([str(n), f"s{n}"] for n in range(60))), "60 different states"),
    ],
)
def test_a_file_that_is_no_table_of_cards_is_refused_in_a_sentence(
    world: World, raw: bytes, sentence: str
) -> None:
    with pytest.raises(Exception, match=sentence):
        bring("csv", raw, world.team, world.ada)
    assert not Board.objects.exists()


@pytest.mark.parametrize("name", ["test hypothesis", "Hypothese testen"])
def test_a_lane_of_ours_keeps_its_role_in_every_language(world: World, name: str) -> None:
    raw = table(["ref", "kind", "title", "lane"], ["XY-1", "task", "T", name])
    bring("csv", raw, world.team, world.ada)
    assert lane_of(Board.objects.get(key="XY"), name).role == "active"


def test_a_board_does_not_take_its_own_cards_twice(world: World, board: Board) -> None:
    with pytest.raises(Conflict, match="those of CHURN itself"):
        bring("csv", exported(board), world.team, world.ada, board=board)
    assert board.cards.count() == 4
