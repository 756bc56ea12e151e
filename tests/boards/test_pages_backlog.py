"""The backlog page: a table to read for everybody, to rank for those who may."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest

from boards.actions import edit_card
from boards.models import Board, Card
from tests.pages import client_of, invalid_fields, said, words
from tests.world import World, drawn, kinds, lane_of
from timeboxes.actions.initiatives import create_initiative

PART: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
PATH = "/boards/CHURN/backlog/"


@pytest.fixture
def board(world: World) -> Board:
    board = world.board()
    for title in ("Alpha", "Beta", "Gamma"):
        world.hypothesis(board, title, "backlog")
    return board


def ref(board: Board, title: str) -> str:
    return board.cards.get(title=title).ref


def backlog(board: Board) -> str:
    return drawn(board).splitlines()[0]


def test_the_rows_are_in_rank_order_with_their_numbers(world: World, board: Board) -> None:
    world.write(board.cards.get(title="Beta"), forecast=0.5, budget="2d")
    page = client_of(world.vera).get(PATH)

    rows = page.context["page"].shown
    assert [(row.rank, row.card.title) for row in rows] == [(1, "Alpha"), (2, "Beta"), (3, "Gamma")]
    assert (rows[1].estimate.belief, rows[1].estimate.days, rows[1].estimate.score) == (0.5, 2.0, 0.5)
    assert rows[1].suggested == 1
    assert "1.00 bits ÷ 2 d = 0.50 bits a day" in words(page)


def test_the_page_knows_the_names_that_the_filter_suggests(world: World, board: Board) -> None:
    edit_card(cause=world.by("ben"), card=board.cards.get(title="Beta"), changes={"labels": ["leak"]})
    known = client_of(world.vera).get(PATH).context["data"]
    assert (known["key"], known["me"]) == ("CHURN", "vera")
    assert [label["name"] for label in known["labels"]] == ["leak"]
    assert "petra" in [person["username"] for person in known["people"]]
    assert known["offers"] == {"initiative": []}


def test_the_filter_suggests_the_initiatives_of_this_board_by_name(world: World, board: Board) -> None:
    for where, name in ((board, "Pilot"), (board, "Data first"), (world.board("OTHER"), "Elsewhere")):
        create_initiative(cause=world.by("petra"), board=where, name=name)
    known = client_of(world.vera).get(PATH).context["data"]
    assert [name for _, name in known["offers"]["initiative"]] == ["Data first", "Pilot"]


@pytest.mark.parametrize(
    ("who", "ranks", "sentence"),
    [
        ("petra", True, ""),
        ("ada", False, "The product owner ranks this backlog. You can add questions"),
        ("ben", False, "The product owner ranks this backlog. You can add questions"),
        ("vera", False, "the product owner ranks it"),
    ],
)
def test_only_who_may_rank_gets_the_handles(
    world: World, board: Board, who: str, ranks: bool, sentence: str
) -> None:
    page = client_of(world.cast[who]).get(PATH)

    assert ("data-grip" in page.content.decode()) is ranks
    assert sentence in words(page)


def test_members_rank_where_the_board_says_so(world: World, board: Board) -> None:
    Board.objects.filter(pk=board.pk).update(rank_by=Board.RankBy.MEMBERS)

    assert "data-grip" in client_of(world.ben).get(PATH).content.decode()
    assert "data-grip" not in client_of(world.vera).get(PATH).content.decode()


def test_a_card_is_added_at_the_bottom(world: World, board: Board) -> None:
    answer = client_of(world.ben).post(PATH, {"title": " Delta  ray ", "kind": "exploration"}, follow=True)

    assert backlog(board) == "backlog: Alpha Beta Gamma Delta ray"
    assert board.cards.get(title="Delta ray").kind == "exploration"
    assert said(answer) == ["CHURN-4 is at the bottom of the backlog."]


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_title_that_cannot_be_stays_typed(world: World, board: Board, title: str) -> None:
    answer = client_of(world.ben).post(PATH, {"title": title}, **PART)

    assert answer.status_code == 422
    assert invalid_fields(answer) == {"title"}
    assert title in answer.content.decode()
    assert board.cards.count() == 3


def test_a_kind_that_does_not_exist_is_refused(world: World, board: Board) -> None:
    assert client_of(world.ben).post(PATH, {"title": "X", "kind": "epic"}).status_code == 422


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=alp", ["Alpha"]),
        ("q=churn-2", ["Beta"]),
        ("q=%00alp", ["Alpha"]),
        ("who=ben", ["Gamma"]),
        ("label=nlp", ["Beta"]),
        ("kind=task", []),
        ("kind=nonsense", []),
        ("q=a&label=nlp", ["Beta"]),
        ("unknown=1", ["Alpha", "Beta", "Gamma"]),
        ("shown=-1", ["Alpha", "Beta", "Gamma"]),
        ("shown=99999999999999999999", ["Alpha", "Beta", "Gamma"]),
    ],
)
def test_the_address_filters(world: World, board: Board, query: str, titles: list[str]) -> None:
    edit_card(cause=world.by(), card=board.cards.get(title="Gamma"), changes={"assignees": ["ben"]})
    edit_card(cause=world.by(), card=board.cards.get(title="Beta"), changes={"labels": ["nlp"]})

    page = client_of(world.vera).get(f"{PATH}?{query}").context["page"]

    assert [row.card.title for row in page.shown] == titles
    assert all(row.rank == number for row, number in zip(page.rows, [1, 2, 3], strict=False) if len(titles) == 3)


def test_a_filter_without_hits_offers_the_way_out(world: World, board: Board) -> None:
    assert "No cards match. Clear the filter" in words(client_of(world.vera).get(f"{PATH}?q=zzz"))


def test_an_empty_backlog_says_what_it_is_for(world: World) -> None:
    world.board()

    assert "Start with a question you want answered." in words(client_of(world.ben).get(PATH))


def test_a_part_is_asked_for_by_script_and_a_page_by_the_browser(world: World, board: Board) -> None:
    client = client_of(world.vera)
    part, page, back = (
        client.get(PATH, **PART),
        client.get(PATH),
        client.get(PATH, **PART, HTTP_HX_HISTORY_RESTORE_REQUEST="true"),
    )

    assert part.content.decode().lstrip().startswith('<div class="page backlog" id="backlog"')
    assert all("<!doctype html>" in each.content.decode() for each in (page, back))
    assert "HX-Request" in part["Vary"]
    assert part["HX-Replace-Url"] == PATH


def test_a_hundred_rows_are_shown_and_then_more(world: World) -> None:
    board = world.board()
    Card.objects.bulk_create(copies(world.card(board, "Card 0", "backlog"), 130))
    client = client_of(world.vera)

    first, more = client.get(PATH), client.get(f"{PATH}?shown=200")

    assert (len(first.context["page"].shown), len(more.context["page"].shown)) == (100, 131)
    assert "Show 31 more" in words(first)


def test_the_number_of_queries_does_not_grow_with_the_cards(
    world: World, django_assert_max_num_queries: Any
) -> None:
    board = world.board()
    Card.objects.bulk_create(copies(world.card(board, "Card 0", "backlog"), 200))
    client = client_of(world.petra)
    client.get(PATH)
    with django_assert_max_num_queries(16):
        client.get(PATH)


def copies(card: Card, count: int) -> list[Card]:
    """Rows like the card, below it."""
    fields = {
        f.name: getattr(card, f.name) for f in Card._meta.fields if f.name not in ("id", "number", "ref", "rank")
    }
    return [Card(number=n, ref=f"CHURN-{n}", rank=f"{card.rank}{n:05}", **fields) for n in range(2, 2 + count)]


def test_sorting_by_score_saves_nothing(world: World, board: Board) -> None:
    world.write(board.cards.get(title="Gamma"), forecast=0.5, budget="1d")
    seq = Board.objects.get(pk=board.pk).seq

    page = client_of(world.petra).get(f"{PATH}?order=score")

    assert [row.card.title for row in page.context["page"].shown] == ["Gamma", "Alpha", "Beta"]
    assert "Nothing is saved yet" in words(page)
    assert Board.objects.get(pk=board.pk).seq == seq
    assert backlog(board) == "backlog: Alpha Beta Gamma"


def test_applying_the_order_records_what_moves_and_tells_the_way_back(world: World, board: Board) -> None:
    wanted = [ref(board, title) for title in ("Gamma", "Alpha", "Beta")]
    seq = Board.objects.get(pk=board.pk).seq

    answer = client_of(world.petra).post(f"{PATH}order/", {"ref": wanted}, **PART)

    assert kinds(board, seq) == ["card.moved"]
    assert backlog(board) == "backlog: Gamma Alpha Beta"
    assert '"before": ["CHURN-1", "CHURN-2", "CHURN-3"]' in answer["HX-Trigger"]
    assert answer["HX-Replace-Url"] == PATH


@pytest.mark.parametrize("who", ["ada", "ben", "vera"])
def test_nobody_else_ranks_by_any_door(world: World, board: Board, who: str) -> None:
    client = client_of(world.cast[who])
    answers = [
        client.post(f"{PATH}order/", {"ref": [ref(board, "Gamma"), ref(board, "Alpha")]}),
        client.post(f"{PATH}rank/", {"ref": ref(board, "Gamma"), "rank": "1"}),
        client.post(f"/c/{ref(board, 'Gamma')}/placement/", {"lane": lane_of(board, "backlog").pk, "to": "top"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert backlog(board) == "backlog: Alpha Beta Gamma"


@pytest.mark.parametrize(
    ("typed", "order"),
    [("1", "Gamma Alpha Beta"), ("2", "Alpha Gamma Beta"), ("3", "Alpha Beta Gamma"), ("99", "Alpha Beta Gamma")],
)
def test_a_typed_number_is_a_place_in_the_whole_backlog(
    world: World, board: Board, typed: str, order: str
) -> None:
    answer = client_of(world.petra).post(f"{PATH}rank/?q=gamma", {"ref": ref(board, "Gamma"), "rank": typed})

    assert backlog(board) == f"backlog: {order}"
    assert answer["Location"] == f"{PATH}?q=gamma"


@pytest.mark.parametrize("typed", ["", "0", "-1", "abc", "1.5"])
def test_what_is_no_place_is_refused(world: World, board: Board, typed: str) -> None:
    answer = client_of(world.petra).post(
        f"{PATH}rank/", {"ref": ref(board, "Gamma"), "rank": typed}, HTTP_ACCEPT="application/json"
    )

    assert (answer.status_code, answer.json()["sentence"]) == (400, "A place is a number from 1 to 3.")


def test_a_selection_moves_onto_the_board_in_rank_order(world: World, board: Board) -> None:
    chosen = [ref(board, "Gamma"), ref(board, "Alpha")]
    answer = client_of(world.ben).post(
        f"{PATH}moves/", {"ref": chosen, "lane": lane_of(board, "to do").pk}, follow=True
    )

    assert drawn(board).splitlines()[:2] == ["backlog: Beta", "to do: Alpha Gamma"]
    assert said(answer) == ["2 cards moved to to do."]


def test_what_may_not_move_stays_and_says_why(world: World, board: Board) -> None:
    world.write(board.cards.get(title="Beta"))
    world.lock(board.cards.get(title="Beta"))
    chosen = [ref(board, "Alpha"), ref(board, "Beta")]

    answer = client_of(world.ben).post(
        f"{PATH}moves/", {"ref": chosen, "lane": lane_of(board, "test hypothesis").pk}, **PART
    )

    assert "test hypothesis: Beta" in drawn(board)
    assert "1 card moved to test hypothesis. 1 stayed: CHURN-1 cannot enter" in answer["HX-Trigger"]


def test_a_selection_of_nothing_or_to_nowhere_is_refused(world: World, board: Board) -> None:
    client, lane = client_of(world.ben), lane_of(board, "to do").pk

    assert client.post(f"{PATH}moves/", {"lane": lane}).status_code == 400
    assert client.post(f"{PATH}moves/", {"ref": [ref(board, "Alpha")], "lane": "999999"}).status_code == 400


def test_cards_of_another_board_are_not_moved(world: World, board: Board) -> None:
    other = world.board("OTHER")
    foreign = world.card(other, "Foreign")

    client_of(world.ben).post(f"{PATH}moves/", {"ref": [foreign.ref], "lane": lane_of(board, "to do").pk})

    foreign.refresh_from_db()
    assert foreign.board_id == other.pk


def test_the_file_holds_the_rows_of_the_filter_and_no_formula(world: World, board: Board) -> None:
    world.card(board, "=1+1", "backlog")
    world.write(board.cards.get(title="Beta"), forecast=0.5, budget="2d")

    answer = client_of(world.vera).get("/boards/CHURN/backlog.csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="CHURN-backlog.csv"'
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    assert [row["title"] for row in rows] == ["Alpha", "Beta", "Gamma", "'=1+1"]
    assert (rows[1]["belief"], rows[1]["days"], rows[1]["bits_per_day"]) == ("0.5", "2.0", "0.5")
    filtered = client_of(world.vera).get("/boards/CHURN/backlog.csv?q=alp").content.decode()
    assert filtered.count("CHURN-") == 1


def test_titles_are_text_and_nothing_else(world: World, board: Board) -> None:
    world.card(board, '<script>alert(1)</script>" onfocus="x', "backlog")

    page = client_of(world.petra).get(PATH).content.decode()

    assert "<script>alert" not in page
    assert '" onfocus="x' not in page
