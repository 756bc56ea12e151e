"""The demo team and its board: made once, by ordinary actions, with a true log."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q
from pytest_django import Settings

from accounts.models import Membership, Person
from boards.actions import create_board, delete_board
from boards.events import Cause
from boards.models import Board, Card, Event, MailDelivery, Notification, Stay
from boards.readers.flow import FLOW
from boards.readers.follow import follow
from boards.since import since
from hypotheses.models import Forecast, Round, Verdict
from integrations.demo import make_board, make_cast
from modelversions.models import ModelVersion
from tests.integrations.trello import is_gapless
from timeboxes.models import Decision, Stage

NOW = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)  # a Thursday


def rows() -> list[object]:
    people = Person.objects.order_by("pk").values_list("username", "password", "auth_epoch")
    members = Membership.objects.order_by("pk").values_list("person__username", "team__slug", "role")
    return [*people, *members, *Event.objects.values_list("pk"), *Card.objects.values_list("pk", "version")]


def test_who_comes_first_reads_what_is_new_not_three_months(db: None) -> None:
    cast = make_cast("word", NOW)
    board = make_board(cast, NOW)
    assert board is not None

    news = since(cast.people["petra"], board, NOW)

    assert NOW - news.at == timedelta(days=3)
    assert 0 < news.count < 100
    assert {line.group for line in news.lines} & {"Answers", "Needs you"}


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
    assert {card.kind for card in cards} == {"hypothesis", "exploration", "task"}
    assert 40 <= len(cards) <= 70
    boxes = Counter(card.face["timebox"]["state"] for card in cards if card.face["timebox"])
    assert {**boxes, "closed": 0} == {"closed": 0, "expired": 1, "paused": 1, "running": 2}
    assert [card.face["timebox"]["gate_open"] for card in cards if card.face["timebox"]].count(True) == 1
    assert [bool(card.blocked_reason) for card in cards].count(True) == 1
    times = list(Event.objects.order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= now
    assert now - times[0] >= timedelta(weeks=12)
    assert is_gapless(board)
    waiting = Notification.objects.filter(person__username="petra", done_at=None, needs_action=True)
    assert "Two years of history are better than one" in {each.card.title for each in waiting if each.card}
    assert not MailDelivery.objects.exists()
    assert all(Person.objects.values_list("mail_reminders", flat=True))


def test_its_past_holds_whatever_can_happen_to_a_question(db: None) -> None:
    make_board(make_cast("word", NOW), NOW)
    verdicts = Counter(Verdict.objects.values_list("value", flat=True))
    assert set(verdicts) == set(Verdict.Value.values)
    assert verdicts.total() >= 24
    surprises = Forecast.objects.filter(
        Q(p__gte=0.7, round__verdict__value="refuted") | Q(p__lte=0.3, round__verdict__value="supported")
    )
    assert surprises.count() >= 3
    assert len(set(Forecast.objects.values_list("person__username", flat=True))) == 3
    assert Round.objects.filter(exploratory=True, state=Round.State.CONCLUDED).count() == 2
    assert Round.objects.filter(n=2, verdict__value="supported").exists()
    assert Verdict.objects.exclude(override_reason="").get().confirmed_by == Person.objects.get(username="petra")
    outcomes = Counter(Decision.objects.values_list("outcome", flat=True))
    assert outcomes["extend"] == outcomes["park"] == 1
    assert outcomes["stop"] >= 3 <= outcomes["continue"]
    assert Event.objects.filter(kind="card.unblocked").count() >= 3
    assert [stage.state for stage in Stage.objects.filter(initiative__name__startswith="Prepaid")] == [
        *["closed"] * 2,
        "running",
    ]
    assert ModelVersion.objects.get(state="live").name == "Trees 1"
    assert set(ModelVersion.objects.values_list("kind", flat=True)) == {"baseline", "mvm", "increment"}


def test_its_log_is_true_and_cards_have_the_references_that_the_documents_use(db: None) -> None:
    board = make_board(make_cast("word", NOW), NOW)
    assert board is not None
    drops = Card.objects.get(ref="CHURN-12")
    assert drops.title == "Weekly call drops add signal for prepaid customers"
    assert drops.face["round"]["state"] == "testing"
    follow(FLOW, board.pk)
    stays = dict(Stay.objects.filter(left_at=None).values_list("card__ref", "lane_id_at_entry"))
    assert stays == dict(board.cards.values_list("ref", "lane_id"))


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
