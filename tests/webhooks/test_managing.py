"""Admins make webhooks by page and API; nobody else sees them, and what is secret stays so."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Invalid
from accounts.models import AuditRecord
from accounts.sealing import unseal
from boards.models import Board
from tests.api.caller import Caller, caller_for
from tests.pages import client_of
from tests.webhooks.hooks import SOMEWHERE, delivery_to, hook
from tests.world import World, last_event
from webhooks.actions import change_webhook
from webhooks.models import Delivery, Webhook

pytestmark = pytest.mark.django_db
PAGE = "/teams/demo/webhooks/"


@pytest.fixture
def ada(world: World) -> Client:
    return client_of(world.ada)


@pytest.fixture
def api(world: World) -> Caller:
    return caller_for(world, "ada", "admin")


def test_the_page_makes_one_and_shows_its_secret_this_once(ada: Client, world: World, board: Board) -> None:
    form = {"name": "CI", "url": SOMEWHERE, "format": "json", "board": "CHURN", "kinds": ["card.*", "verdict.*"]}
    made = ada.post(PAGE, form)
    webhook = Webhook.objects.get()
    secret = unseal(webhook.sealed_secret)
    assert made.status_code == 201
    assert secret in made.content.decode()
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert (webhook.board, webhook.kinds, webhook.address) == (board, form["kinds"], "https://hooks.example.org")
    pages = [ada.get(PAGE), ada.get(f"/webhooks/{webhook.pk}/")]
    for page in pages:
        assert secret not in page.content.decode()
        assert "secret-path" not in page.content.decode()
    assert secret not in webhook.sealed_secret
    assert "secret-path" not in webhook.sealed_url


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(ada: Client) -> None:
    for form, sentence in (
        ({"name": "CI", "url": ""}, "Enter the address that is to be called."),
        ({"name": "CI", "url": "ftp://x.example.org"}, "The address must begin with https:// or http://."),
        ({"name": "CI", "url": "https://x.example.org:22/"}, "Port 22 is not among those that may be called."),
    ):
        page = ada.post(PAGE, {"format": "json", **form})
        assert page.status_code == 422
        assert sentence in page.content.decode()
        assert 'value="CI"' in page.content.decode()
    assert not Webhook.objects.exists()


def test_a_name_is_taken_once_and_a_board_must_be_the_teams(world: World, api: Caller) -> None:
    hook(world)
    body = {"team": "demo", "name": "CI", "url": SOMEWHERE}
    assert api.post("/webhooks", body).status == 409
    assert api.post("/webhooks", {**body, "name": "B", "board": "NOSUCH"}).status == 404
    refused = api.post("/webhooks", {**body, "name": "C", "kinds": ["card.exploded"]})
    assert (refused.status, refused.fields) == (400, {"kinds": "invalid"})
    refused = api.post("/webhooks", {**body, "name": "D", "url": "http://user@x.example.org"})
    assert (refused.status, refused.fields) == (400, {"url": "invalid"})


def test_the_api_makes_changes_and_removes(api: Caller, world: World, board: Board) -> None:
    made = api.post("/webhooks", {"team": "demo", "name": "CI", "url": SOMEWHERE, "kinds": ["card.moved"]})
    assert made.status == 201
    assert made.json["secret"].startswith("whsec_")
    assert made.headers["Cache-Control"] == "no-store"
    path = f"/webhooks/{made.json['id']}"
    shown = api.get(path)
    assert "secret" not in shown.json
    assert "secret-path" not in json.dumps(shown.json)
    changed = api.patch(path, {"format": "slack", "board": "CHURN", "is_on": False}).json
    assert (changed["format"], changed["board"], changed["off_because"]) == ("slack", "CHURN", "person")
    assert [row["id"] for row in api.get("/webhooks?team=demo").json["results"]] == [made.json["id"]]
    assert api.delete(path).status == 204
    assert api.get(path).status == 404
    records = AuditRecord.objects.filter(kind__startswith="webhook").order_by("pk")
    kinds = list(records.values_list("kind", flat=True))
    assert kinds == ["webhook.added", "webhook.changed", "webhook.removed"]
    assert "secret-path" not in json.dumps(list(AuditRecord.objects.values_list("data", flat=True)))


def test_a_new_secret_is_shown_once_and_a_replay_shows_none(api: Caller, world: World) -> None:
    webhook = hook(world)
    first = api.post(f"/webhooks/{webhook.pk}/secret", None, Idempotency_Key="k")
    again = api.post(f"/webhooks/{webhook.pk}/secret", None, Idempotency_Key="k")
    webhook.refresh_from_db()
    assert first.json["secret"] == unseal(webhook.sealed_secret)
    assert again.json["secret"] is None


def test_deliveries_are_listed_and_sent_again(api: Caller, world: World, board: Board) -> None:
    webhook = hook(world)
    delivery = delivery_to(webhook, last_event(board))
    noted = {"at": world.at.isoformat(), "status": 500, "ms": 12, "said": "It answered 500."}
    Delivery.objects.update(state="missed", attempts=9, tries=[noted])
    path = f"/webhooks/{webhook.pk}"
    (row,) = api.get(f"{path}/deliveries?state=missed").json["results"]
    assert row["tries"] == [noted]
    assert row["request"]["kind"] == "board.created"
    again = api.post(f"{path}/deliveries/{delivery.pk}/redelivery")
    assert (again.status, again.json["state"], again.json["attempts"]) == (200, "waiting", 0)
    Delivery.objects.update(state="missed")
    assert api.post(f"{path}/redelivery").json == {"waiting": 1}
    api.patch(path, {"is_on": False})
    refused = api.post(f"{path}/deliveries/{delivery.pk}/redelivery")
    assert (refused.status, refused.code) == (409, "webhook_off")
    other = hook(world, name="other")
    assert api.post(f"/webhooks/{other.pk}/deliveries/{delivery.pk}/redelivery").status == 404


def test_the_page_of_one_shows_request_and_answer_with_a_button(ada: Client, world: World, board: Board) -> None:
    webhook = hook(world)
    world.card(board, "<script>alert(1)</script>")
    delivery = delivery_to(webhook, last_event(board))
    Delivery.objects.update(
        tries=[{"at": world.at.isoformat(), "status": 500, "ms": 12, "said": "It answered 500."}]
    )
    html = ada.get(f"/webhooks/{webhook.pk}/").content.decode()
    assert "It answered 500." in html
    assert str(delivery.event_id) in html
    assert "<script>alert" not in html
    answer = ada.post(f"/webhooks/{webhook.pk}/deliveries/{delivery.pk}/redelivery/", follow=True)
    assert "It is sent again now." in answer.content.decode()


def test_a_long_log_costs_no_query_per_line(
    ada: Client, world: World, board: Board, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    webhook = hook(world)
    for number in range(30):
        world.card(board, str(number))
    for event in board.events.all():
        delivery_to(webhook, event)
    with django_assert_max_num_queries(16):
        first = ada.get(f"/webhooks/{webhook.pk}/").content.decode()
    assert first.count('id="delivery-') == 25
    assert "Older" in first
    oldest = Delivery.objects.order_by("-pk")[24].pk
    assert ada.get(f"/webhooks/{webhook.pk}/?before={oldest}").content.decode().count('id="delivery-') == 6


def test_on_again_nothing_that_failed_before_counts(world: World) -> None:
    webhook = hook(world)
    webhook.is_on, webhook.off_because, webhook.failures = False, "failing", 12
    webhook.failing_since = world.at - timedelta(days=6)
    webhook.save()
    change_webhook(actor=world.ada, webhook=webhook, at=world.at, is_on=True)
    webhook.refresh_from_db()
    assert webhook.is_on
    assert {name: getattr(webhook, name) for name in ("off_because", "failures", "failing_since")} == {
        "off_because": "",
        "failures": 0,
        "failing_since": None,
    }
    with pytest.raises(Invalid):
        change_webhook(actor=world.ada, webhook=webhook, at=world.at, secret="x")
