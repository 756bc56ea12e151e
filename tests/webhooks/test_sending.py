"""Events reach real receivers once, signed, in order, and a bad receiver harms nobody else."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

import pytest

from accounts.outbound import Limits
from boards.actions import delete_board
from boards.models import Board, Event, Notification
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from tests.webhooks.hooks import Receiver, delivery_to, hook
from tests.world import World
from webhooks import formats, marking, parcels, sending
from webhooks.actions import (
    add_webhook,
    change_webhook,
    forget_deliveries,
    redeliver,
    redeliver_missed,
    rotate_secret,
)
from webhooks.models import Delivery, Webhook
from webhooks.readers import WEBHOOKS
from webhooks.sending import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "JITTER", 0)


def send(world: World) -> int:
    """What a worker does now, at the time of the world."""
    return send_due(lambda: world.at)


def noted(world: World, board: Board) -> None:
    """The reader has read everything; the time of the world is after that."""
    follow(WEBHOOKS, board.pk)
    if Delivery.objects.exists():
        world.at = max(world.at, Delivery.objects.latest("due_at").due_at)


def one(world: World, board: Board) -> Delivery:
    """One delivery for each webhook: that of a new card."""
    follow(WEBHOOKS, board.pk)
    Delivery.objects.all().delete()
    world.card(board, "Does it know churn?")
    noted(world, board)
    return Delivery.objects.latest("pk")


def test_an_event_arrives_whole_and_any_library_of_the_standard_verifies_it(
    world: World, board: Board, receiver: Receiver
) -> None:
    webhook, secret = add_webhook(
        actor=world.ada, team=world.team, at=world.at, name="CI", url=receiver.url + "/in?x=1"
    )
    delivery = one(world, board)
    assert send(world) == 1
    (taken,) = receiver.taken
    assert taken.path == "/in?x=1"
    assert taken.json == Event.objects.get(kind="card.created").as_dict("CHURN")
    assert taken.headers["content-type"] == "application/json"
    assert taken.id == str(delivery.event_id)
    assert taken.headers["webhook-timestamp"] == str(int(world.at.timestamp()))
    assert taken.is_signed_by(secret)
    assert not taken.is_signed_by("whsec_" + base64.b64encode(b"x" * 32).decode())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.delivered_at) == ("delivered", 1, world.at)
    assert [each["status"] for each in delivery.tries] == [200]
    assert send(world) == 0
    webhook.refresh_from_db()
    assert (webhook.last_ok_at, webhook.failures, webhook.lease_token) == (world.at, 0, "")


def test_a_reader_that_reads_twice_notes_each_event_once(world: World, board: Board) -> None:
    hook(world)
    one(world, board)
    for _ in range(2):
        for event in Event.objects.filter(board=board).select_related("board"):
            WEBHOOKS.take(event)
    assert sorted(Delivery.objects.values_list("event__kind", flat=True)) == ["board.created", "card.created"]


def test_only_what_was_asked_for_and_what_came_after(world: World, board: Board) -> None:
    other = world.board("OTHER")
    hook(world, name="one board", board=board)
    hook(world, name="one kind", kinds=["card.moved", "verdict.*"])
    late = hook(world, name="late")
    Webhook.objects.filter(pk=late.pk).update(created_at=datetime.max.replace(tzinfo=world.at.tzinfo))
    for each in (board, other):
        world.move(world.card(each), "code review")
        follow(WEBHOOKS, each.pk)
    told = Delivery.objects.values_list("webhook__name", "event__board__key", "event__kind").order_by("pk")
    assert set(told) == {
        ("one board", "CHURN", "board.created"),
        ("one board", "CHURN", "card.created"),
        ("one board", "CHURN", "card.moved"),
        ("one kind", "CHURN", "card.moved"),
        ("one kind", "OTHER", "card.moved"),
    }


def test_a_receiver_gets_the_events_in_their_order(world: World, board: Board, receiver: Receiver) -> None:
    hook(world, receiver.url)
    for number in range(12):
        world.card(board, f"Card {number}")
    noted(world, board)
    assert send(world) == 13
    seqs = [taken.json["seq"] for taken in receiver.taken]
    assert seqs == sorted(seqs)


@pytest.mark.parametrize("status", [302, 307, 400, 404, 500, 503])
def test_only_2xx_is_success_and_no_redirect_is_followed(
    world: World, board: Board, receiver: Receiver, status: int
) -> None:
    receiver.status, receiver.headers = status, {"Location": receiver.url + "/elsewhere"}
    hook(world, receiver.url + "/in")
    delivery = one(world, board)
    assert send(world) == 0
    delivery.refresh_from_db()
    assert delivery.state == "waiting"
    assert delivery.due_at == world.at + timedelta(seconds=10)
    assert {taken.path for taken in receiver.taken} == {"/in"}
    receiver.status, receiver.headers = 204, {}
    receiver.content = b""
    world.later(seconds=30)
    assert send(world) == 1
    assert receiver.ids() == [str(delivery.event_id)] * 2
    assert Webhook.objects.get().failing_since is None


def test_tries_go_on_for_a_day_and_then_it_is_given_up_and_kept(
    world: World, board: Board, receiver: Receiver
) -> None:
    receiver.status = 500
    webhook = hook(world, receiver.url)
    delivery = delivery_to(webhook, Event.objects.filter(board=board).latest("seq"))
    began = world.at = delivery.due_at
    while delivery.state == "waiting":
        world.at = delivery.due_at
        send(world)
        delivery.refresh_from_db()
    assert delivery.state == "missed"
    assert delivery.attempts == len(receiver.taken) == marking.MOST_ATTEMPTS
    assert len(set(receiver.ids())) == 1
    assert timedelta(hours=23) < world.at - began < timedelta(hours=26)
    receiver.status = 200
    assert send(world) == 0
    redeliver(actor=world.ada, delivery=Delivery.objects.select_related("webhook").get(), at=world.at)
    assert send(world) == 1
    assert len(set(receiver.ids())) == 1
    delivery.refresh_from_db()
    assert delivery.state == "delivered"
    assert delivery.tries[-1]["status"] == 200


def test_pauses_differ_so_that_receivers_are_not_called_in_step(
    world: World, board: Board, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "JITTER", 0.2)
    receiver.status = 500
    for number in range(8):
        hook(world, receiver.url, name=str(number))
    one(world, board)
    send(world)
    pauses = [(due - world.at).total_seconds() for due in Delivery.objects.values_list("due_at", flat=True)]
    assert len(set(pauses)) > 1
    assert all(8 <= pause <= 12 for pause in pauses)


def test_a_receiver_that_asks_for_a_rest_gets_it(world: World, board: Board, receiver: Receiver) -> None:
    receiver.status, receiver.headers = 429, {"Retry-After": "600"}
    webhook = hook(world, receiver.url)
    one(world, board)
    send(world)
    webhook.refresh_from_db()
    assert webhook.rest_until == world.at + timedelta(seconds=600)
    world.later(minutes=9)
    send(world)
    assert len(receiver.taken) == 1


def test_an_answer_that_breaks_off_is_no_answer_and_one_without_end_is_cut(
    world: World, board: Board, receiver: Receiver
) -> None:
    receiver.promised = 100
    hook(world, receiver.url)
    delivery = delivery_to(Webhook.objects.get(), Event.objects.filter(board=board).latest("seq"))
    world.at = delivery.due_at
    assert send(world) == 0
    receiver.promised, receiver.content = None, b"x" * 200_000
    world.later(minutes=1)
    assert send(world) == 1


def test_one_that_hangs_holds_up_no_other(
    world: World, board: Board, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first request to one receiver is answered only once all of the others have come in."""
    monkeypatch.setattr(sending, "LIMITS", Limits(total_seconds=sending.RUN_SECONDS, cut_off=True))
    hook(world, receiver.url + "/late", name="late")
    for number in range(5):
        hook(world, receiver.url + f"/fine{number}", name=f"fine {number}")
    for _ in range(10):
        world.card(board)
    noted(world, board)

    def answer(path: str) -> int:
        if path == "/late":
            receiver.wait_for(1 + 5 * 11, seconds=sending.RUN_SECONDS)
        return 200

    receiver.answer = answer
    assert send(world) == 6 * 11


