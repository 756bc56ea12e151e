"""A card's markup is a pure function of its row, and says what the card is in shape and words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards import fragments
from boards.actions import archive_card, block_card, edit_card
from boards.models import Board, Card
from hypotheses import actions as research
from tests.world import AUC, World, lane_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def fresh(card: Card) -> Card:
    return Card.objects.get(pk=card.pk)


def test_a_card_is_one_element_with_its_version_and_asks_nothing_of_the_database(
    world: World, board: Board
) -> None:
    card = fresh(world.running(board, "Trees beat the baseline"))
    with CaptureQueriesContext(connection) as queries:
        html = fragments.card_html(card).strip()
    assert len(queries) == 0
    assert html.startswith(f'<li class="card" id="card-{card.ref}"')
    assert html.endswith("</li>")
    assert html.count("<li") == 1
    assert f'data-version="{card.version}"' in html


def test_the_same_version_is_rendered_once(world: World, board: Board) -> None:
    card = fresh(world.card(board))
    first = fragments.card_html(card)
    assert fragments.card_html(fresh(card)) is first
    changed, _ = edit_card(cause=world.by(), card=card, changes={"title": "Another title"})
    assert "Another title" in fragments.card_html(changed)


def test_what_people_type_is_text_and_never_markup(world: World, board: Board) -> None:
    nasty = "<img src=x onerror=alert(1)>\"'"
    card = world.card(board, nasty, labels=[nasty[:40]])
    block_card(cause=world.by(), card=card, reason=nasty)
    html = fragments.card_html(fresh(card))
    assert "<img" not in html
    assert "&lt;img src=x" in html


def test_the_criterion_strip_shows_value_target_and_how_many_are_met(world: World, board: Board) -> None:
    card = world.running(board, criteria=[{**AUC, "decimals": 3}])
    world.push(card, **{"val.auc": 0.813})
    html = fragments.card_html(fresh(card))
    assert "<b>0.813</b>" in html
    assert "≥ 0.820" in html
    assert "0 of 1 criteria met" in html
    assert 'class="bullet"' in html


@pytest.mark.parametrize(("auc", "value", "word"), [(0.9, "supported", "Supported"), (0.7, "refuted", "Refuted")])
def test_both_answers_are_the_same_block(world: World, board: Board, auc: float, value: str, word: str) -> None:
    card = world.running(board)
    world.push(card, **{"val.auc": auc})
    research.record_verdict(
        cause=world.by("petra"), card=fresh(card), value=value, learned="It held.", observed="", therefore=""
    )
    html = fragments.card_html(fresh(card))
    assert f'<div class="verdict" data-v="{value}">' in html
    assert word in html
    assert '<p class="learned">It held.</p>' in html


@pytest.mark.parametrize(
    ("count", "state", "words"),
    [
        (1, "ok", "1 cards, limit 2"),
        (2, "full", "At the limit: 2 of 2"),
        (3, "over", "Over the limit: 3 cards, limit 2"),
    ],
)
def test_a_lane_says_how_full_it_is(board: Board, count: int, state: str, words: str) -> None:
    lane = lane_of(board, "to do")
    lane.wip_limit, lane.wip_mode = 2, "warn"
    assert fragments.wip(lane, count) == {"state": state, "words": words}


def test_no_template_has_a_style_a_script_or_a_handler_inline() -> None:
    inline = re.compile(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)|hx-on|javascript:", re.IGNORECASE)
    guilty = [
        f"{path.name}: {found.group()}"
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if "mail" not in path.parts and (found := inline.search(path.read_text()))
    ]
    assert guilty == []


def test_no_answer_is_called_a_failure() -> None:
    forbidden = re.compile(r"\bfail(s|ed|ure)?\b|success rate", re.IGNORECASE)
    texts = [*Path(settings.BASE_DIR, "templates").rglob("*.html")]
    guilty = [path.name for path in texts if forbidden.search(re.sub(r"\{[{%#].*?[}%#]\}", "", path.read_text()))]
    assert guilty == []


def test_the_heads_of_all_lanes_are_those_of_each_and_count_open_cards(world: World, board: Board) -> None:
    """One lane or two are asked for in another way than many: both say the same."""
    for lane in ("to do", "to do", "code review"):
        world.card(board, lane=lane)
    archive_card(cause=world.by(), card=world.card(board, lane="to do"))
    lanes = {lane.pk for lane in board.lanes.all()}
    with CaptureQueriesContext(connection) as queries:
        together = fragments.heads(board, lanes)
    assert len(queries) == 1
    assert together == {pk: head for lane in lanes for pk, head in fragments.heads(board, {lane}).items()}
    counts = {pk: re.findall(r'data-count="(\d+)"', head) for pk, head in together.items()}
    held = {str(lane.pk): ["0"] for lane in board.lanes.all() if not lane.is_backlog}
    todo, review = (str(lane_of(board, name).pk) for name in ("to do", "code review"))
    assert counts == {**held, todo: ["2"], review: ["1"]}
