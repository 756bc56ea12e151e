"""`/me/preferences`: what you are told of, where and when."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from accounts.errors import Invalid
from accounts.models import Person
from api.call import Call
from api.fields import Choice, Flag, Whole
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import Answer, Body
from boards.actions.preferences import change_preferences
from boards.models import Attention
from boards.quiet import attention_of
from boards.wishes import Wishes

CLOCK = serializers.RegexField(r"^([01]\d|2[0-3]):[0-5]\d$", required=False, help_text="As 08:00, in your zone.")
SAME = ("working_days_only", "window_minutes", "digest", "digest_weekday")


class QuietHours(Body):
    begins = serializers.RegexField(r"^([01]\d|2[0-3]):[0-5]\d$")
    ends = serializers.RegexField(r"^([01]\d|2[0-3]):[0-5]\d$")


class PreferencesAnswer(Answer):
    matrix = serializers.DictField(
        child=serializers.DictField(child=serializers.BooleanField()),
        help_text="Group of news, channel (inbox, mail), yes or no.",
    )
    quiet_hours = QuietHours(allow_null=True, help_text="No mail then; the inbox is not affected.")
    working_days_only = serializers.BooleanField()
    window_minutes = serializers.IntegerField(help_text="Mails are collected that long; 0: one each, at once.")
    digest = serializers.ChoiceField(Attention.Digest.choices)
    digest_at = serializers.CharField()
    digest_weekday = serializers.IntegerField(help_text="0 is Monday.")


class PreferencesChange(Body):
    matrix = serializers.DictField(child=serializers.DictField(child=Flag()), required=False)
    quiet_hours = QuietHours(required=False, allow_null=True)
    working_days_only = Flag(required=False)
    window_minutes = Whole(required=False, min_value=0, max_value=240)
    digest = Choice(Attention.Digest.choices, required=False)
    digest_at = CLOCK
    digest_weekday = Whole(required=False, min_value=0, max_value=6)


class Preferences(Resource):
    @endpoint(answers={200: PreferencesAnswer})
    def get(self, call: Call) -> HttpResponse:
        """What you are told of, where and when."""
        return answer(_shown(call.person))

    @endpoint(answers={200: PreferencesAnswer}, body=PreferencesChange)
    def patch(self, call: Call) -> HttpResponse:
        """Change what is named; everything else stays."""
        given = dict(call.body)
        matrix = given.pop("matrix", {})
        if not all(isinstance(cells, dict) for cells in matrix.values()):
            raise Invalid.field("matrix", "Give channels with yes or no for each group.")
        change_preferences(person=call.person, matrix=matrix, attention=_attention(given))
        return answer(_shown(call.person))


def _attention(given: dict[str, Any]) -> dict[str, Any]:
    settings = {name: given[name] for name in SAME if name in given}
    if "digest_at" in given:
        settings["digest_at"] = time.fromisoformat(given["digest_at"])
    if "quiet_hours" in given:
        quiet = given["quiet_hours"] or {"begins": None, "ends": None}
        for field, text in (("quiet_from", quiet["begins"]), ("quiet_to", quiet["ends"])):
            settings[field] = time.fromisoformat(text) if text else None
    return settings


def _shown(person: Person) -> dict[str, Any]:
    row = attention_of(person)
    quiet = None
    if row.quiet_from is not None and row.quiet_to is not None:
        quiet = {"begins": f"{row.quiet_from:%H:%M}", "ends": f"{row.quiet_to:%H:%M}"}
    return {
        "matrix": Wishes([person.pk]).matrix(person.pk),
        "quiet_hours": quiet,
        "digest_at": f"{row.digest_at:%H:%M}",
        **{name: getattr(row, name) for name in SAME},
    }
