"""The rows of the learning figures: what the log tells; cards that come back, go, or were parked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from boards.actions import archive_card, change_board, restore_card, trash_card
from boards.models import Board, Card
from hypotheses import actions as research
from insights.figure import Span
from insights.learning.box_rows import boxes, decisions
from insights.learning.boxes import Box
from insights.learning.log_rows import requests
from insights.learning.reading import conclusions
from insights.learning.rounds import Conclusion
from tests.insights.from_log import concluded, ended, helped, story_of
from tests.insights.season import WEEKS, play, settle, tick
from tests.world import World
from timeboxes.actions import decide, park_due
from timeboxes.models import TimeBox

pytestmark = pytest.mark.django_db
EVER = Span(datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def as_told(each: Conclusion) -> tuple[Any, ...]:
    others = sorted(belief.p for belief in each.others)
    row = (each.card, each.n, each.verdict, each.exploratory, each.belief, others, each.used_minutes)
    return (*row, each.against, each.confirmed, each.by_clock)


def box_told(each: Box) -> tuple[Any, ...]:
    return (each.card, each.n, each.planned, each.used, each.extensions, each.held)


def verdict(world: World, card: Card, value: str = "inconclusive", **texts: str) -> None:
    research.record_verdict(cause=world.by(), card=card, value=value, learned="What we know.", **texts)


def test_the_rows_are_what_the_log_tells(world: World, board: Board) -> None:
    cards = play(world, board)
    world.later(days=3)
    research.confirm_verdict(cause=world.by("petra"), card=cards[18])
    research.reopen_round(cause=world.by(), card=cards[3])
    _second_round(world, cards[3])
    trash_card(cause=world.by("ada"), card=cards[5])
    archive_card(cause=world.by("ada"), card=cards[6])
    story = story_of(board)

    assert [as_told(each) for each in conclusions(board, EVER)] == concluded(story)
    assert len(concluded(story)) == len(WEEKS)  # one in the trash, one concluded twice
    closed = [box_told(each) for each in boxes(board, EVER, world.at) if each.ended_at]
    assert sorted(closed) == ended(story)
    assert {row[-1] for row in ended(story)} == {True, False}
    decided = [
        (each.card, each.outcome, each.at, each.late_minutes, each.working_minutes)
        for each in decisions(board, EVER)
    ]
    assert sorted(decided) == sorted(row for row in story.gates if row[0] not in story.trash)
    asked = [
        (each.card, each.asked_at, each.answered_at, each.minutes) for each in requests(board, EVER, world.at)
    ]
    assert asked == helped(story)
    assert len(asked) == 3


def _second_round(world: World, card: Card) -> Card:
    """Locked, tested and concluded as inconclusive a second time."""
    card.refresh_from_db()
    world.write(card, forecast=0.4)
    world.lock(card)
    card = world.move(card, "test hypothesis")
    tick(world, 20)
    verdict(world, card)
    return card


def test_a_span_takes_what_was_concluded_in_it(world: World, board: Board) -> None:
    cards = [world.running(board, title) for title in "AB"]
    verdict(world, cards[0])
    first = world.at
    world.later(days=1)
    verdict(world, cards[1])
    found = conclusions(board, Span(first, world.at))
    assert [(each.card, each.at) for each in found] == [(cards[0].ref, first)]
    assert [each.card for each in conclusions(board, Span(world.at, EVER.end))] == [cards[1].ref]


def test_what_lies_in_the_trash_counts_nowhere_until_it_comes_back(world: World, board: Board) -> None:
    card = world.running(board)
    research.add_log_entry(cause=world.by(), card=card, body="Who knows the feed?", kind="help")
    world.later(hours=3)
    world.push(card, **{"val.auc": 0.9})
    verdict(world, card, "supported")
    settle(world, card)
    before = _counts(world, board)
    trash_card(cause=world.by("ada"), card=card)
    assert _counts(world, board) == (0, 0, 0, 0)
    card.refresh_from_db()
    restore_card(cause=world.by("ada"), card=card)
    assert _counts(world, board) == before == (1, 1, 1, 1)


def _counts(world: World, board: Board) -> tuple[int, ...]:
    decided, asked = decisions(board, EVER), requests(board, EVER, world.at)
    return len(conclusions(board, EVER)), len(boxes(board, EVER, world.at)), len(decided), len(asked)


def test_a_card_taken_up_again_answers_twice(world: World, board: Board) -> None:
    card = world.running(board)
    verdict(world, card)
    research.reopen_round(cause=world.by(), card=card)
    _second_round(world, card)
    assert [(each.card, each.n) for each in conclusions(board, EVER)] == [(card.ref, 1), (card.ref, 2)]


def test_what_the_board_parked_is_nobodys_verdict_and_no_box_that_held(world: World, board: Board) -> None:
    change_board(cause=world.by("ada"), board=board, changes={"expiry": "park"})
    card = world.running(board, budget="1d")
    tick(world, 24)
    tick(world, 24 * 5)
    assert park_due(world.at) == 1
    found = conclusions(board, EVER)[0]
    assert (found.card, found.verdict, found.by_clock, found.against) == (card.ref, "inconclusive", True, False)
    assert decisions(board, EVER)[0].outcome == "park"
    box = boxes(board, EVER, world.at)[0]
    assert (box.held, box.planned, box.used) == (False, 480, 480)


def test_a_box_is_over_by_the_clock_also_while_no_worker_runs(world: World, board: Board) -> None:
    card = world.running(board, budget="1d")
    due = TimeBox.objects.get(card=card).due_at
    world.later(days=2)
    box = boxes(board, EVER, world.at)[0]
    assert (box.over_since, box.used, box.ended_at) == (due, 480, None)
    verdict(world, card)
    box = boxes(board, EVER, world.at)[0]
    assert (box.held, box.used) == (False, 480)
    archive_card(cause=world.by("ada"), card=world.running(board, "B", budget="1d"))
    world.later(days=2)
    assert [each.card for each in boxes(board, EVER, world.at) if each.over_since] == []


def test_a_running_box_is_neither_ended_nor_over(world: World, board: Board) -> None:
    world.running(board)
    world.later(hours=1)
    assert [(each.ended_at, each.over_since) for each in boxes(board, EVER, world.at)] == [(None, None)]


def test_an_extended_box_holds_only_within_what_was_planned_first(world: World, board: Board) -> None:
    card = world.running(board, budget="2d")
    tick(world, 60)
    box = TimeBox.objects.select_related("card").get(card=card)
    more: dict[str, Any] = {"extend_minutes": 480, "forecast": 0.5, "expects": "One more region."}
    decide(cause=world.by("petra"), box=box, outcome="extend", **more)
    tick(world, 2)
    verdict(world, card)
    found = boxes(board, EVER, world.at)[0]
    assert (found.planned, found.budget, found.extensions, found.held) == (960, 1_440, 1, False)


def test_second_thoughts_count_until_results_are_known(world: World, board: Board) -> None:
    """Author and owner think again twice; what they say once the first run is in counts for nothing."""
    card = world.running(board, forecast=0.6)
    for person, first, second in (("ben", 0.7, 0.99), ("petra", 0.3, 0.01)):
        research.give_forecast(cause=world.by(person), card=card, p=first)
        if person == "petra":
            world.push(card, **{"val.auc": 0.9})
        research.give_forecast(cause=world.by(person), card=card, p=second)
    research.give_forecast(cause=world.by("ben"), card=card, p=0.5)
    verdict(world, card, "supported")
    found = conclusions(board, EVER)[0]
    assert (found.belief, [belief.p for belief in found.others]) == (0.99, [0.3])


def test_who_had_looked_before_explores(world: World, board: Board) -> None:
    card = world.hypothesis(board)
    world.write(card)
    world.lock(card, already_looked="partly")
    verdict(world, world.move(card, "test hypothesis"))
    assert conclusions(board, EVER)[0].exploratory


def test_help_waits_until_it_is_answered(world: World, board: Board) -> None:
    card = world.running(board)
    call = research.add_log_entry(cause=world.by(), card=card, body="Who knows?", kind="help")
    world.later(hours=1)
    research.add_log_entry(cause=world.by(), card=card, body="Nobody?")
    assert [(each.answered_at, each.minutes) for each in requests(board, EVER, world.at)] == [(None, 60)]
    world.later(hours=1)
    research.answer_help(cause=world.by("ada"), entry=call, reply="Petra knows.")
    answered = world.at
    world.later(days=1)
    assert [(each.answered_at, each.minutes) for each in requests(board, EVER, world.at)] == [(answered, 120)]


def test_who_asked_may_close_the_call_as_in_a_team_of_one(world: World, board: Board) -> None:
    card = world.running(board)
    call = research.add_log_entry(cause=world.by(), card=card, body="Where is it?", kind="help")
    world.later(hours=1)
    research.answer_help(cause=world.by(), entry=call)
    assert [each.minutes for each in requests(board, EVER, world.at)] == [60]


def test_older_requests_are_listed_while_they_wait(world: World, board: Board) -> None:
    card, done = world.running(board), world.running(board, "B")
    for each in (card, done):
        call = research.add_log_entry(cause=world.by(), card=each, body="Who knows?", kind="help")
    world.later(days=10)
    late = Span(world.at - timedelta(days=1), EVER.end)
    assert len(requests(board, late, world.at)) == 2
    research.answer_help(cause=world.by("ada"), entry=call, reply="I do.")
    assert [each.card for each in requests(board, late, world.at)] == [card.ref]
