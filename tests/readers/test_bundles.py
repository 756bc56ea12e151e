"""One mail for what waits, when the person wants it, and one click that stops its like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.actions import change_profile
from accounts.errors import Invalid
from boards.actions import block_card, unblock_card
from boards.actions.inbox import mark_read
from boards.actions.preferences import change_preferences
from boards.models import Attention, Board, Card, MailDelivery, Notification, Preference
from boards.quiet import mail_from
from boards.readers import mail
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from hypotheses.actions import add_log_entry
from tests.smtp import Mailbox, mailbox
from tests.world import World

BERLIN = "Europe/Berlin"


@pytest.fixture
def box(settings: Settings) -> Iterator[Mailbox]:
    with mailbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", box.port, False
        yield box


@pytest.fixture
def card(world: World, board: Board) -> Card:
    """A card of petra's, who wants news of cards by mail."""
    change_preferences(person=world.petra, matrix={"card": {"mail": True}}, attention={})
    return world.card(board, who="petra")


def news(world: World, card: Card, times: int = 1) -> datetime:
    """Ben blocks and frees the card; the reader tells petra. Returns when it was read."""
    for number in range(times):
        block_card(cause=world.by("ben"), card=card, reason=f"reason {number}")
        unblock_card(cause=world.by("ben"), card=card)
    follow(INBOX, card.board_id)
    world.at = MailDelivery.objects.latest("created_at").created_at
    return world.at


def body(box: Mailbox, number: int = 0) -> str:
    part = box.messages[number].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_what_happens_within_the_window_is_one_mail(world: World, card: Card, box: Mailbox) -> None:
    news(world, card, times=3)
    assert mail.send_due(world.later(minutes=9)) == 0
    assert mail.send_due(world.later(minutes=1)) == 1
    (message,) = box.messages
    assert message["Subject"] == "3 updates: CHURN-1"
    assert body(box).count("http://testserver/c/CHURN-1/") == 3
    assert message["Message-ID"] == MailDelivery.objects.earliest("pk").message_id
    assert set(MailDelivery.objects.values_list("sent_at", flat=True)) == {world.at}
    assert mail.send_due(world.later(days=1)) == 0


def test_what_is_urgent_goes_at_once_and_takes_along_what_waits(world: World, card: Card, box: Mailbox) -> None:
    news(world, card)
    add_log_entry(cause=world.by("ben"), card=card, body="@petra, look")
    follow(INBOX, card.board_id)
    assert mail.send_due(MailDelivery.objects.latest("created_at").created_at) == 1
    assert box.messages[0]["Subject"] == "2 updates: CHURN-1"
    assert mail.send_due(world.later(hours=1)) == 0


def test_what_was_read_meanwhile_is_left_out_and_nothing_left_is_no_mail(
    world: World, card: Card, box: Mailbox
) -> None:
    news(world, card, times=2)
    first = Notification.objects.filter(person=world.petra).earliest("pk")
    mark_read(person=world.petra, at=world.at, ids=[first.pk])
    assert mail.send_due(world.later(minutes=11)) == 1
    assert "reason 0" not in body(box)
    assert "reason 1" in body(box)
    news(world, card)
    mark_read(person=world.petra, at=world.at, ids=[Notification.objects.latest("pk").pk])
    assert mail.send_due(world.later(minutes=11)) == 0
    assert len(box.messages) == 1


def test_a_retry_is_the_same_mail_and_what_came_since_is_another(world: World, card: Card, box: Mailbox) -> None:
    news(world, card, times=2)
    box.refuse = "451 Later"
    assert mail.send_due(world.later(minutes=10)) == 0
    named = set(MailDelivery.objects.values_list("bundle", flat=True))
    assert len(named) == 1
    box.refuse = ""
    block_card(cause=world.by("ben"), card=card, reason="news")
    follow(INBOX, card.board_id)
    assert mail.send_due(world.later(hours=2)) == 2
    assert {str(message["Subject"])[:9] for message in box.messages} == {"2 updates", "Ben marke"}
    assert named <= {str(message["Message-ID"]) for message in box.messages}


def test_whoever_collects_nothing_gets_each_on_its_own(world: World, card: Card, box: Mailbox) -> None:
    change_preferences(person=world.petra, matrix={}, attention={"window_minutes": 0})
    assert mail.send_due(news(world, card, times=3)) == 3
    assert len({str(message["Message-ID"]) for message in box.messages}) == 3


def test_a_group_that_is_off_is_told_nowhere_or_by_mail_only(world: World, card: Card, box: Mailbox) -> None:
    change_preferences(person=world.petra, matrix={"card": {"inbox": False}}, attention={})
    news(world, card)
    assert not Notification.objects.visible_to(world.petra).exists()
    assert mail.send_due(world.later(minutes=10)) == 1
    change_preferences(person=world.petra, matrix={"card": {"mail": False}}, attention={})
    told = Notification.objects.count()
    block_card(cause=world.by("ben"), card=card, reason="x")
    follow(INBOX, card.board_id)
    assert Notification.objects.count() == told


def test_a_wish_counts_when_the_mail_is_sent(world: World, card: Card, box: Mailbox) -> None:
    news(world, card)
    change_preferences(person=world.petra, matrix={"card": {"mail": False}}, attention={})
    assert mail.send_due(world.later(minutes=10)) == 0
    assert box.messages == []


