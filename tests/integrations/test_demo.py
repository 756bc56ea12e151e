"""The demo team and its board: made once, by ordinary actions, with a true log."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import Membership, Person
from boards.actions import create_board, delete_board
from boards.events import Cause
from boards.models import Board, Card, Event, MailDelivery, Notification
from integrations.demo import make_board, make_cast
from tests.integrations.trello import is_gapless

NOW = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)  # a Thursday


def rows() -> list[object]:
    people = Person.objects.order_by("pk").values_list("username", "password", "auth_epoch")
    members = Membership.objects.order_by("pk").values_list("person__username", "team__slug", "role")
    return [*people, *members, *Event.objects.values_list("pk"), *Card.objects.values_list("pk", "version")]


def test_it_is_refused_while_debug_is_off(db: None, settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="refused while DEBUG is off"):
        call_command("demo")
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "now",
    [NOW, datetime(2026, 11, 16, 6, 0, tzinfo=UTC), datetime(2026, 11, 22, 23, 59, tzinfo=UTC)],
    ids=["thursday afternoon", "monday before work", "sunday night"],
)
def test_the_board_shows_every_state_on_any_day(db: None, now: datetime) -> None:
    board = make_board(make_cast("word", now), now)
    assert board is not None
    cards = list(board.cards.select_related("lane"))
    assert {card.lane.name for card in cards} == {lane.name for lane in board.lanes.all()}
    verdicts = sorted(card.face["verdict"]["value"] for card in cards if card.face["verdict"])
    assert verdicts == ["inconclusive", "refuted", "supported", "supported"]
    boxes = sorted(card.face["timebox"]["state"] for card in cards if card.face["timebox"])
    assert boxes == ["closed"] * 4 + ["expired", "paused", "running", "running"]
    assert [card.face["timebox"]["gate_open"] for card in cards if card.face["timebox"]].count(True) == 1
    assert [bool(card.blocked_reason) for card in cards].count(True) == 1
    assert {card.kind for card in cards} == {"hypothesis", "exploration", "task"}
    times = list(Event.objects.order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= now
    assert is_gapless(board)
    waiting = Notification.objects.filter(person__username="petra", done_at=None, needs_action=True)
    assert "Two years of history are better than one" in {each.card.title for each in waiting if each.card}
    assert not MailDelivery.objects.exists()
    assert all(Person.objects.values_list("mail_reminders", flat=True))


def test_a_second_run_changes_nothing(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    monkeypatch.setenv("PROOFLANE_DEMO_PASSWORD", "first word")
    call_command("demo", verbosity=0)
    before = rows()
    call_command("demo", verbosity=0)
    assert rows() == before
    monkeypatch.delenv("PROOFLANE_DEMO_PASSWORD")
    call_command("demo", verbosity=0)
    assert rows() == before
    monkeypatch.setenv("PROOFLANE_DEMO_PASSWORD", "second word")
    call_command("demo", verbosity=0)
    assert Person.objects.count() == 5
    assert all(person.check_password("second word") for person in Person.objects.all())


def test_a_board_that_was_deleted_does_not_come_back(db: None) -> None:
    cast = make_cast("word", NOW)
    cause = Cause(actor=cast.people["ada"], at=NOW)
    board = create_board(cause=cause, team=cast.team, key="OLD", name="The demo of once", source="demo")
    delete_board(cause=cause, board=board)
    assert make_board(cast, NOW) is None
    assert Board.objects.count() == 1
