"""Reminders: once each, however often beat and workers run, in the inbox and by mail."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from boards.actions import delete_board
from boards.models import Board, MailDelivery, Notification
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from boards.readers.letters import line_of
from boards.sentences import sentence
from cadence import actions
from cadence.models import MeetingReminder
from cadence.tasks import remind_due
from tests.cadence.conftest import scheduled
from tests.pages import client_of
from tests.world import World, kinds, last_event

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 12, 1, 10, tzinfo=UTC)  # the first Tuesday


def test_a_meeting_is_told_of_a_day_and_a_quarter_of_an_hour_before(world: World, board: Board) -> None:
    scheduled(world, board)
    steps = {"25 h": 25 * 60, "24 h": 24 * 60, "20 h": 20 * 60, "15 min": 15, "5 min": 5, "begun": 0}
    told = {name: actions.remind_due(BEGINS - timedelta(minutes=left)) for name, left in steps.items()}
    assert told == {"25 h": 0, "24 h": 1, "20 h": 0, "15 min": 1, "5 min": 0, "begun": 0}
    assert [each.lead_minutes for each in MeetingReminder.objects.order_by("pk")] == [1440, 15]
    assert sentence(last_event(board)) == (
        "The retrospective begins in a quarter of an hour: Tue 1 Dec, 10:00 UTC"
    )


def test_after_a_downtime_only_the_shorter_one_is_told(world: World, board: Board) -> None:
    scheduled(world, board)
    assert actions.remind_due(BEGINS - timedelta(minutes=10)) == 1
    assert last_event(board).data["lead_minutes"] == 15
    assert actions.remind_due(BEGINS + timedelta(minutes=10)) == 0


def test_the_hour_is_that_of_the_place_in_winter(world: World, board: Board) -> None:
    scheduled(world, board, zone="Europe/Berlin")
    assert actions.remind_due(datetime(2026, 11, 30, 8, 59, tzinfo=UTC)) == 0
    assert actions.remind_due(datetime(2026, 11, 30, 9, 0, tzinfo=UTC)) == 1
    assert last_event(board).data["local"] == "Tue 1 Dec, 10:00 Europe/Berlin"


def test_a_skipped_day_and_a_deleted_board_are_silent(world: World, board: Board) -> None:
    series = scheduled(world, board)
    actions.skip_meeting(cause=world.by("petra"), series=series, day=date(2026, 12, 1))
    assert actions.remind_due(BEGINS - timedelta(minutes=10)) == 0
    actions.skip_meeting(cause=world.by("petra"), series=series, day=date(2026, 12, 1), skip=False)
    delete_board(cause=world.by("ada"), board=board)
    assert actions.remind_due(BEGINS - timedelta(minutes=10)) == 0


def test_one_that_moved_is_told_of_anew(world: World, board: Board) -> None:
    series = scheduled(world, board)
    assert actions.remind_due(BEGINS - timedelta(hours=20)) == 1
    changes = {"time": (BEGINS + timedelta(hours=1)).time()}
    actions.reschedule_meeting(cause=world.by("petra"), series=series, changes=changes)
    assert actions.remind_due(BEGINS - timedelta(hours=20)) == 1


def test_whoever_writes_cards_is_told_once_by_inbox_and_mail(world: World, board: Board) -> None:
    scheduled(world, board)
    actions.remind_due(BEGINS - timedelta(hours=24))
    for _ in range(2):
        follow(INBOX, board.pk)
    told = Notification.objects.filter(kind="meeting.reminded")
    assert sorted(told.values_list("person__username", flat=True)) == ["ada", "ben", "petra"]
    assert MailDelivery.objects.filter(notification__in=told).count() == 3
    assert line_of(told[0]).link == "http://testserver/boards/CHURN/cadence/"
    assert 'href="/boards/CHURN/cadence/"' in client_of(world.ben).get("/inbox/").content.decode()


def test_a_bad_row_holds_up_nobody(world: World, board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    scheduled(world, board)
    increment = actions.plan_increment(
        cause=world.by("petra"), board=board, name="W", starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 1)
    )

    def fails(**_: object) -> bool:
        raise RuntimeError("bad row")

    monkeypatch.setattr("cadence.actions.remind.remind_of_meeting", fails)
    assert actions.remind_due(BEGINS - timedelta(hours=1)) == 1
    increment.refresh_from_db()
    assert increment.told_at is not None


def test_the_workers_door_asks_the_clock(world: World, board: Board) -> None:
    remind_due()
    assert "meeting.reminded" not in kinds(board)
