"""Mails go out once, to whoever still wants and may have them, also when workers die."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core import mail as outbox
from pytest_django import Settings

from accounts.access import Role
from accounts.actions import change_profile, remove_member
from accounts.actions.people import deactivate_person
from accounts.models import Membership
from boards.actions import delete_board, trash_card, watch_card
from boards.actions.inbox import mark_done, mark_read, snooze
from boards.models import Board, Card, Event, MailDelivery
from boards.readers import letters, mail
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from boards.sentences import sentence
from hypotheses.actions import add_log_entry
from tests.smtp import Mailbox, mailbox
from tests.world import World


@pytest.fixture
def box(settings: Settings) -> Iterator[Mailbox]:
    with mailbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", box.port, False
        yield box


@pytest.fixture
def card(world: World, board: Board) -> Card:
    """A card in whose log ada is mentioned; the mail waits."""
    card = world.card(board, "Does the model know churn?\r\nBcc: everybody@example.org", who="petra")
    mention(world, board, card)
    return card


def mention(world: World, board: Board, card: Card, body: str = "@ada, look") -> MailDelivery:
    add_log_entry(cause=world.by("ben"), card=card, body=body)
    follow(INBOX, board.pk)
    world.at = MailDelivery.objects.latest("pk").due_at + timedelta(seconds=1)
    return MailDelivery.objects.latest("pk")


def test_a_mail_reaches_a_real_server_whole_and_once(world: World, card: Card, box: Mailbox) -> None:
    delivery = MailDelivery.objects.get()
    assert mail.send_due(world.at) == 1
    assert mail.send_due(world.later(days=1)) == 0
    (message,) = box.messages
    assert message["To"] == "ada@example.org"
    assert message["From"] == "Prooflane <prooflane@testserver>"
    assert message["Message-ID"] == delivery.message_id
    subject = "Ben wrote a note in the log of CHURN-1 - Does the model know churn? Bcc: everybody@example.org"
    assert message["Subject"] == subject
    assert message["Bcc"] is None
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "http://testserver/c/CHURN-1/" in text.get_content()
    assert "somebody mentioned you" in text.get_content()
    assert '<a href="http://testserver/c/CHURN-1/">' in html.get_content()
    assert "<img" not in html.get_content()
    delivery.refresh_from_db()
    assert delivery.sent_at == world.at - timedelta(days=1)


def test_markup_in_a_name_is_text_in_both_bodies(world: World, board: Board, card: Card, box: Mailbox) -> None:
    world.ben.name = '<img src="http://evil.example/x.png">'
    world.ben.save()
    mail.send_due(world.at)
    text, html = box.messages[0].get_body(("plain",)), box.messages[0].get_body(("html",))
    assert text is not None
    assert html is not None
    assert '<img src="http://evil.example/x.png"> wrote' in text.get_content()
    assert "<img" not in html.get_content()


Act = Callable[[World, MailDelivery], None]


def removed(world: World, delivery: MailDelivery) -> None:
    Membership.objects.filter(person=world.petra).update(role=Role.ADMIN)
    remove_member(actor=world.petra, membership=Membership.objects.get(person=world.ada), at=world.at)


def deactivated(world: World, delivery: MailDelivery) -> None:
    deactivate_person(person=world.ada, at=world.at)


def wants_no_mail(world: World, delivery: MailDelivery) -> None:
    change_profile(person=world.ada, changes={"mail_reminders": False}, at=world.at)


def has_no_address(world: World, delivery: MailDelivery) -> None:
    change_profile(person=world.ada, changes={"email": ""}, at=world.at)


def has_read_it(world: World, delivery: MailDelivery) -> None:
    mark_read(person=world.ada, at=world.at, ids=[delivery.notification_id])


def has_done_it(world: World, delivery: MailDelivery) -> None:
    mark_done(person=world.ada, at=world.at, ids=[delivery.notification_id])


def muted(world: World, delivery: MailDelivery) -> None:
    watch_card(cause=world.by("ada"), card=Card.objects.get(), state="mute")


def trashed(world: World, delivery: MailDelivery) -> None:
    trash_card(cause=world.by(), card=Card.objects.get())


def board_deleted(world: World, delivery: MailDelivery) -> None:
    delete_board(cause=world.by("ada"), board=Board.objects.get())


@pytest.mark.parametrize(
    "act",
    [removed, deactivated, wants_no_mail, has_no_address, has_read_it, has_done_it, muted, trashed, board_deleted],
)
def test_whoever_may_or_wants_it_no_more_gets_no_mail(world: World, card: Card, box: Mailbox, act: Act) -> None:
    delivery = MailDelivery.objects.get()
    act(world, delivery)
    assert mail.send_due(world.at) == 0
    assert box.messages == []
    delivery.refresh_from_db()
    assert delivery.dropped_at == world.at
    assert mail.send_due(world.later(days=1)) == 0


def test_a_snoozed_one_is_mailed_when_it_comes_back(world: World, card: Card, box: Mailbox) -> None:
    delivery = MailDelivery.objects.get()
    until = world.at + timedelta(hours=3)
    snooze(person=world.ada, at=world.at, ids=[delivery.notification_id], until=until)
    delivery.notification.refresh_from_db()
    delivery.notification.read_at = None
    delivery.notification.save()
    assert mail.send_due(world.at) == 0
    assert mail.send_due(until - timedelta(seconds=1)) == 0
    assert mail.send_due(until) == 1


def test_a_refused_mail_is_tried_eight_times_with_growing_pauses_and_then_given_up(
    world: World, card: Card, box: Mailbox
) -> None:
    delivery = MailDelivery.objects.get()
    box.refuse = "550 No such user"
    pauses = []
    while delivery.dropped_at is None:
        assert mail.send_due(world.at) == 0
        delivery.refresh_from_db()
        pauses.append((delivery.due_at - world.at).total_seconds() / 60)
        assert mail.send_due(delivery.due_at - timedelta(seconds=1)) == 0
        world.at = max(world.at, delivery.due_at)
    assert delivery.attempts == 8
    assert pauses[:-1] == [1, 5, 15, 60, 180, 360, 720]
    assert "550" in delivery.error
    box.refuse = ""
    assert mail.send_due(world.later(days=2)) == 0


def test_one_bad_mail_does_not_hold_up_the_others(
    world: World, board: Board, card: Card, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = MailDelivery.objects.get()
    for number in range(5):
        mention(world, board, card, f"@ada {number}")

    def write(event: Event) -> str:
        if event == bad.notification.event:
            raise ValueError("cannot be written")
        return sentence(event)

    monkeypatch.setattr(letters, "sentence", write)
    assert mail.send_due(world.at) == 1
    assert box.messages[0]["Subject"] == "5 updates: CHURN-1"
    bad.refresh_from_db()
    assert bad.error == "ValueError: cannot be written"


def test_a_server_that_is_away_uses_up_no_attempt(world: World, card: Card, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert mail.send_due(world.at) == 0
    assert MailDelivery.objects.get().attempts == 0


def test_the_mail_of_a_dead_worker_is_taken_over_when_its_lease_is_over(world: World, card: Card) -> None:
    claimed = mail._claim(world.at)
    assert len(claimed) == 1
    assert mail.send_due(world.at + mail.LEASE - timedelta(seconds=1)) == 0
    assert mail.send_due(world.at + mail.LEASE) == 1
    assert [message.extra_headers["Message-ID"] for message in outbox.outbox] == [claimed[0].message_id]


def test_a_worker_that_comes_back_late_marks_nothing(world: World, card: Card) -> None:
    (late,) = mail._claim(world.at)
    after = world.at + mail.LEASE
    (taken_over,) = mail._claim(after)
    assert not mail._mark([late], sent_at=world.at)
    row = MailDelivery.objects.get()
    assert (row.sent_at, row.lease_token) == (None, taken_over.lease_token)
    assert mail._mark([taken_over], sent_at=after)


def test_a_mail_that_kills_its_worker_is_given_up_too(world: World, card: Card) -> None:
    for _ in range(len(mail.PAUSES) + 1):
        assert mail._claim(world.at)
        world.at += mail.LEASE
    assert mail.send_due(world.at) == 0
    assert MailDelivery.objects.get().dropped_at == world.at
