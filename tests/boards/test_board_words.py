"""A board in the language of its people: its first lanes, its lanes' heads, and what stays data."""

from __future__ import annotations

import pytest
from django.utils.translation import get_language, override

from accounts.actions.people import change_profile
from boards.fragments import card_html, forget_cards, wip
from boards.presets import lanes_like
from tests.world import MONDAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text of a lane says which language it was asked for in, whatever the catalogue holds."""
    monkeypatch.setattr("boards.presets.pgettext", lambda context, text: f"{get_language()}: {text}")


def test_the_first_lanes_are_named_in_the_language_of_who_makes_the_board(world: World) -> None:
    change_profile(person=world.ada, changes={"language": "de"}, at=MONDAY)
    world.ada.refresh_from_db()

    assert [lane.name for lane in world.board(preset="blank").lanes.all()] == ["de: backlog"]


def test_without_a_choice_it_is_the_language_of_the_moment(world: World) -> None:
    with override("de"):
        names = [lane.name for lane in world.board(preset="development").lanes.all()]

    assert names == ["de: backlog", "de: to do", "de: in progress", "de: code review", "de: done"]


def test_lanes_like_those_of_another_board_keep_their_names(world: World) -> None:
    sketches = lanes_like(world.board(preset="blank"))
    with override("de"):
        board = world.board("PRICE", lanes=sketches)

    assert [lane.name for lane in board.lanes.all()] == ["en: backlog"]


def test_a_card_is_kept_apart_in_each_language(world: World) -> None:
    forget_cards()
    card = world.card(world.board(), lane="en: to do")
    english = card_html(card)
    with override("de"):
        card.title = "Anders"  # not its version: what is in memory for English must not be taken
        german = card_html(card)

    assert "Anders" in german
    assert card_html(card) == english


@pytest.mark.parametrize(
    ("limit", "count", "words"),
    [
        (None, 1, "1 card"),
        (None, 4, "4 cards"),
        (3, 2, "2 cards, limit 3"),
        (3, 3, "At the limit: 3 of 3"),
        (3, 4, "Over the limit: 4 cards, limit 3"),
    ],
)
def test_a_lane_says_how_full_it_is(world: World, limit: int | None, count: int, words: str) -> None:
    lane = world.board().lanes.all()[1]
    lane.wip_limit, lane.wip_mode = limit, "warn"

    assert wip(lane, count)["words"] == words
