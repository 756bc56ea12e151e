"""What was learned: newest first, narrowed, page by page, and the person's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards import actions
from boards.models import Board, Card
from hypotheses import actions as research
from tests.api.caller import Caller, caller_for
from tests.pages import client_of, words
from tests.world import World


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def concluded(
    world: World, board: Board, title: str, value: str = "refuted", auc: float = 0.7, **said: str
) -> Card:
    """A question with its answer; a day later."""
    card = world.running(board, title)
    world.push(card, **{"val.auc": auc})
    said = {"learned": f"We learned of {title}.", **said}
    research.record_verdict(cause=world.by("petra"), card=card, value=value, **said)
    world.later(days=1)
    return card


def page(world: World, who: str = "ben", **query: str) -> Any:
    return client_of(world.cast[who]).get("/learnings/", query)


def titles(response: Any) -> list[str]:
    return [each.card.title for each in response.context["learnings"]]


def test_an_answer_with_all_that_was_said(world: World, board: Board) -> None:
    concluded(world, board, "Alpha", observed="It fell", therefore="We stop", change_mind="Cheaper chips")
    response = page(world)
    said = words(response)
    for part in (
        "Refuted",
        "We learned of Alpha.",
        "It fell",
        "We stop",
        "Cheaper chips",
        "val.auc 0.700",
        "0.820",
    ):
        assert part in said
    assert 'data-v="refuted"' in response.content.decode()


def test_supported_and_refuted_are_the_same_component(world: World, board: Board) -> None:
    concluded(world, board, "Alpha")
    concluded(world, board, "Beta", value="supported", auc=0.9)
    html = page(world).content.decode()
    blocks = [block.split("</article>")[0] for block in html.split("<article ")[1:]]
    assert [block.count('<p class="learned">') for block in blocks] == [1, 1]
    assert [block.split('"')[1] for block in blocks] == ["verdict verdict--lg learn__one"] * 2


def test_newest_first_and_narrowed(world: World, board: Board) -> None:
    other = world.board("OTHER")
    concluded(world, board, "Alpha", learned="Embeddings cost too much.")
    beta = concluded(world, board, "Beta", value="supported", auc=0.9)
    concluded(world, other, "Gamma")
    actions.edit_card(cause=world.by(), card=beta, changes={"labels": ["nlp"]})
    assert titles(page(world)) == ["Gamma", "Beta", "Alpha"]
    assert titles(page(world, board="OTHER")) == ["Gamma"]
    assert titles(page(world, verdict="supported")) == ["Beta"]
    assert titles(page(world, label="NLP")) == ["Beta"]
    assert titles(page(world, q="embedding")) == ["Alpha"]
    assert titles(page(world, q="beta")) == [beta.title]
    assert titles(page(world, **{"from": "2026-11-17", "to": "2026-11-17"})) == ["Beta"]
    assert titles(page(world, **{"from": "nonsense"})) == ["Gamma", "Beta", "Alpha"]
    assert "Nothing was concluded that fits." in words(page(world, q="nothing like it"))


def test_only_the_own_boards_and_nothing_from_the_trash(world: World, board: Board) -> None:
    assert "Nothing has been concluded yet." in words(page(world))
    card = concluded(world, board, "Alpha")
    assert titles(page(world, "dan")) == []
    assert page(world, "dan", board="CHURN").status_code == 404
    actions.trash_card(cause=world.by(), card=card)
    assert titles(page(world)) == []


def test_with_htmx_only_the_list(world: World, board: Board) -> None:
    concluded(world, board, "Alpha")
    html = client_of(world.ben).get("/learnings/", headers={"HX-Request": "true"}).content.decode()
    assert html.startswith('<div class="learn__list" id="learnings">')


def test_page_by_page_with_as_many_queries(world: World, board: Board) -> None:
    def queries(ask: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            ask()
        return len(captured)

    client = client_of(world.ben)
    concluded(world, board, "Number 0")
    client.get("/learnings/")
    few = queries(lambda: client.get("/learnings/"))
    for n in range(1, 23):
        concluded(world, board, f"Number {n}")
    assert queries(lambda: client.get("/learnings/")) == few
    first = page(world)
    rest = page(world, cursor=first.context["following"])
    assert [len(titles(first)), len(titles(rest))] == [20, 3]
    assert set(titles(first)).isdisjoint(titles(rest))


def test_over_rest(world: World, board: Board) -> None:
    concluded(world, board, "Alpha", change_mind="Cheaper chips")
    concluded(world, board, "Beta", value="supported", auc=0.9)
    ben: Caller = caller_for(world, "ben", "read")
    answer = ben.get("/learnings?limit=1").json
    (beta,) = answer["results"]
    assert (beta["title"], beta["verdict"]["value"], beta["exploratory"]) == ("Beta", "supported", False)
    assert beta["criteria"] == [
        {"key": "auc", "name": "val.auc", "value": "0.900", "needed": "≥ 0.820", "state": "met"}
    ]
    (alpha,) = ben.get(f"/learnings?limit=1&cursor={answer['next']}").json["results"]
    assert alpha["verdict"]["change_mind"] == "Cheaper chips"
    assert len(ben.get("/learnings?from=2026-11-16&to=2026-11-16").json["results"]) == 1
    assert [each["title"] for each in ben.get("/learnings?q=chips&verdict=refuted").json["results"]] == ["Alpha"]
    assert ben.get("/learnings?from=yesterday").status == 400
    assert caller_for(world, "dan").get("/learnings").json["results"] == []
