"""Figures of random boards against a simulation that replays their log day by day."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from boards import actions
from boards.models import Board, Card, Event
from boards.readers.flow import FLOW, KINDS, rebuild
from boards.readers.follow import follow
from insights.figure import Figure, Span
from insights.figures import cfd, loops, throughput
from insights.flow import flow_of
from insights.folding import News, fold
from insights.reading import all_figures
from tests.insights.naive import counts_at, finishes
from tests.world import World

pytestmark = pytest.mark.django_db
LANES = ("backlog", "to do", "code review", "update model", "done", "done")


def wander(world: World, board: Board, seed: int, acts: int = 70) -> None:
    """Tasks are made, moved to and fro, put away, thrown away, fetched back and blocked."""
    chance = random.Random(seed)  # noqa: S311 - the same ways in each run
    cards: list[Card] = []
    for _ in range(acts):
        world.later(hours=chance.choice((1, 3, 9, 30)))
        if not cards or chance.random() < 0.2:
            cards.append(world.card(board, f"Card {len(cards)}", chance.choice(LANES)))
            continue
        index = chance.randrange(len(cards))
        cards[index] = act(world, cards[index], chance)


def act(world: World, card: Card, chance: random.Random) -> Card:
    cause = world.by("petra")
    if not card.is_open:
        return actions.restore_card(cause=cause, card=card) if chance.random() < 0.7 else card
    kind = chance.choices(("move", "archive", "trash", "block", "unblock"), (12, 2, 1, 2, 2))[0]
    if kind == "move":
        return world.move(card, chance.choice(LANES), who="petra")
    if kind == "block":
        return actions.block_card(cause=cause, card=card, reason=f"Waits for {chance.randrange(3)}")
    verbs = {"archive": actions.archive_card, "trash": actions.trash_card, "unblock": actions.unblock_card}
    return verbs[kind](cause=cause, card=card)


def fresh(board: Board) -> Board:
    """The board as another request reads it."""
    return Board.objects.get(pk=board.pk)


def whole(world: World, board: Board) -> Span:
    return Span(board.created_at - timedelta(days=1), world.at)


@pytest.mark.parametrize("seed", range(6))
def test_flow_is_what_the_log_says(world: World, board: Board, seed: int) -> None:
    wander(world, board, seed)
    board, span = fresh(board), whole(world, board)

    assert_days(cfd.build(board, span, world.at), board, span)
    done = finishes(board)
    figure = throughput.build(board, span, world.at)
    assert sorted(ref for row in figure.rows for ref in row.cards) == sorted(done)
    assert weeks(figure) == Counter(monday(at) for at in done.values())


def assert_days(figure: Figure, board: Board, span: Span) -> None:
    names = [column.label for column in figure.columns[1:-1]]
    for row in figure.rows:
        day, *found, on_the_way = row.cells
        end = min(datetime.fromisoformat(f"{day}T00:00+00:00") + timedelta(days=1), span.end)
        counts = counts_at(board, end)
        assert dict(zip(names, found, strict=True)) == {name: counts[name] for name in names}, day
        way = sum(counts[name] for name in names if name not in ("backlog", "done"))
        assert (on_the_way, len(row.cards)) == (way, way), day


def weeks(figure: Figure) -> Counter[Any]:
    return Counter({row.cells[0]: row.cells[3] for row in figure.rows if row.cells[3]})


def monday(at: datetime) -> Any:
    return (at - timedelta(days=at.weekday())).date()


def told(board: Board, world: World) -> list[tuple[Any, ...]]:
    """Everything the page says, as plain values."""
    figures = all_figures(fresh(board), whole(world, board), world.at)
    return [
        (each.name, each.answer, each.numbers, each.lacks, [(row.cells, list(row.cards)) for row in each.rows])
        for each in figures
    ]


@pytest.mark.parametrize("seed", range(3))
def test_figures_are_the_same_before_the_reader_after_it_and_after_a_rebuild(
    world: World, board: Board, seed: int
) -> None:
    wander(world, board, seed)
    unread = told(board, world)
    assert board.stays.count() == 0  # so all of it was folded from the log
    follow(FLOW, board.pk)
    assert told(board, world) == unread
    rebuild(board)
    assert told(board, world) == unread


def test_half_read_is_as_good_as_read(world: World, board: Board) -> None:
    wander(world, board, 7, acts=30)
    follow(FLOW, board.pk)
    wander(world, board, 8, acts=30)
    half = told(board, world)
    follow(FLOW, board.pk)
    assert told(board, world) == half


def test_an_event_that_was_read_meanwhile_is_not_counted_twice(world: World, board: Board) -> None:
    wander(world, board, 3)
    follow(FLOW, board.pk)
    flow = flow_of(fresh(board), world.at)
    visits = {life.pk: list(life.visits) for life in flow.lives}
    blocks = {card: list(own) for card, own in flow.blocks.items()}
    columns = ("card_id", "kind", "seq", "at", "data", "previous")
    events = Event.objects.filter(board=board, kind__in=KINDS, card__in=visits).order_by("seq")
    fold(map(News._make, events.values_list(*columns)), visits, blocks)
    assert visits == {life.pk: life.visits for life in flow.lives}
    assert blocks == flow.blocks


def test_loops_are_the_moves_back_of_the_log(world: World, board: Board) -> None:
    wander(world, board, 11)
    figure = loops.build(fresh(board), whole(world, board), world.at)
    for ref, _, _, back, *_ in (row.cells for row in figure.rows):
        assert back == Card.objects.get(ref=ref).loops, ref
