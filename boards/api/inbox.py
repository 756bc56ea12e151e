"""`/inbox`: what you are told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers

from accounts.errors import Invalid
from api.call import Call
from api.cursors import Order, Page, keys_of
from api.fields import Flag, Instant, Whole
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import MOST, Answer, Body, ListQuery, listed
from boards.actions.inbox import mark_done, mark_read, mark_undone, snooze
from boards.api.shapes import EventAnswer
from boards.models import Notification

NEWEST_FIRST = Order("inbox", ("-created_at", "-id"))


class InboxQuery(ListQuery):
    state = serializers.ChoiceField(["waiting", "done", "all"], required=False, default="waiting")
    unread = serializers.BooleanField(required=False)


class NotificationAnswer(Answer):
    id = serializers.IntegerField()
    kind = serializers.CharField(help_text="Of the event.")
    reason = serializers.CharField(help_text="Why you: assignee, author, watcher, owner, mention …")
    needs_action = serializers.BooleanField()
    board = serializers.CharField()
    card = serializers.CharField(allow_null=True)
    event = EventAnswer()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    snoozed_until = serializers.DateTimeField(allow_null=True)


class InboxChange(Body):
    ids = serializers.ListField(child=Whole(min_value=1), min_length=1, max_length=MOST)
    read = Flag(required=False, help_text="Only true: what was read stays read.")
    done = Flag(required=False)
    snoozed_until = Instant(required=False)


class InboxChangeAnswer(Answer):
    results = NotificationAnswer(many=True)


class Inbox(Resource):
    @endpoint(answers={200: listed("Notification", NotificationAnswer)}, query=InboxQuery)
    def get(self, call: Call) -> HttpResponse:
        """What you are told, newest first; what waits for you unless you ask for more."""
        page, mine = Page.read(call.query, NEWEST_FIRST), Notification.objects.visible_to(call.person)
        if call.query["state"] == "waiting":
            mine = mine.waiting(call.at)
        elif call.query["state"] == "done":
            mine = mine.exclude(done_at=None)
        if "unread" in call.query:
            mine = mine.filter(read_at__isnull=call.query["unread"])
        found = list(page.cut(mine.select_related("event", "board", "card")))
        rows, following = page.split(found, lambda row: keys_of(row, NEWEST_FIRST))
        return answer({"results": [_shown(row) for row in rows], "next": following})

    @endpoint(answers={200: InboxChangeAnswer}, body=InboxChange)
    def patch(self, call: Call) -> HttpResponse:
        """Mark as read or done, bring back, or put off until later. Ids that are not yours are passed over."""
        _refuse_contradiction(call.body)
        with transaction.atomic():
            _apply(call)
        mine = Notification.objects.visible_to(call.person).filter(pk__in=call.body["ids"])
        rows = mine.select_related("event", "board", "card").order_by(*NEWEST_FIRST.columns)
        return answer({"results": [_shown(row) for row in rows]})


def _refuse_contradiction(body: dict[str, Any]) -> None:
    if body.get("read") is False:
        raise Invalid.field("read", "What was read stays read.")
    if "done" in body and "snoozed_until" in body:
        raise Invalid.field("snoozed_until", "Either it is done or it comes back later.", "ambiguous")


def _apply(call: Call) -> None:
    person, at, body = call.person, call.at, call.body
    ids = body["ids"]
    if body.get("read"):
        mark_read(person=person, at=at, ids=ids)
    if "done" in body:
        (mark_done if body["done"] else mark_undone)(person=person, at=at, ids=ids)
    if "snoozed_until" in body:
        snooze(person=person, at=at, ids=ids, until=body["snoozed_until"])


def _shown(row: Notification) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "reason": row.reason,
        "needs_action": row.needs_action,
        "board": row.board.key,
        "card": row.card.ref if row.card else None,
        "event": row.event.as_dict(row.board.key),
        "created_at": row.created_at,
        "read_at": row.read_at,
        "done_at": row.done_at,
        "snoozed_until": row.snoozed_until,
    }
