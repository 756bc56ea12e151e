"""A reader reads every event once, in order, whatever happens to it."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from boards import tasks
from boards.models import Board, Event, ReaderCursor, SkippedEvent
from boards.readers.flow import FLOW
from boards.readers.follow import Reader, all_readers, behind, follow
from boards.readers.inbox import INBOX
from tests.world import World

CARDS = frozenset({"card.created"})


def test_events_come_in_order_and_once(world: World, board: Board) -> None:
    seen: list[int] = []
    reader = Reader("test", CARDS, lambda event: seen.append(event.seq))
    for number in range(3):
        world.card(board, f"Card {number}")
    follow(reader, board.pk)
    world.card(board, "One more")
    follow(reader, board.pk)
    follow(reader, board.pk)
    assert seen == list(Event.objects.filter(kind="card.created").order_by("seq").values_list("seq", flat=True))


def test_an_event_nobody_can_digest_is_marked_and_passed_over(world: World, board: Board) -> None:
    seen: list[str] = []

    def take(event: Event) -> None:
        if event.card_ref == "CHURN-2":
            raise KeyError("what is this")
        seen.append(event.card_ref)

    for number in range(3):
        world.card(board, f"Card {number}")
    assert follow(Reader("test", CARDS, take), board.pk) == board.events.count()
    assert seen == ["CHURN-1", "CHURN-3"]
    skipped = SkippedEvent.objects.get()
    assert (skipped.event.card_ref, skipped.reason) == ("CHURN-2", "KeyError: 'what is this'")


def test_a_database_that_gives_up_is_no_fault_of_the_event(world: World, board: Board) -> None:
    def take(event: Event) -> None:
        raise OperationalError("canceling statement due to statement timeout")

    world.card(board)
    reader = Reader("test", CARDS, take)
    with pytest.raises(OperationalError):
        follow(reader, board.pk)
    assert not SkippedEvent.objects.exists()
    assert behind(reader) == [board.pk]


def test_the_sweep_finds_what_a_lost_wake_up_left_behind(world: World, board: Board) -> None:
    other = world.board("OTHER")
    tasks.follow_log(board.pk)
    assert behind(FLOW) == [other.pk]
    tasks.follow_logs()
    assert behind(FLOW) == behind(INBOX) == []
    names = {each.name for each in all_readers()}
    assert names >= {"inbox", "flow", "search"}
    assert set(ReaderCursor.objects.values_list("reader", "board", "seq")) == {
        (name, each.pk, each.events.count()) for name in names for each in (board, other)
    }
