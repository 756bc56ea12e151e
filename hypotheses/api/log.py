"""`/cards/{ref}/log`: the research log of a card."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework import serializers

from accounts.errors import NotFound
from api.call import Call
from api.cursors import Order, Page, keys_of
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import ListQuery, WriteQuery, listed
from boards.api.card_answer import card_answer, shown_now
from boards.api.find import cause_of
from boards.api.shapes import CardAnswer
from boards.visible import visible_card
from hypotheses.actions import add_log_entry, answer_help, capture_hypothesis, edit_log_entry, remove_log_entry
from hypotheses.api.bodies import CaptureBody, HelpReply, LogEntryChange, NewLogEntry
from hypotheses.api.shapes import LogEntryAnswer
from hypotheses.models import LogEntry
from hypotheses.round_json import entry_as_dict

ORDERS = {
    "created_at": Order("log", ("created_at", "id")),
    "-created_at": Order("-log", ("-created_at", "-id")),
}


class LogQuery(ListQuery):
    kind = serializers.ChoiceField(LogEntry.Kind.choices, required=False)
    ordering = serializers.ChoiceField(list(ORDERS), required=False, default="created_at")


class Log(Resource):
    @endpoint(answers={200: listed("LogEntry", LogEntryAnswer)}, query=LogQuery)
    def get(self, call: Call, ref: str) -> HttpResponse:
        """The research log, oldest first unless asked otherwise. Of removed entries a tombstone is left."""
        card, order = visible_card(call.person, ref), ORDERS[call.query["ordering"]]
        entries = LogEntry.objects.filter(card=card).select_related("author", "answered_by")
        page = Page.read(call.query, order)
        if "kind" in call.query:
            entries = entries.filter(kind=call.query["kind"])
        rows, following = page.split(list(page.cut(entries)), lambda row: keys_of(row, order))
        return answer({"results": [entry_as_dict(ref, row) for row in rows], "next": following})

    @endpoint(answers={201: LogEntryAnswer}, query=WriteQuery, body=NewLogEntry)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Write in the log. Whom the text names as @name is told."""
        entry = add_log_entry(cause=cause_of(call), card=visible_card(call.person, ref), **call.body)
        return answer(entry_as_dict(ref, entry), 201)


class LogItem(Resource):
    @endpoint(answers={200: LogEntryAnswer})
    def get(self, call: Call, ref: str, entry_id: int) -> HttpResponse:
        """One entry."""
        return answer(entry_as_dict(ref, _entry(call, ref, entry_id)))

    @endpoint(answers={200: LogEntryAnswer}, query=WriteQuery, body=LogEntryChange)
    def patch(self, call: Call, ref: str, entry_id: int) -> HttpResponse:
        """Change your own entry; after fifteen minutes the earlier text stays visible as a revision."""
        edit_log_entry(cause=cause_of(call), entry=_entry(call, ref, entry_id), body=call.body["body"])
        return answer(entry_as_dict(ref, _entry(call, ref, entry_id)))

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, ref: str, entry_id: int) -> HttpResponse:
        """Take out your own entry; a tombstone with author and time stays."""
        remove_log_entry(cause=cause_of(call), entry=_entry(call, ref, entry_id))
        return nothing()


class HelpAnswer(Resource):
    @endpoint(answers={200: LogEntryAnswer}, query=WriteQuery, body=HelpReply)
    def post(self, call: Call, ref: str, entry_id: int) -> HttpResponse:
        """Settle a call for help; a `reply` becomes an entry of its own. Who asked may close it too."""
        entry = answer_help(cause=cause_of(call), entry=_entry(call, ref, entry_id), **call.body)
        return answer(entry_as_dict(ref, entry))


class Capture(Resource):
    @endpoint(answers={201: CardAnswer}, query=WriteQuery, body=CaptureBody)
    def post(self, call: Call, ref: str, entry_id: int) -> HttpResponse:
        """Make a hypothesis of an entry, in the backlog, linked as `found_in`; its first words are the title."""
        made = capture_hypothesis(cause=cause_of(call), entry=_entry(call, ref, entry_id), **call.body)
        return card_answer(shown_now(call, made), 201)


def _entry(call: Call, ref: str, entry_id: int) -> LogEntry:
    card = visible_card(call.person, ref)
    entry = LogEntry.objects.filter(card=card, pk=entry_id).select_related("author", "answered_by", "card").first()
    if entry is None:
        raise NotFound
    return entry
