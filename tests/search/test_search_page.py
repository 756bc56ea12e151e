"""The page of the search and what the palette asks for: grouped, marked, escaped, and the person's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Board, Card
from hypotheses import actions as research
from tests.pages import client_of, words
from tests.world import World


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def concluded(world: World, board: Board, learned: str) -> Card:
    card = world.running(board, "Does distillation pay?")
    world.push(card, **{"val.auc": 0.7})
    research.record_verdict(cause=world.by("petra"), card=card, value="refuted", learned=learned)
    return card


def page(world: World, who: str = "ben", **query: str) -> Any:
    return client_of(world.cast[who]).get("/search/", query)


def test_the_three_groups_with_the_words_marked(world: World, board: Board) -> None:
    card = concluded(world, board, "Distillation costs more than it saves.")
    entry = research.add_log_entry(cause=world.by(), card=card, body="The distilled one is slower")
    response = page(world, q="distil")
    html = response.content.decode()
    assert [group.label for group in response.context["groups"]] == ["Cards", "Log", "Verdicts"]
    assert "The <mark>distilled</mark> one is slower" in html
    assert "<mark>Distillation</mark> costs more" in html
    assert f"/c/{card.ref}/#entry-{entry.pk}" in html
    assert "Refuted" in words(response)


def test_what_people_wrote_is_escaped_everywhere(world: World, board: Board) -> None:
    world.card(board, '<img src=x onerror="x()"> bait', description="<script>bait()</script> bait")
    html = page(world, q='bait"><b>').content.decode()
    assert "<img" not in html
    assert "<script>bait" not in html
    assert '"><b>' not in html
    assert "<mark>bait</mark>" in page(world, q="bait").content.decode()


def test_only_the_own_boards(world: World, board: Board) -> None:
    concluded(world, board, "Distillation costs more than it saves.")
    assert page(world, "dan", q="distillation").context["groups"] == []
    assert page(world, "dan", q="distillation", board="CHURN").status_code == 404


@pytest.mark.parametrize("q", ["", "(a+)+$", "'\"", "a\x00b", "%", "x" * 10_000, "nothing like it"])
def test_whatever_is_asked_there_is_a_page(world: World, board: Board, q: str) -> None:
    response = page(world, q=q)
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert "What do you want to know?" in words(response) or "Nothing holds all" in words(response)


def test_narrowed_and_page_by_page(world: World, board: Board) -> None:
    for n in range(70):
        world.card(board, f"Many of these {n}")
    first = page(world, q="many")
    assert len(first.context["groups"][0].rows) == 6
    assert "More in cards" in words(first)
    seen: list[str] = []
    query = {"q": "many", "kind": "cards"}
    while True:
        (group,) = page(world, **query).context["groups"]
        seen += [row.document.card.ref for row in group.rows]
        if not group.following:
            break
        query["cursor"] = group.following
    assert len(seen) == len(set(seen)) == 70
    assert page(world, q="many", kind="log").context["groups"] == []
    assert page(world, q="many", verdict="refuted").context["groups"] == []
    assert page(world, q="many", kind="cards", cursor="invented").status_code == 400


def test_a_card_that_is_found_twice_is_one_result(world: World, board: Board) -> None:
    card = world.hypothesis(board, "Distillation pays")
    world.write(card, belief="distillation")
    (group,) = page(world, q="distillation").context["groups"]
    assert len(group.rows) == 1


def test_the_palette_gets_the_few_best_as_json(world: World, board: Board) -> None:
    card = concluded(world, board, "Distillation costs more than it saves.")
    answer = client_of(world.ben).get("/search/", {"q": "costs"}, headers={"Accept": "application/json"})
    assert answer.json()["results"] == [
        {"ref": card.ref, "title": card.title, "kind": "hypothesis", "url": f"/c/{card.ref}/#part-verdict"}
    ]


def test_queries_do_not_grow_with_what_is_found(world: World, board: Board) -> None:
    def queries(ask: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            ask()
        return len(captured)

    client = client_of(world.ben)
    world.card(board, "Many of these")
    few = queries(lambda: client.get("/search/?q=many"))
    for n in range(40):
        world.card(board, f"Many of these {n}")
    assert queries(lambda: client.get("/search/?q=many")) == few <= 20


def test_the_address_of_a_tab_keeps_the_question(world: World, board: Board) -> None:
    response = page(world, q="a & b=c", board="CHURN")
    address = {name: where for name, _, where in response.context["wanted"].tabs}["log"]
    assert parse_qs(urlsplit(f"?{address}").query) == {"q": ["a & b=c"], "board": ["CHURN"], "kind": ["log"]}
