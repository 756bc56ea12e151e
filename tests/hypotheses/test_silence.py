"""Cards at work that nobody writes about: one rule for the figure, the digest and the agenda."""

from __future__ import annotations

import pytest

from boards.actions import archive_card
from boards.models import Board
from hypotheses import actions as research
from hypotheses.silence import Silence, quiet_cards, silences
from tests.world import World


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def seen(world: World, board: Board) -> list[tuple[float, str]]:
    return [(round(each.days, 2), each.level) for each in silences([board], world.at)]


def test_silence_is_counted_from_the_last_entry_or_the_arrival(world: World, board: Board) -> None:
    card = world.running(board)
    world.hypothesis(board, "waits in to do")
    world.later(days=2)
    assert seen(world, board) == [(2.0, "quiet")]
    research.add_log_entry(cause=world.by(), card=card, body="Half of the feed is in.")
    world.later(days=2)  # Friday
    assert seen(world, board) == [(2.0, "quiet")]
    world.later(days=3)  # a weekend is no silence
    assert seen(world, board) == [(3.0, "quiet")]
    archive_card(cause=world.by("ada"), card=card)
    assert seen(world, board) == []


def test_a_card_is_quiet_from_two_whole_working_days_on_wherever_it_is_told(world: World, board: Board) -> None:
    card = world.running(board)
    world.later(days=1, hours=7)  # the second working day has begun, but not ended
    assert quiet_cards([board], world.at) == []
    world.later(hours=17)
    assert quiet_cards([board], world.at) == [(card, 2)]


def test_the_longest_silence_stands_first(world: World, board: Board) -> None:
    first = world.running(board)
    world.later(days=1)
    second = world.running(board, "B")
    world.later(days=2)
    assert [each.card for each in silences([board], world.at)] == [first, second]


def test_levels(world: World, board: Board) -> None:
    card = world.running(board)
    levels = [Silence(card, world.at, days).level for days in (0.0, 1.9, 2.0, 3.9, 4.0)]
    assert levels == ["fresh", "fresh", "quiet", "quiet", "silent"]
