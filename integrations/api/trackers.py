"""`/teams/{slug}/trackers`: the experiment trackers a team reads runs from."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from accounts.access import Verb, require
from accounts.api.teams import visible_team
from accounts.errors import NotFound
from api.call import Call
from api.cursors import Order, Page
from api.fields import Choice, Text
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Answer, Body, ListQuery, listed
from integrations import actions
from integrations.actions.connections import LENGTHS, LONGEST_EXPERIMENT, MOST_EXPERIMENTS
from integrations.models import TrackerConnection
from integrations.trackers.adapter import TrackerError
from integrations.trackers.asked import check

BY_NAME = Order("trackers", ("name",))
SHOWN = (
    "name",
    "kind",
    "base_url",
    "public_url",
    "auth",
    "username",
    "workspace",
    "experiments",
    "state",
    "said",
    "hint",
    "failing_since",
    "failures",
    "last_ok_at",
    "next_try_at",
    "synced_until",
    "strays",
    "created_at",
)


class TrackerAnswer(Answer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(TrackerConnection.Kind.choices)
    base_url = serializers.CharField()
    public_url = serializers.CharField(allow_blank=True)
    auth = serializers.ChoiceField(TrackerConnection.Auth.choices)
    username = serializers.CharField(allow_blank=True)
    has_secret = serializers.BooleanField(help_text="The secret itself is never shown.")
    workspace = serializers.CharField(allow_blank=True)
    experiments = serializers.ListField(child=serializers.CharField(), help_text="None means all.")
    state = serializers.ChoiceField(TrackerConnection.State.choices)
    said = serializers.CharField(allow_blank=True, help_text="What the last try came to.")
    hint = serializers.CharField(allow_blank=True, help_text="What helps.")
    failing_since = serializers.DateTimeField(allow_null=True)
    failures = serializers.IntegerField(help_text="In a row.")
    last_ok_at = serializers.DateTimeField(allow_null=True)
    next_try_at = serializers.DateTimeField(
        allow_null=True, help_text="After a failure; otherwise every two minutes."
    )
    synced_until = serializers.DateTimeField(allow_null=True)
    strays = serializers.ListField(
        child=serializers.CharField(), help_text="Cards that runs name and the team does not have."
    )
    created_at = serializers.DateTimeField()


class TrackerChange(Body):
    name = Text(required=False, max_length=LENGTHS["name"])
    kind = Choice(TrackerConnection.Kind.choices, required=False)
    base_url = Text(required=False, allow_blank=True, max_length=LENGTHS["base_url"])
    public_url = Text(required=False, allow_blank=True, max_length=LENGTHS["public_url"])
    auth = Choice(TrackerConnection.Auth.choices, required=False)
    username = Text(required=False, allow_blank=True, max_length=LENGTHS["username"])
    secret = Text(
        required=False,
        allow_blank=True,
        max_length=LENGTHS["secret"],
        write_only=True,
        help_text="Password or token; left out, the stored one stays. A new address asks for it again.",
    )
    workspace = Text(required=False, allow_blank=True, max_length=LENGTHS["workspace"])
    experiments = serializers.ListField(
        child=Text(max_length=LONGEST_EXPERIMENT), required=False, max_length=MOST_EXPERIMENTS
    )


class NewTracker(TrackerChange):
    name = Text(max_length=LENGTHS["name"])


class TestAnswer(Answer):
    ok = serializers.BooleanField()
    state = serializers.ChoiceField(TrackerConnection.State.choices)
    said = serializers.CharField()
    hint = serializers.CharField(allow_blank=True)
    version = serializers.CharField(allow_blank=True)
    experiments = serializers.IntegerField(help_text="How many can be read.")


def tracker_as_dict(connection: TrackerConnection) -> dict[str, Any]:
    shown = {name: getattr(connection, name) for name in SHOWN}
    return {"id": connection.pk, "has_secret": bool(connection.sealed_secret), **shown}


def tracker_named(call: Call, slug: str, tracker_id: int) -> TrackerConnection:
    team = visible_team(call.person, slug)
    found = TrackerConnection.objects.select_related("team").filter(team=team, pk=tracker_id).first()
    if found is None:
        raise NotFound
    return found


class Trackers(Resource):
    @endpoint(answers={200: listed("Tracker", TrackerAnswer)}, query=ListQuery)
    def get(self, call: Call, slug: str) -> HttpResponse:
        """The team's trackers, and how they do."""
        team, page = visible_team(call.person, slug), Page.read(call.query, BY_NAME)
        rows, following = page.split(list(page.cut(team.trackers.all())), lambda row: [row.name])
        return answer({"results": [tracker_as_dict(row) for row in rows], "next": following})

    @endpoint(answers={201: TrackerAnswer}, body=NewTracker, scope="admin")
    def post(self, call: Call, slug: str) -> HttpResponse:
        """Connect a tracker. Its secret is stored encrypted and never shown again."""
        team = visible_team(call.person, slug)
        made = actions.add_tracker(actor=call.person, team=team, at=call.at, **call.body)
        return answer(tracker_as_dict(made), 201)


class TrackerItem(Resource):
    @endpoint(answers={200: TrackerAnswer})
    def get(self, call: Call, slug: str, tracker_id: int) -> HttpResponse:
        """One tracker."""
        return answer(tracker_as_dict(tracker_named(call, slug, tracker_id)))

    @endpoint(answers={200: TrackerAnswer}, body=TrackerChange, scope="admin")
    def patch(self, call: Call, slug: str, tracker_id: int) -> HttpResponse:
        """Change it. With a new address the secret has to be sent again."""
        found = tracker_named(call, slug, tracker_id)
        changed = actions.change_tracker(actor=call.person, connection=found, at=call.at, **call.body)
        return answer(tracker_as_dict(changed))

    @endpoint(answers={204: None}, scope="admin")
    def delete(self, call: Call, slug: str, tracker_id: int) -> HttpResponse:
        """Read from it no more. Runs on cards stay."""
        found = tracker_named(call, slug, tracker_id)
        actions.remove_tracker(actor=call.person, connection=found, at=call.at)
        return nothing()


class TrackerTest(Resource):
    @endpoint(answers={200: TestAnswer}, scope="admin", own_transactions=True)
    def post(self, call: Call, slug: str, tracker_id: int) -> HttpResponse:
        """Try it now: is it there, is it what it should be, may we read? `hint` says what helps."""
        found = tracker_named(call, slug, tracker_id)
        require(call.person, Verb.MANAGE_TEAM, found.team_id)
        outcome = check(found, call.at)
        failed = isinstance(outcome, TrackerError)
        return answer(
            {
                "ok": not failed,
                "state": found.state,
                "said": outcome.sentence,
                "hint": outcome.hint if isinstance(outcome, TrackerError) else "",
                "version": "" if isinstance(outcome, TrackerError) else outcome.version,
                "experiments": 0 if isinstance(outcome, TrackerError) else outcome.places,
            }
        )
