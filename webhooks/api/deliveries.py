"""`/webhooks/{id}/deliveries`: what was sent, what came of it, and sending it again."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework import serializers

from api.call import Call
from api.cursors import Order, Page, keys_of
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, ListQuery, listed
from webhooks import actions
from webhooks.find import delivery_of, managed_webhook
from webhooks.models import Delivery
from webhooks.shown import delivery_as_dict
from webhooks.tasks import ask_to_send

NEWEST_FIRST = Order("deliveries", ("-id",))


class DeliveryQuery(ListQuery):
    state = serializers.ChoiceField(Delivery.State.choices, required=False)


class TryAnswer(Answer):
    at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True, help_text="Null when there was no answer.")
    ms = serializers.IntegerField()
    said = serializers.CharField()


class DeliveryAnswer(Answer):
    id = serializers.IntegerField()
    message = serializers.CharField(help_text="The `webhook-id` of every try: the id of the event.")
    event = serializers.CharField(allow_null=True, help_text="Its id; null for a test.")
    kind = serializers.CharField(help_text="`webhook.test` for a test.")
    board = serializers.CharField(allow_null=True)
    card = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(Delivery.State.choices)
    attempts = serializers.IntegerField(help_text="Since it was last asked for.")
    created_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True, help_text="The next try.")
    delivered_at = serializers.DateTimeField(allow_null=True)
    tries = TryAnswer(many=True)
    request = serializers.DictField(help_text="The body that is sent.")


class WaitingAnswer(Answer):
    waiting = serializers.IntegerField(help_text="How many are sent again.")


class Deliveries(Resource):
    @endpoint(answers={200: listed("Delivery", DeliveryAnswer)}, query=DeliveryQuery)
    def get(self, call: Call, webhook_id: int) -> HttpResponse:
        """The deliveries of the last 30 days, newest first."""
        webhook, page = managed_webhook(call.person, webhook_id), Page.read(call.query, NEWEST_FIRST)
        kept = webhook.deliveries.select_related("webhook", "event__board", "event__card", "event__actor")
        if state := call.query.get("state"):
            kept = kept.filter(state=state)
        rows, following = page.split(list(page.cut(kept)), lambda row: keys_of(row, NEWEST_FIRST))
        return answer({"results": [delivery_as_dict(row, webhook.format) for row in rows], "next": following})


class WebhookTest(Resource):
    @endpoint(answers={201: DeliveryAnswer}, scope="admin")
    def post(self, call: Call, webhook_id: int) -> HttpResponse:
        """Send a test, once; look at its delivery for what came of it."""
        webhook = managed_webhook(call.person, webhook_id)
        test = actions.send_test(actor=call.person, webhook=webhook, at=call.at)
        ask_to_send()
        return answer(delivery_as_dict(test, webhook.format), 201)


class Redelivery(Resource):
    @endpoint(answers={200: DeliveryAnswer}, scope="admin")
    def post(self, call: Call, webhook_id: int, delivery_id: int) -> HttpResponse:
        """Send this one again, now, under the same `webhook-id`."""
        webhook = managed_webhook(call.person, webhook_id)
        again = actions.redeliver(actor=call.person, delivery=delivery_of(webhook, delivery_id), at=call.at)
        return answer(delivery_as_dict(again, webhook.format))


class MissedRedelivery(Resource):
    @endpoint(answers={200: WaitingAnswer}, scope="admin")
    def post(self, call: Call, webhook_id: int) -> HttpResponse:
        """Send everything again that was given up."""
        webhook = managed_webhook(call.person, webhook_id)
        return answer({"waiting": actions.redeliver_missed(actor=call.person, webhook=webhook, at=call.at)})
