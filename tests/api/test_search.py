"""`GET /search`: what was found, with plain snippets and the spans of the words in them."""

from __future__ import annotations

import pytest

from boards.models import Board
from hypotheses import actions as research
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.search.test_index import HOSTILE
from tests.world import World


def test_a_result(ben: Caller, world: World, board: Board) -> None:
    card = world.hypothesis(board, "Distil it")
    entry = research.add_log_entry(cause=world.by(), card=card, body="The <b>distilled</b> one is slower")
    found = ben.get("/search?q=slower%20distil").json
    assert found["next"] is None
    (result,) = found["results"]
    assert (result["kind"], result["ref"], result["board"], result["part"]) == ("log", card.ref, "CHURN", entry.pk)
    assert result["snippet"] == "The <b>distilled</b> one is slower"
    assert [result["snippet"][start:end] for start, end in result["marks"]] == ["distilled", "slower"]
    assert result["url"].endswith(f"/c/{card.ref}/#entry-{entry.pk}")
    assert (result["title"], result["verdict"], result["archived"]) == ("Distil it", None, False)


def test_a_snippet_is_cut_around_the_word(ben: Caller, world: World, board: Board) -> None:
    world.card(board, "Long", description="word " * 400 + "needle " + "word " * 400)
    (result,) = ben.get("/search?q=needle").json["results"]
    assert "needle" in result["snippet"]
    assert len(result["snippet"]) < 260
    assert result["snippet"].startswith("… ")
    assert result["snippet"].endswith(" …")


def test_filters(ben: Caller, world: World, board: Board) -> None:
    card = world.hypothesis(board, "A question")
    world.write(card, belief="a question")
    kinds = [each["kind"] for each in ben.get("/search?q=question").json["results"]]
    assert sorted(kinds) == ["card", "hypothesis"]
    assert [each["kind"] for each in ben.get("/search?q=question&kind=card").json["results"]] == ["card"]
    assert ben.get("/search?q=question&verdict=refuted").json["results"] == []
    assert ben.get("/search?q=question&board=NONE").status == 404
    for wrong in ("?q=a&kind=lane", "?q=a&verdict=maybe", "?q=", "", "?q=a&limit=0", "?q=a&cursor=x", "?q=a&Q=b"):
        assert ben.get(f"/search{wrong}").status == 400, wrong


def test_page_by_page(ben: Caller, world: World, board: Board) -> None:
    for n in range(5):
        world.card(board, f"Many of these {n}")
    seen, cursor = [], ""
    while True:
        answer = ben.get(f"/search?q=many&limit=2{cursor}").json
        seen += [each["ref"] for each in answer["results"]]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert len(seen) == len(set(seen)) == 5


def test_nobody_else_finds_it(sign: Sign, world: World, board: Board) -> None:
    world.card(board, "Canary")
    assert sign("vera", "read").get("/search?q=canary").json["results"]
    assert sign("dan").get("/search?q=canary").json["results"] == []
    assert sign().get("/search?q=canary").status == 401


@pytest.mark.parametrize("question", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_a_hostile_question_gets_an_answer(ben: Caller, board: Board, question: str) -> None:
    from urllib.parse import quote

    asked = quote(question, errors="surrogatepass")
    for path in ("/search", "/cards"):
        assert ben.get(f"{path}?q={asked}").status in (200, 400)