def test_who_does_not_answer_in_time_is_cut_off(
    world: World, board: Board, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LIMITS", Limits(total_seconds=0.5, cut_off=True))
    hook(world, receiver.url + "/hang", name="hangs")
    noted(world, board)
    assert send(world) == 0
    hangs = Webhook.objects.get()
    assert (hangs.failures, hangs.said) == (1, "The answer took too long.")


def test_private_addresses_are_not_called(world: World, board: Board) -> None:
    hook(world, "http://169.254.169.254/latest/meta-data")
    delivery = one(world, board)
    send(world)
    Delivery.objects.filter(pk=delivery.pk).update(due_at=world.at)
    assert Webhook.objects.get().said.startswith("This name leads to no address that may be called.")


def test_a_dead_receiver_is_switched_off_its_events_kept_and_its_admins_told(
    world: World, board: Board, receiver: Receiver
) -> None:
    receiver.status = 500
    webhook = hook(world, receiver.url)
    one(world, board)
    while Webhook.objects.get().is_on:
        assert len(receiver.taken) < 200
        waiting = Delivery.objects.waiting()
        if not waiting.exists():
            world.card(board)
            follow(WEBHOOKS, board.pk)
        world.later(hours=6)
        send(world)
    webhook.refresh_from_db()
    assert webhook.off_because == "failing"
    assert webhook.off_since == world.at
    assert webhook.failing_since is not None
    assert webhook.off_since - webhook.failing_since >= marking.HOPELESS_AFTER
    follow(INBOX, board.pk)
    (told,) = Notification.objects.filter(kind="webhook.switched_off")
    assert (told.person, told.needs_action, told.mail is not None) == (world.ada, True, True)
    missed = Delivery.objects.filter(state="missed").count()
    assert missed
    world.card(board, "Meanwhile")
    noted(world, board)
    before = len(receiver.taken)
    assert send(world) == 0
    assert len(receiver.taken) == before
    receiver.status = 200
    webhook = change_webhook(actor=world.ada, webhook=webhook, at=world.at, is_on=True)
    assert redeliver_missed(actor=world.ada, webhook=webhook, at=world.at) == missed
    send(world)
    assert not Delivery.objects.exclude(state="delivered").exists()
    later = Event.objects.filter(board=board, seq__gt=1)
    assert set(receiver.ids()) == {str(pk) for pk in later.values_list("pk", flat=True)}


def test_one_that_says_it_is_gone_is_off_at_once(world: World, board: Board, receiver: Receiver) -> None:
    receiver.status = 410
    webhook = hook(world, receiver.url)
    one(world, board)
    send(world)
    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.off_because) == (False, "gone")
    assert len(receiver.taken) == 1
    before = Delivery.objects.count()
    world.card(board)
    noted(world, board)
    assert Delivery.objects.count() == before, "nothing is kept for one that is gone"