def test_only_what_differs_from_the_default_is_kept(world: World) -> None:
    everything = {"card": {"inbox": True, "mail": True}, "mention": {"mail": True}}
    change_preferences(person=world.ben, matrix=everything, attention={})
    assert list(Preference.objects.values_list("group", "channel", "is_on")) == [("card", "mail", True)]
    change_preferences(person=world.ben, matrix={"card": {"mail": False}}, attention={})
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("matrix", "attention"),
    [
        ({"weather": {"mail": True}}, {}),
        ({"digest": {"inbox": True}}, {}),
        ({}, {"quiet_from": time(20)}),
        ({}, {"window_minutes": 7}),
        ({}, {"digest": "hourly"}),
        ({}, {"digest_weekday": 7}),
        ({}, {"digest_at": None}),
        ({}, {"colour": "red"}),
    ],
)
def test_what_makes_no_sense_is_refused_whole(world: World, matrix: Any, attention: Any) -> None:
    with pytest.raises(Invalid):
        change_preferences(person=world.ben, matrix={"card": {"mail": True}, **matrix}, attention=attention)
    assert not Preference.objects.exists()
    assert not Attention.objects.exists()


def test_quiet_hours_hold_back_mail_and_not_the_inbox(world: World, card: Card, box: Mailbox) -> None:
    night = {"quiet_from": time(0), "quiet_to": time(23, 59), "window_minutes": 0}
    change_preferences(person=world.petra, matrix={}, attention=night)
    news(world, card, times=2)
    assert Notification.objects.visible_to(world.petra).waiting(world.at).count() == 2
    assert mail.send_due(world.at) == 0
    assert set(MailDelivery.objects.values_list("attempts", flat=True)) == {0}
    ends = world.at.replace(hour=23, minute=59, second=0, microsecond=0)
    assert set(MailDelivery.objects.values_list("due_at", flat=True)) == {ends}
    assert mail.send_due(ends) == 2


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-16 18:59", "2026-11-16 18:59"),  # 19:59 in Berlin
        ("2026-11-16 19:00", "2026-11-17 06:00"),
        ("2026-11-17 05:59", "2026-11-17 06:00"),
        ("2026-11-17 06:00", "2026-11-17 06:00"),
        ("2026-10-24 22:00", "2026-10-25 06:00"),  # the clocks go back in this night
        ("2026-03-28 22:00", "2026-03-29 05:00"),  # and forward in this one
    ],
)
def test_a_quiet_night_ends_by_the_clock_of_the_person(world: World, at: str, expected: str) -> None:
    world.ben.time_zone = BERLIN
    night = Attention(person=world.ben, quiet_from=time(20), quiet_to=time(7))
    assert mail_from(night, world.ben, moment(at)) == moment(expected)


def test_a_day_without_work_is_quiet_from_midnight_to_midnight(world: World) -> None:
    world.ben.time_zone = BERLIN
    days = Attention(person=world.ben, working_days_only=True)
    assert mail_from(days, world.ben, moment("2026-11-20 22:59")) == moment("2026-11-20 22:59")
    assert mail_from(days, world.ben, moment("2026-11-20 23:00")) == moment("2026-11-22 23:00")
    both = Attention(person=world.ben, working_days_only=True, quiet_from=time(20), quiet_to=time(7))
    assert mail_from(both, world.ben, moment("2026-11-20 19:30")) == moment("2026-11-23 06:00")


def stop_address(box: Mailbox) -> str:
    found = re.fullmatch(
        r"<http://testserver(/unsubscribe/[\w:.-]+/)>", str(box.messages[-1]["List-Unsubscribe"]).strip()
    )
    assert found is not None
    return found[1]


def test_one_click_without_a_sign_in_stops_its_like(
    world: World, card: Card, box: Mailbox, client: Client
) -> None:
    news(world, card)
    mail.send_due(world.later(minutes=10))
    message = box.messages[0]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = stop_address(box)
    asked = client.get(path)
    assert asked.status_code == 200
    assert "Stop these mails" in asked.content.decode()
    assert Preference.objects.get().is_on, "a link that is only followed changes nothing"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Preference.objects.exists(), "the default is no mail"
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    news(world, card)
    assert mail.send_due(world.later(minutes=10)) == 0
    assert Notification.objects.visible_to(world.petra).count() == 2


def test_an_address_that_we_have_not_signed_is_not_there(client: Client, db: None) -> None:
    assert client.post("/unsubscribe/WzEsWyJjYXJkIl1d:1abc:xyz/").status_code == 404


def test_the_page_shows_and_saves_the_table(world: World, client: Client) -> None:
    change_profile(person=world.ben, changes={"time_zone": BERLIN}, at=world.at)
    client.force_login(world.ben)
    page = client.get("/profile/notifications/")
    assert page.status_code == 200
    assert BERLIN in page.content.decode()
    form = {"mention-inbox": "on", "card-mail": "on", "quiet_from": "20:00", "quiet_to": "07:00"}
    form |= {"window_minutes": "60", "digest": "weekly", "digest_at": "09:30", "digest_weekday": "4"}
    assert client.post("/profile/notifications/", form).status_code == 302
    chosen = dict(Preference.objects.filter(channel="mail").values_list("group", "is_on"))
    off = ("mention", "decision", "timebox", "meeting", "digest")
    assert chosen == {**dict.fromkeys(off, False), "card": True}
    row = Attention.objects.get()
    assert (row.quiet_from, row.window_minutes, row.digest, row.digest_weekday) == (time(20), 60, "weekly", 4)
    refused = client.post("/profile/notifications/", {**form, "quiet_to": ""})
    assert refused.status_code == 422
    assert "Quiet hours need both" in refused.content.decode()
    assert 'value="20:00"' in refused.content.decode()
