"""An admin sends a test: it goes the way of every delivery, once, and the list says what came of it."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from accounts.errors import Forbidden
from accounts.models import AuditRecord
from boards.models import Board, Event
from tests.api.caller import caller_for
from tests.pages import client_of, words
from tests.webhooks.hooks import Receiver, delivery_to, hook
from tests.world import World, last_event
from webhooks.actions import add_webhook, redeliver, redeliver_missed, send_test, switch_off
from webhooks.actions.delivering import AlreadyTesting, WebhookOff
from webhooks.formats import body_of
from webhooks.models import Delivery, Webhook
from webhooks.sending import send_due

pytestmark = pytest.mark.django_db


def send(world: World) -> int:
    return send_due(lambda: world.at)


def test_a_test_is_signed_and_marked_and_its_outcome_is_in_the_list(world: World, receiver: Receiver) -> None:
    webhook, secret = add_webhook(actor=world.ada, team=world.team, at=world.at, name="CI", url=receiver.url)
    test = send_test(actor=world.ada, webhook=webhook, at=world.at)
    assert send(world) == 1

    (taken,) = receiver.taken
    assert taken.id == f"test-{test.pk}"
    assert taken.is_signed_by(secret)
    assert (taken.json["kind"], taken.json["id"]) == ("webhook.test", taken.id)
    assert taken.json["data"] == {"webhook": webhook.pk, "name": "CI"}
    page = words(client_of(world.ada).get(f"/webhooks/{webhook.pk}/"))
    assert "delivered A test" in page
    assert "It answered 200." in page
    assert AuditRecord.objects.filter(kind="webhook.tested", actor=world.ada).count() == 1


@pytest.mark.parametrize(("form", "part"), [("slack", "text"), ("teams", "attachments")])
def test_a_chat_is_told_in_words(world: World, receiver: Receiver, form: str, part: str) -> None:
    webhook = hook(world, receiver.url, format=form)
    send_test(actor=world.ada, webhook=webhook, at=world.at)
    send(world)

    assert part in receiver.taken[0].json
    assert "This is a test of the webhook CI" in receiver.taken[0].body.decode()


def test_a_test_that_is_refused_is_tried_once_and_is_nothing_missed(world: World, receiver: Receiver) -> None:
    receiver.status = 500
    webhook = hook(world, receiver.url)
    test = send_test(actor=world.ada, webhook=webhook, at=world.at)
    send(world)
    world.later(days=2)
    send(world)

    test.refresh_from_db()
    assert (test.state, len(receiver.taken)) == ("missed", 1)
    assert test.tries[0]["said"] == "It answered 500."
    page = client_of(world.ada).get(f"/webhooks/{webhook.pk}/")
    assert "given up again" not in words(page)
    assert redeliver_missed(actor=world.ada, webhook=Webhook.objects.get(), at=world.at) == 0
    receiver.status = 200
    redeliver(actor=world.ada, delivery=test, at=world.at)
    assert send(world) == 1


def test_a_test_does_not_wait_for_the_rest_after_a_failure(world: World, receiver: Receiver) -> None:
    webhook = hook(world, receiver.url)
    world.later(minutes=1)
    Webhook.objects.update(rest_until=world.at.replace(year=2100))

    send_test(actor=world.ada, webhook=webhook, at=world.at)

    assert send(world) == 1


def test_a_receiver_that_says_it_is_gone_is_switched_off_by_a_test_too(world: World, receiver: Receiver) -> None:
    receiver.status = 410
    webhook = hook(world, receiver.url)
    send_test(actor=world.ada, webhook=webhook, at=world.at)
    send(world)

    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.off_because) == (False, "gone")
    assert not Event.objects.filter(kind="webhook.switched_off").exists(), "no board has to do with it"


def test_only_one_test_is_under_way(world: World, receiver: Receiver) -> None:
    webhook = hook(world, receiver.url)
    send_test(actor=world.ada, webhook=webhook, at=world.at)
    with pytest.raises(AlreadyTesting):
        send_test(actor=world.ada, webhook=webhook, at=world.at)
    send(world)
    send_test(actor=world.ada, webhook=webhook, at=world.at)


def test_what_is_off_is_not_tested(world: World, board: Board) -> None:
    webhook = hook(world)
    switch_off(webhook=webhook, board_id=board.pk, reason="gone", failures=1, at=world.at)
    webhook.refresh_from_db()

    with pytest.raises(WebhookOff):
        send_test(actor=world.ada, webhook=webhook, at=world.at)
    assert "Send a test" not in words(client_of(world.ada).get(f"/webhooks/{webhook.pk}/"))


def test_only_admins_send_one(world: World) -> None:
    webhook = hook(world)
    for person in (world.ben, world.petra):
        with pytest.raises(Forbidden):
            send_test(actor=person, webhook=webhook, at=world.at)


def test_the_page_says_so_and_looks_again_until_it_is_there(world: World, receiver: Receiver) -> None:
    webhook, ada = hook(world, receiver.url), client_of(world.ada)
    page = ada.post(f"/webhooks/{webhook.pk}/test/", follow=True)
    assert "A test is on its way. What comes of it will stand here." in words(page)
    assert 'hx-trigger="every 2s"' in page.content.decode()
    world.at = Delivery.objects.get().due_at
    send(world)

    assert "hx-trigger" not in ada.get(f"/webhooks/{webhook.pk}/").content.decode()


def test_the_api_sends_one_and_shows_what_came_of_it(world: World, receiver: Receiver) -> None:
    webhook, api = hook(world, receiver.url), caller_for(world, "ada", "admin")
    made = api.post(f"/webhooks/{webhook.pk}/test")
    assert made.status == 201
    assert (made.json["kind"], made.json["event"], made.json["state"]) == ("webhook.test", None, "waiting")
    assert api.post(f"/webhooks/{webhook.pk}/test").code == "test_under_way"
    world.at = Delivery.objects.get().due_at
    send(world)

    (row,) = api.get(f"/webhooks/{webhook.pk}/deliveries").json["results"]
    assert (row["message"], row["state"], row["tries"][0]["status"]) == (receiver.ids()[0], "delivered", 200)
    assert row["request"] == receiver.taken[0].json


def test_a_chat_hears_the_same_words_whoever_looks(world: World, board: Board) -> None:
    delivery = delivery_to(hook(world, format="slack"), last_event(board))
    assert delivery.event
    in_english = body_of(delivery.event, "slack")

    with override("de"):
        assert body_of(delivery.event, "slack") == in_english