def test_what_was_allowed_when_it_was_noted_is_asked_again_when_it_is_sent(
    world: World, board: Board, receiver: Receiver
) -> None:
    hook(world, receiver.url)
    one(world, board)
    delete_board(cause=world.by("ada"), board=board)
    assert send(world) == 0
    assert receiver.taken == []
    Delivery.objects.update(state="waiting")
    board.deleted_at = None
    board.save()
    other = world.dan.memberships.get().team
    Board.objects.filter(pk=board.pk).update(team=other)
    assert send(world) == 0
    assert receiver.taken == []
    assert Delivery.objects.get().state == "dropped"


def test_a_sender_that_was_taken_over_marks_nothing(
    world: World, board: Board, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(world, receiver.url)
    one(world, board)
    settle = marking.settle

    def late(parcel: marking.Parcel, answer: marking.Answer, at: datetime) -> bool:
        Webhook.objects.update(lease_token="another")
        return settle(parcel, answer, at)

    monkeypatch.setattr(sending, "settle", late)
    assert send(world) == 0
    assert Delivery.objects.get().state == "waiting"
    monkeypatch.setattr(sending, "settle", settle)
    assert send(world) == 0, "the lease of the other still holds"
    world.later(minutes=2)
    assert send(world) == 1
    assert len(set(receiver.ids())) == 1


def test_one_that_cannot_be_written_keeps_no_other_from_being_sent(
    world: World,
    board: Board,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hook(world, receiver.url)
    poison = one(world, board)
    world.card(board, "Another")
    noted(world, board)
    written = formats.content_of

    def content_of(delivery: Delivery, form: str) -> bytes:
        if delivery.pk == poison.pk:
            raise ValueError("poison")
        return written(delivery, form)

    monkeypatch.setattr(parcels, "content_of", content_of)
    assert send(world) == Delivery.objects.count() - 1
    while Delivery.objects.waiting().exists():
        world.at = Delivery.objects.waiting().get().due_at
        send(world)
    poison.refresh_from_db()
    assert (poison.state, poison.attempts) == ("missed", marking.MOST_ATTEMPTS)
    assert Webhook.objects.get().failures == 0, "it is not the receiver's fault"
    assert "could not be written" in caplog.text


def test_while_a_secret_is_replaced_both_verify(world: World, board: Board, receiver: Receiver) -> None:
    webhook, old = add_webhook(actor=world.ada, team=world.team, at=world.at, name="CI", url=receiver.url)
    fresh = rotate_secret(actor=world.ada, webhook=webhook, at=world.at)
    delivery = delivery_to(webhook, Event.objects.filter(board=board).latest("seq"))
    Delivery.objects.update(due_at=world.at)
    send(world)
    assert receiver.taken[-1].is_signed_by(old)
    assert receiver.taken[-1].is_signed_by(fresh)
    world.later(hours=25)
    redeliver(actor=world.ada, delivery=delivery, at=world.at)
    send(world)
    assert receiver.taken[-1].is_signed_by(fresh)
    assert not receiver.taken[-1].is_signed_by(old)


def test_another_secret_key_is_said_and_not_guessed_at(
    world: World, board: Board, receiver: Receiver, settings: object
) -> None:
    hook(world, receiver.url)
    one(world, board)
    settings.SECRET_KEY = "another-key-" * 6  # type: ignore[attr-defined]  # pytest-django's
    send(world)
    assert receiver.taken == []
    assert Webhook.objects.get().said.startswith("SECRET_KEY has changed since")


def test_what_is_old_is_forgotten(world: World, board: Board) -> None:
    hook(world)
    delivery = one(world, board)
    Delivery.objects.filter(pk=delivery.pk).update(created_at=world.at - timedelta(days=40))
    assert forget_deliveries(before=world.at - timedelta(days=30)) == 1
