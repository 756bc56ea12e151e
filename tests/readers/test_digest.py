"""The digest comes once per period, at the person's hour, and only when there is something to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.actions import change_profile, remove_member
from accounts.models import Membership
from boards.actions.preferences import change_preferences
from boards.models import Board, Card, Digest
from boards.readers import digest, mail
from hypotheses.actions import add_log_entry, record_verdict
from tests.smtp import Mailbox, mailbox
from tests.world import ROUND_THE_CLOCK, World
from timeboxes.actions import expire_due

TUESDAY = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)


@pytest.fixture
def box(settings: Settings) -> Iterator[Mailbox]:
    with mailbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", box.port, False
        yield box


@pytest.fixture(autouse=True)
def _dan_wants_none(world: World) -> None:
    """He decides in his team, as its only admin."""
    change_preferences(person=world.dan, matrix={}, attention={"digest": "none"})


@pytest.fixture
def card(world: World) -> Card:
    """A question with an open call for help, since Monday."""
    card = world.hypothesis(world.board(), "Does it know churn?")
    add_log_entry(cause=world.by("ben"), card=card, body="Where are the labels?", kind="help")
    return card


def sweep(at: datetime) -> int:
    digest.plan_digests(at)
    return digest.send_digests(at)


def body(box: Mailbox) -> str:
    part = box.messages[-1].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_the_owner_gets_it_once_at_the_hour(world: World, card: Card, box: Mailbox) -> None:
    assert sweep(TUESDAY - timedelta(seconds=1)) == 0
    assert sweep(TUESDAY) == 1
    assert sweep(TUESDAY) == sweep(TUESDAY + timedelta(hours=10)) == 0
    (message,) = box.to("petra@example.org")
    assert message["Subject"] == "Digest: help wanted"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "CHURN-1 Does it know churn?: Ben asks for help since 16 Nov" in body(box)
    assert "http://testserver/c/CHURN-1/" in body(box)
    assert len(box.messages) == 1, "nobody else has asked for one"


def test_two_sweeps_plan_one_row(world: World, card: Card) -> None:
    assert digest.plan_digests(TUESDAY) == 1
    assert digest.plan_digests(TUESDAY) == 0
    again = Digest.objects.get()
    again.pk = None
    Digest.objects.bulk_create([again], ignore_conflicts=True)
    assert Digest.objects.count() == 1


def test_nothing_to_say_is_no_mail(world: World, box: Mailbox) -> None:
    world.board()
    assert sweep(TUESDAY) == 0
    assert box.messages == []
    assert Digest.objects.get().dropped_at == TUESDAY


def test_it_says_what_is_new_what_waits_and_what_is_silent(world: World, box: Mailbox) -> None:
    board = world.board(calendar=ROUND_THE_CLOCK)
    answered, over = world.running(board, "Answered", budget="30d"), world.running(board, "Over", budget="24h")
    world.running(board, "Soon over", budget="130h")
    expire_due(world.later(days=3))
    record_verdict(cause=world.by(), card=answered, value="not_tested", learned="Too few tickets.")
    at = world.later(days=1).replace(hour=8)
    assert sweep(at) == 1
    text = body(box)
    assert "CHURN-1 Answered: not tested. Too few tickets." in text
    assert f"{over.ref} Over: " in text
    assert "CHURN-3 Soon over: no word for" in text
    assert "BOXES THAT END" in text
    positions = [
        text.index(title) for title in ("ANSWERS", "DECISIONS THAT WAIT", "SILENT CARDS", "BOXES THAT END")
    ]
    assert positions == sorted(positions)


def test_the_next_one_tells_only_what_is_new_since(world: World, box: Mailbox) -> None:
    card = world.running(world.board(), "Answered", budget="30d")
    record_verdict(cause=world.by(), card=card, value="not_tested", learned="Too few tickets.")
    world.move(card, "done")
    assert sweep(TUESDAY) == 1
    assert sweep(TUESDAY + timedelta(days=1)) == 0


def test_by_the_clock_and_the_days_of_the_person(world: World, card: Card, box: Mailbox) -> None:
    change_profile(person=world.petra, changes={"time_zone": "Asia/Tokyo"}, at=world.at)
    assert sweep(datetime(2026, 11, 16, 22, 59, tzinfo=UTC)) == 0
    assert sweep(datetime(2026, 11, 16, 23, 0, tzinfo=UTC)) == 1  # 8:00 on Tuesday in Tokyo
    assert sweep(datetime(2026, 11, 21, 12, 0, tzinfo=UTC)) == 0  # a Saturday


def test_anybody_may_have_one_and_the_weekly_one_comes_on_its_day(world: World, card: Card, box: Mailbox) -> None:
    weekly = {"digest": "weekly", "digest_weekday": 3, "digest_at": time(15)}
    change_preferences(person=world.vera, matrix={}, attention=weekly)
    change_preferences(person=world.petra, matrix={}, attention={"digest": "none"})
    assert sweep(datetime(2026, 11, 19, 14, 59, tzinfo=UTC)) == 0
    assert sweep(datetime(2026, 11, 19, 15, 0, tzinfo=UTC)) == 1
    assert sweep(datetime(2026, 11, 20, 15, 0, tzinfo=UTC)) == 0
    assert sweep(datetime(2026, 11, 26, 15, 0, tzinfo=UTC)) == 1
    assert {str(message["To"]) for message in box.messages} == {"vera@example.org"}


def test_rights_and_wishes_are_asked_when_it_is_sent(world: World, card: Card, box: Mailbox) -> None:
    change_preferences(person=world.vera, matrix={}, attention={"digest": "daily"})
    assert digest.plan_digests(TUESDAY) == 2
    change_preferences(person=world.petra, matrix={"digest": {"mail": False}}, attention={})
    remove_member(actor=world.ada, membership=Membership.objects.get(person=world.vera), at=world.at)
    assert digest.send_digests(TUESDAY) == 0
    assert box.messages == []


def test_a_mail_server_that_refuses_is_asked_again_with_the_same_id(
    world: World, card: Card, box: Mailbox, client: Client
) -> None:
    box.refuse = "451 Later"
    assert sweep(TUESDAY) == 0
    box.refuse = ""
    assert sweep(TUESDAY + timedelta(minutes=1)) == 1
    row = Digest.objects.get()
    assert box.ids == [row.message_id]
    assert row.attempts == 2


def test_a_dead_workers_digest_is_taken_over_and_a_late_one_marks_nothing(world: World, card: Card) -> None:
    digest.plan_digests(TUESDAY)
    late = digest._claim(TUESDAY)
    assert late is not None
    assert digest._claim(TUESDAY) is None
    taken = digest._claim(TUESDAY + mail.LEASE)
    assert taken is not None
    assert not digest._mark(late, sent_at=TUESDAY)
    assert digest._mark(taken, sent_at=TUESDAY)


def test_other_teams_boards_are_not_in_it(world: World, card: Card, box: Mailbox) -> None:
    change_preferences(person=world.dan, matrix={}, attention={"digest": "daily"})
    sweep(TUESDAY)
    assert box.to("dan@example.org") == []
    assert Board.objects.visible_to(world.dan).count() == 0
