"""`/webhooks`: where a team's events are sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from accounts.access import Verb, require
from accounts.api.teams import visible_team
from accounts.models import Membership
from api.call import Call
from api.cursors import Order, Page, keys_of
from api.fields import Choice, Flag, Text
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Answer, Body, ListQuery, listed
from boards.visible import visible_board
from webhooks import actions
from webhooks.actions.managing import LONGEST_NAME, LONGEST_URL, MOST_KINDS
from webhooks.find import managed_webhook
from webhooks.models import Webhook
from webhooks.shown import webhook_as_dict

IN_ORDER = Order("webhooks", ("id",))


class WebhookQuery(ListQuery):
    team = serializers.CharField(required=False, help_text="Only those of this team.")


class WebhookAnswer(Answer):
    id = serializers.IntegerField()
    team = serializers.CharField()
    board = serializers.CharField(allow_null=True, help_text="Only events of this board; null means all.")
    name = serializers.CharField()
    address = serializers.CharField(help_text="Scheme and host; the whole address is never shown again.")
    format = serializers.ChoiceField(Webhook.Format.choices)
    kinds = serializers.ListField(child=serializers.CharField(), help_text="None means all.")
    is_on = serializers.BooleanField()
    off_because = serializers.ChoiceField(Webhook.Off.choices, allow_blank=True)
    off_since = serializers.DateTimeField(allow_null=True)
    said = serializers.CharField(allow_blank=True, help_text="What the last failure came to.")
    failing_since = serializers.DateTimeField(allow_null=True)
    failures = serializers.IntegerField(help_text="In a row.")
    last_ok_at = serializers.DateTimeField(allow_null=True)
    previous_until = serializers.DateTimeField(allow_null=True, help_text="Signed with the old secret too.")
    created_at = serializers.DateTimeField()


class FreshWebhookAnswer(WebhookAnswer):
    secret = serializers.CharField(allow_null=True, help_text="This once; null when the answer is a replay.")


class FreshSecretAnswer(Answer):
    secret = serializers.CharField(allow_null=True, help_text="This once; null when the answer is a replay.")
    previous_until = serializers.DateTimeField()


class WebhookChange(Body):
    name = Text(required=False, max_length=LONGEST_NAME)
    url = Text(required=False, max_length=LONGEST_URL, write_only=True, help_text="Stored encrypted.")
    format = Choice(Webhook.Format.choices, required=False)
    kinds = serializers.ListField(
        child=Text(max_length=60),
        required=False,
        max_length=MOST_KINDS,
        help_text="card.moved, verdict.* …",
    )
    board = Text(required=False, allow_null=True, max_length=10)
    is_on = Flag(required=False, help_text="Switched on again, it is sent what waited.")


class NewWebhook(WebhookChange):
    team = Text(max_length=40)
    name = Text(max_length=LONGEST_NAME)
    url = Text(max_length=LONGEST_URL, write_only=True, help_text="Stored encrypted.")


class Webhooks(Resource):
    @endpoint(answers={200: listed("Webhook", WebhookAnswer)}, query=WebhookQuery)
    def get(self, call: Call) -> HttpResponse:
        """The webhooks of the teams you manage."""
        page, held = Page.read(call.query, IN_ORDER), Webhook.objects.filter(team__in=_managed(call))
        rows, following = page.split(
            list(page.cut(held.select_related("team", "board"))), lambda row: keys_of(row, IN_ORDER)
        )
        return answer({"results": [webhook_as_dict(row) for row in rows], "next": following})

    @endpoint(answers={201: FreshWebhookAnswer}, body=NewWebhook, scope="admin", secret="secret")  # noqa: S106 - the field's name
    def post(self, call: Call) -> HttpResponse:
        """Make a webhook. Its secret is shown only now."""
        given = _given(call)
        team = visible_team(call.person, given.pop("team"))
        made, secret = actions.add_webhook(actor=call.person, team=team, at=call.at, **given)
        return _once(answer({**webhook_as_dict(made), "secret": secret}, 201))


class WebhookItem(Resource):
    @endpoint(answers={200: WebhookAnswer})
    def get(self, call: Call, webhook_id: int) -> HttpResponse:
        """One webhook, and how it does."""
        return answer(webhook_as_dict(managed_webhook(call.person, webhook_id)))

    @endpoint(answers={200: WebhookAnswer}, body=WebhookChange, scope="admin")
    def patch(self, call: Call, webhook_id: int) -> HttpResponse:
        """Change it, switch it off or on."""
        found = managed_webhook(call.person, webhook_id)
        changed = actions.change_webhook(actor=call.person, webhook=found, at=call.at, **_given(call))
        return answer(webhook_as_dict(changed))

    @endpoint(answers={204: None}, scope="admin")
    def delete(self, call: Call, webhook_id: int) -> HttpResponse:
        """Send nothing any more, and forget its deliveries."""
        found = managed_webhook(call.person, webhook_id)
        actions.remove_webhook(actor=call.person, webhook=found, at=call.at)
        return nothing()


class WebhookSecret(Resource):
    @endpoint(answers={201: FreshSecretAnswer}, scope="admin", secret="secret")  # noqa: S106 - the field's name
    def post(self, call: Call, webhook_id: int) -> HttpResponse:
        """A new secret. For 24 hours everything is signed with both."""
        found = managed_webhook(call.person, webhook_id)
        secret = actions.rotate_secret(actor=call.person, webhook=found, at=call.at)
        return _once(answer({"secret": secret, "previous_until": found.previous_until}, 201))


def _managed(call: Call) -> list[int]:
    """Ids of the teams asked for; a team that one only sees is forbidden, not empty."""
    if slug := call.query.get("team"):
        team = visible_team(call.person, slug)
        require(call.person, Verb.MANAGE_TEAM, team.pk)
        return [team.pk]
    held = Membership.objects.filter(person=call.person, role="admin")
    return list(held.values_list("team_id", flat=True))


def _given(call: Call) -> dict[str, Any]:
    given = dict(call.body)
    if given.get("board"):
        given["board"] = visible_board(call.person, given["board"])
    return given


def _once(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
