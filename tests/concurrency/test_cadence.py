"""Many at once on what recurs: dots are counted, one meeting opens, a reminder is told once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest

from accounts.errors import Conflict, Invalid
from boards.models import Board, Event
from cadence import actions
from cadence.models import Meeting, MeetingReminder, NoteVote
from cadence.rule import Rule
from tests.concurrency.crowd import at_once
from tests.world import World, make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def test_nobody_spends_more_dots_than_they_have(world: World, board: Board) -> None:
    meeting = actions.hold_meeting(cause=world.by(), board=board, kind="retrospective")
    notes = [actions.add_note(cause=world.by(), meeting=meeting, text=f"Note {n}") for n in range(4)]
    actions.reveal_notes(cause=world.by(), meeting=meeting)
    acts = [
        partial(actions.vote, cause=world.by(who), note=note, count=2)
        for note in notes
        for who in ("ben", "petra", "ada")
    ]
    outcomes = Counter(type(each).__name__ for each in at_once(*acts))
    assert outcomes == {"MeetingNote": 3, Invalid.__name__: 9}
    votes = NoteVote.objects.values_list("person__username", "count")
    assert sorted(votes) == [("ada", 2), ("ben", 2), ("petra", 2)]
    assert sum(meeting.notes.values_list("votes", flat=True)) == 6


def test_one_meeting_of_a_kind_opens(world: World, board: Board) -> None:
    acts = [
        partial(actions.hold_meeting, cause=world.by(who), board=board, kind="retrospective")
        for who in ("ben", "petra", "ada", "ben")
    ]
    outcomes = Counter(type(each).__name__ for each in at_once(*acts))
    assert outcomes == {"Meeting": 1, Conflict.__name__: 3}
    assert Meeting.objects.count() == 1


def test_four_workers_tell_once(world: World, board: Board) -> None:
    when: dict[str, Any] = {"rule": Rule("month", "tue", 1, 1), "time": time(10)}
    actions.schedule_meeting(cause=world.by("petra"), board=board, kind="retrospective", **when)
    soon = datetime(2026, 12, 1, 10, tzinfo=UTC) - timedelta(hours=20)
    told = at_once(*[partial(actions.remind_due, soon)] * 4)
    assert sum(told) == 1
    assert MeetingReminder.objects.count() == 1
    assert Event.objects.filter(kind="meeting.reminded").count() == 1
