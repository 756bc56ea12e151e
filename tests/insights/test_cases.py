"""Figures worked out by hand, on a board that works Monday to Friday, eight hours a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from boards import actions
from boards.actions.create import ExternalId
from boards.actions.fill import Draft, fill_board
from boards.models import Board, Card
from hypotheses.actions import record_verdict, reopen_round
from insights.figure import Figure, Span
from insights.figures import ageing, cfd, cycle_time, forecast, lanes, loops, throughput
from insights.flow import flow_of
from tests.world import MONDAY, World, lane_of

pytestmark = pytest.mark.django_db
BEGIN = MONDAY - timedelta(days=3)


def built(figure: Any, world: World, board: Board, start: datetime = BEGIN) -> Figure:
    found: Figure = figure.build(Board.objects.get(pk=board.pk), Span(start, world.at), world.at)
    return found


def cells(figure: Figure, ref: str) -> dict[str, Any]:
    """The row of a card by the names of its columns."""
    names = [column.name for column in figure.columns]
    row = next(row for row in figure.rows if ref in (row.cells[0], *row.cards))
    return dict(zip(names, row.cells, strict=True))


def conclude(world: World, card: Card, value: str = "inconclusive") -> None:
    record_verdict(cause=world.by("petra"), card=card, value=value, learned="Too noisy to say.")


def a_task(world: World, board: Board, days: float = 1, title: str = "A task") -> Card:
    """A task that is worked on for so many days of the wall and is done."""
    card = world.move(world.card(board, title), "update model")
    world.later(days=days)
    return world.move(card, "done")


def test_a_task_takes_from_its_first_work_to_done_in_working_days(world: World, board: Board) -> None:
    card = world.card(board)
    world.later(hours=4)  # Monday 13:00: waiting is no work yet
    card = world.move(card, "code review")
    world.later(days=4)  # Friday 13:00
    card = world.move(card, "to do")
    world.later(days=3, hours=1)  # Monday 14:00
    card = world.move(card, "done")
    world.later(minutes=1)

    found = cells(built(cycle_time, world, board), card.ref)
    assert (found["measure"], found["days"], found["path"]) == ("cycle time", 5.0, "normal")


def test_research_takes_to_its_verdict_and_says_how_it_left(world: World, board: Board) -> None:
    card = world.running(board)  # Monday 9:00
    world.later(days=2, hours=4)
    conclude(world, card)  # Wednesday 13:00
    world.later(days=1)
    world.move(card, "done")
    world.later(minutes=1)

    found = cells(built(cycle_time, world, board), card.ref)
    assert (found["measure"], found["days"]) == ("time to verdict", 2.5)
    assert (found["verdict"], found["round"], found["path"]) == ("inconclusive", 1, "early")


def test_a_second_round_counts_from_its_own_beginning(world: World, board: Board) -> None:
    card = world.running(board)
    world.later(days=1)
    conclude(world, card)
    world.move(card, "done")
    world.later(days=1)
    reopen_round(cause=world.by("petra"), card=card)  # Wednesday: back in to do
    card.refresh_from_db()
    world.write(card)
    world.lock(card)
    world.later(days=1)
    card = world.move(card, "test hypothesis")  # Thursday 9:00
    world.later(hours=4)
    conclude(world, card)
    world.later(minutes=1)

    figure = built(cycle_time, world, board)
    found = sorted((row.cells[5], row.cells[8], row.cells[9]) for row in figure.rows)
    assert found == [(1, 1.0, "early"), (2, 0.5, "on the board")]


def test_research_and_tasks_are_never_put_together(world: World, board: Board) -> None:
    research = world.running(board)
    for _ in range(2):
        a_task(world, board)
    conclude(world, research)
    world.later(minutes=1)

    numbers = built(cycle_time, world, board).numbers
    assert (numbers["circular"]["n"], numbers["circular"]["p50"]) == (1, 2.0)
    assert (numbers["linear"]["n"], numbers["linear"]["p95"]) == (2, 1.0)


def test_too_few_are_said_with_their_number(world: World, board: Board) -> None:
    for _ in range(3):
        a_task(world, board)
    world.later(minutes=1)
    for figure in (cycle_time, forecast):
        assert built(figure, world, board).lacks == "Needs 10 finished cards; you have 3."


def test_a_card_that_was_taken_up_again_is_finished_once_and_later(world: World, board: Board) -> None:
    card = a_task(world, board)
    world.later(days=1)
    card = world.move(card, "code review")
    world.later(minutes=1)
    assert built(throughput, world, board).numbers["finished"] == 0
    world.later(days=6)
    world.move(card, "done")
    world.later(minutes=1)

    figure = built(throughput, world, board)
    assert [(row.cells[0], row.cells[3]) for row in figure.rows if row.cells[3]] == [(date(2026, 11, 23), 1)]
    assert cells(built(loops, world, board), card.ref)["loops"] == 1


def test_put_away_from_done_stays_done_and_the_trash_counts_nowhere(world: World, board: Board) -> None:
    kept, thrown, dropped = (a_task(world, board, title=title) for title in "ABC")
    unfinished = world.card(board, "D", "code review")
    world.later(hours=1)
    actions.archive_card(cause=world.by(), card=kept)
    actions.trash_card(cause=world.by(), card=thrown)
    actions.archive_card(cause=world.by(), card=unfinished)
    world.later(days=1)

    assert built(throughput, world, board).numbers["finished"] == 2
    today = built(cfd, world, board).rows[0]
    names = [column.label for column in built(cfd, world, board).columns]
    assert dict(zip(names, today.cells, strict=True))["done"] == 2
    assert dict(zip(names, today.cells, strict=True))["code review"] == 0
    actions.restore_card(cause=world.by(), card=thrown)
    actions.restore_card(cause=world.by(), card=kept)
    world.later(minutes=1)
    figure = built(throughput, world, board)
    assert figure.numbers["finished"] == 3
    assert {ref for row in figure.rows for ref in row.cards} == {kept.ref, thrown.ref, dropped.ref}


def test_a_card_that_lives_on_another_board_by_now_counts_there(world: World, board: Board) -> None:
    card, other = a_task(world, board), world.board("NEXT")
    world.later(minutes=1)
    assert built(throughput, world, board).numbers["finished"] == 1
    Card.objects.filter(pk=card.pk).update(board=other, lane=lane_of(other, "done"))
    assert built(throughput, world, board).numbers["finished"] == 0
    assert built(loops, world, board).rows == ()


def test_a_board_that_was_imported_an_hour_ago_has_finished_nothing(world: World, board: Board) -> None:
    drafts = [
        Draft(
            lane=lane_of(board, name),
            title=f"{name} {n}",
            external=ExternalId(source="t", external_id=f"{name}{n}"),
        )
        for name in ("done", "code review", "to do")
        for n in range(12)
    ]
    fill_board(cause=world.by("ada"), board=board, drafts=drafts)
    world.later(hours=1)

    assert built(throughput, world, board).numbers == {"finished": 0, "weeks": 0, "median_per_week": None}
    assert built(forecast, world, board).lacks == "Needs 10 finished cards; you have 0."
    assert built(cycle_time, world, board).rows == ()
    old = built(ageing, world, board)
    assert {row.cells[4] for row in old.rows} == {0.12}
    assert old.answer.endswith("too little is finished to say whether that is long.")
    assert built(cfd, world, board).numbers["on_the_way_now"] == 24


def test_age_is_told_against_finished_work_of_the_same_lane(world: World, board: Board) -> None:
    for n in range(10):
        a_task(world, board, days=1 if n < 9 else 2)
        while world.at.weekday() > 3:
            world.later(days=1)
    card = world.move(world.card(board, "Old"), "update model")
    young = world.card(board, "Young", "update model")
    world.later(days=1, hours=1)
    actions.archive_card(cause=world.by(), card=young)

    figure = built(ageing, world, board)
    found = cells(figure, card.ref)
    assert (found["p50"], found["p85"], found["p95"]) == (1.0, 1.0, 2.0)
    assert (found["lane_days"], found["expected"], found["late"]) == (1.12, 1.0, "yes")
    assert f"{card.ref} has been in update model for 1.1 d, longer than 85 % of finished work." in figure.answer
    assert [row.cells[0] for row in figure.rows] == [card.ref]


def test_blocked_time_counts_while_the_card_is_on_the_board(world: World, board: Board) -> None:
    card = world.card(board, "Stuck", "code review")
    actions.block_card(cause=world.by(), card=card, reason="waits for data")
    world.later(days=1)
    actions.block_card(cause=world.by(), card=card, reason="waits for the export")
    actions.archive_card(cause=world.by(), card=card)
    world.later(days=1)
    card = actions.restore_card(cause=world.by(), card=card)
    world.later(hours=4)

    row = next(row for row in built(lanes, world, board).rows if row.cells[0] == "code review")
    assert row.cards == (card.ref,)
    assert (row.cells[7], row.cells[8]) == (1, 1.5)
    actions.unblock_card(cause=world.by(), card=card)
    world.later(days=1)
    row = next(row for row in built(lanes, world, board).rows if row.cells[0] == "code review")
    assert (row.cells[7], row.cells[8]) == (0, 1.5)


def test_a_lane_that_was_removed_keeps_its_past(world: World, board: Board) -> None:
    card = world.card(board, "A", "code review")
    world.later(days=1)
    actions.remove_lane(
        cause=world.by("ada"), lane=lane_of(board, "code review"), move_cards_to=lane_of(board, "to do")
    )
    world.later(days=1)

    figure = built(cfd, world, board)
    labels = [column.label for column in figure.columns]
    assert labels.index("code review (removed)") == labels.index("done") - 1
    past = {row.cells[0]: row.cells[labels.index("code review (removed)")] for row in figure.rows}
    assert (past[date(2026, 11, 16)], past[date(2026, 11, 18)]) == (1, 0)
    assert cells(built(ageing, world, board), card.ref)["lane"] == "to do"


def test_what_was_finished_on_a_day_off_counts_for_the_next_working_day(world: World, board: Board) -> None:
    world.later(days=4)  # Friday
    a_task(world, board)  # Saturday
    world.later(days=3)  # Tuesday
    found = forecast.finished_per_workday(flow_of(Board.objects.get(pk=board.pk), world.at), Span(BEGIN, world.at))
    assert found == [0, 1, 0]  # Friday, Monday, Tuesday: nothing was known before the first card


def test_a_forecast_names_its_assumptions_and_days(world: World, board: Board) -> None:
    for _ in range(12):
        a_task(world, board)
    world.card(board, "Next", "to do")
    world.later(minutes=1)

    figure = built(forecast, world, board)
    assert not figure.lacks
    assert "The same past gives the same forecast." in figure.notes[0]
    assert figure.notes[1].startswith("Assumed: the coming days are like those")
    when = [row for row in figure.rows if row.cells[1]]
    assert all(row.cells[3] <= row.cells[4] <= row.cells[5] for row in when)
    assert all(row.cells[3].weekday() < 5 for row in when)
    many = [row for row in figure.rows if row.cells[2]]
    assert all(row.cells[3] >= row.cells[4] >= row.cells[5] for row in many)
    assert built(forecast, world, board).rows == figure.rows


def test_an_empty_board_says_so_everywhere(world: World, board: Board) -> None:
    world.later(hours=1)
    for figure in (cfd, cycle_time, throughput, ageing, forecast, loops):
        assert built(figure, world, board).lacks
    bare = world.board("BARE", "blank")
    world.later(hours=1)
    assert built(lanes, world, bare).lacks == "This board has no lane between backlog and done."
