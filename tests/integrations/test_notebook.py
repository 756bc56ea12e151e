"""Notebooks: a card, a board, a period; other people's text cannot change the shape of the document."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from markdown_it import MarkdownIt

from accounts.language import current
from accounts.models import AuditRecord
from boards import actions
from boards.models import Board, Card
from hypotheses import actions as research
from integrations.bundle import import_board
from integrations.notebook import board_notebook, card_notebook
from integrations.notebook.markdown import line, quoted, table
from integrations.notebook.period import quarter_of
from integrations.notebook.words import in_one_language
from tests.api.caller import caller_for
from tests.pages import client_of
from tests.world import World

PARSER = MarkdownIt("commonmark").enable("table")
NASTY = (
    "# A heading\n\nSetext\n===\n\n```\nan open fence\n# in it\n\n<!-- an open comment\n<div>\n"
    "| a | b |\n|---|---|\n- [ ] a task\n\n> deeper\n"
    "\u2028# after a line separator\r# after a return\x0b# after a tab"
)


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def concluded(world: World, board: Board, title: str = "Does it pay?", **said: str) -> Card:
    card = world.running(board, title)
    world.push(card, **{"val.auc": 0.7})
    texts = {"learned": "It costs more than it saves.", "change_mind": "Cheaper chips", **said}
    research.record_verdict(cause=world.by("petra"), card=card, value="refuted", **texts)
    return card


def text_of(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def outline(text: str) -> list[tuple[str, str]]:
    """The headings of the document itself, outside of quotes."""
    found, tokens = [], PARSER.parse(text)
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            found.append((token.tag, tokens[number + 1].content))
    return found


def test_a_card_from_promise_to_history(world: World, board: Board) -> None:
    card = concluded(world, board, observed="0.70 instead of 0.82")
    research.add_log_entry(cause=world.by(), card=card, kind="result", body="The *third* run")
    text = "\n".join(card_notebook(card))
    headings = [heading for _, heading in outline(text)]
    assert headings == [
        f"{card.ref} Does it pay?", "Round 1 (concluded)", "Verdict: Refuted", "Research log", "History",
    ]  # fmt: skip
    round_ = card.rounds.get()
    for part in (
        f"SHA-256 `{round_.registration_hash}`",
        "| val.auc |  |  | ≥ 0.820 | 0.700 | Not met |",
        "val.auc=0.7",
        "> It costs more than it saves.",
        "> 0.70 instead of 0.82",
        "> Cheaper chips",
        "> The *third* run",
        "Ben** (result)",
    ):
        assert part in text, part


@pytest.mark.parametrize("place", ["log", "description", "learned", "title", "belief"])
def test_nobody_s_text_changes_the_outline(world: World, board: Board, place: str) -> None:
    card = concluded(world, board, **({"learned": NASTY} if place == "learned" else {}))
    research.add_log_entry(cause=world.by(), card=card, body=NASTY if place == "log" else "Fine")
    if place in ("description", "title"):
        flat = " ".join(NASTY.split())[:150]
        value = NASTY if place == "description" else flat
        actions.edit_card(cause=world.by(), card=card, changes={place: value})
    if place == "belief":
        other = world.hypothesis(board, "Other")
        world.write(other, belief=NASTY)
    expected = len(outline("\n".join(board_notebook(board, world.at))))
    plain = 2 + 1 + 1 + 1 + 1 + (3 if place == "belief" else 0)  # board, cards, card, round, verdict, log
    assert expected == plain
    html = PARSER.render("\n".join(board_notebook(board, world.at)))
    assert "<div>" not in html.replace("&lt;div&gt;", "")
    assert "<!--" not in html


@pytest.mark.parametrize(
    "text", ["| a", "# a", "1. a", "- a", "a\n\nb", "<b>", "[a](http://x)", "`a", "*a*", "=a"]
)
def test_a_line_is_the_text_itself(text: str) -> None:
    html = PARSER.renderInline(line(text))
    assert html.replace("&lt;", "<").replace("&gt;", ">") == " ".join(text.split())
    block = PARSER.parse(line(text))
    assert [token.type for token in block] == ["paragraph_open", "inline", "paragraph_close"]
    rows = PARSER.parse("\n".join(table(("A", "B"), [(text, "x")])))
    assert sum(token.type == "td_open" for token in rows) == 2


def test_a_quote_ends_where_its_text_ends() -> None:
    tokens = PARSER.parse("\n".join([*quoted(NASTY), "After"]))
    assert [token.content for token in tokens if token.type == "inline" and token.level == 1][-1] == "After"


def test_a_removed_entry_is_not_in_it(world: World, board: Board) -> None:
    card = world.hypothesis(board)
    entry = research.add_log_entry(cause=world.by(), card=card, body="a secret")
    research.remove_log_entry(cause=world.by(), entry=entry)
    text = "\n".join(card_notebook(card))
    assert "secret" not in text
    assert "Taken out" in text


def test_the_files_of_the_pages(world: World, board: Board) -> None:
    card = concluded(world, board, "=cmd|' /C calc'!A0")
    vera = client_of(world.vera)
    answer = vera.get(f"/c/{card.ref}/notebook.md")
    assert answer["Content-Disposition"] == f'attachment; filename="{card.ref}-notebook.md"'
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert text_of(answer).startswith(f"# {card.ref} ")
    assert "### Round 1" in text_of(vera.get("/boards/CHURN/export/?format=markdown"))
    rows = list(csv.DictReader(StringIO(text_of(vera.get("/boards/CHURN/export/?format=csv")))))
    assert (rows[0]["ref"], rows[0]["title"], rows[0]["verdict"]) == (card.ref, "'=cmd|' /C calc'!A0", "refuted")
    assert vera.get("/boards/CHURN/export/").status_code == 200
    for path in (f"/c/{card.ref}/notebook.md", "/boards/CHURN/export/?format=json"):
        assert client_of(world.dan).get(path).status_code == 404
    exported = AuditRecord.objects.filter(kind="board.exported").order_by("pk")
    assert [row.data["format"] for row in exported] == ["markdown", "csv"]


def test_the_bundle_is_read_in_again(world: World, board: Board) -> None:
    concluded(world, board)
    bundle = caller_for(world, "vera", "read").get("/boards/CHURN/export?format=json")
    assert bundle.headers["Content-Type"].startswith("application/json")
    restored = import_board(bundle.content, world.team, world.by("ada"), key="AGAIN")
    assert restored.counts["Verdict"] == 1
    assert json.loads(bundle.content)["board"]["key"] == "CHURN"


def test_a_period(world: World, board: Board) -> None:
    concluded(world, board, "Alpha")
    world.later(days=3)
    concluded(world, board, "Beta", learned="Another answer.")
    ben = caller_for(world, "ben", "read")
    both = ben.get("/boards/CHURN/export?from=2026-11-01&to=2026-11-30")
    assert both.headers["Content-Disposition"] == 'attachment; filename="CHURN-2026-11-01-2026-11-30.md"'
    text = both.content.decode()
    assert [heading for _, heading in outline(text)] == [
        "Churn model: what we learned, 2026-11-01 to 2026-11-30", "Refuted", "CHURN-1 Alpha", "CHURN-2 Beta",
    ]  # fmt: skip
    assert "- Concluded: 2 (2 refuted)" in text
    first = ben.get("/boards/CHURN/export?from=2026-11-16&to=2026-11-16").content.decode()
    assert "Alpha" in first
    assert "Beta" not in first
    assert ben.get("/boards/CHURN/export?from=2026-12-01&to=2026-11-01").status == 400
    assert ben.get("/boards/CHURN/export?from=2026-11-01&format=csv").status == 400
    assert ben.get("/boards/CHURN/export?format=pdf").status == 400
    assert ben.get("/cards/CHURN-1/notebook", Accept="text/markdown").status == 200


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-02-28", "2026-01-01", "2026-03-31"),
        ("2026-12-31", "2026-10-01", "2026-12-31"),
        ("2026-04-01", "2026-04-01", "2026-06-30"),
    ],
)
def test_the_quarter_of_a_day(day: str, first: str, last: str) -> None:
    from datetime import date

    assert quarter_of(date.fromisoformat(day)) == (date.fromisoformat(first), date.fromisoformat(last))


def test_queries_do_not_grow_with_the_cards(world: World, board: Board) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(board_notebook(board, world.at))
        return len(captured)

    research.add_log_entry(cause=world.by(), card=concluded(world, board, "Alpha"), body="A note")
    few = queries()
    for n in range(4):
        card = concluded(world, board, f"Number {n}")
        research.add_log_entry(cause=world.by(), card=card, body="A note")
    assert queries() == few


def test_a_notebook_is_written_in_the_language_of_the_moment_it_was_asked_for() -> None:
    """Its lines are drawn after the request; what happens between two of them keeps its own language."""

    @in_one_language
    def lines() -> Iterator[str]:
        yield current()
        yield current()

    with override("de"):
        asked = lines()
    assert (next(asked), current(), next(asked)) == ("de", "en", "de")
    assert next(asked, None) is None
