"""`/cards/{ref}/watch`: what you hear of a card."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework import serializers

from api.call import Call
from api.fields import Choice
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, Body
from boards.actions.watch import watch_card
from boards.api.find import cause_of
from boards.models import Card, Watch
from boards.visible import visible_card

STATES = ["default", "watch", "mute"]


class WatchAnswer(Answer):
    state = serializers.ChoiceField(STATES, help_text="default: you hear of it as an assignee or its author.")


class WatchChange(Body):
    state = Choice(STATES)


class CardWatch(Resource):
    @endpoint(answers={200: WatchAnswer})
    def get(self, call: Call, ref: str) -> HttpResponse:
        """Whether you watch the card or have muted it."""
        return _answer(call, visible_card(call.person, ref))

    @endpoint(answers={200: WatchAnswer}, body=WatchChange)
    def put(self, call: Call, ref: str) -> HttpResponse:
        """Watch the card, mute it, or neither."""
        card = visible_card(call.person, ref)
        watch_card(cause=cause_of(call), card=card, state=call.body["state"])
        return _answer(call, card)


def _answer(call: Call, card: Card) -> HttpResponse:
    row = Watch.objects.filter(card=card, person=call.person).first()
    return answer({"state": "default" if row is None else "mute" if row.muted else "watch"})
