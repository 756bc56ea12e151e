"""`/boards/{key}/models`: the versions of a board's model, what is live, and what its registry says."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from api.call import Call
from api.cursors import Order, Page
from api.fields import Choice, Flag, Prose, Real, Text, Whole
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Body, ListQuery, WriteQuery
from boards.api.find import cause_of
from boards.models import Board
from boards.visible import visible_board
from modelversions import actions
from modelversions.api.shapes import (
    ModelsAnswer,
    ModelVersionAnswer,
    NewRegistryAnswer,
    PrimaryMetricAnswer,
    RegistryAnswer,
    ReleaseProposalAnswer,
)
from modelversions.find import hook_of, hook_url, proposal_of, version_of
from modelversions.models import ModelVersion, PrimaryMetric, ReleaseProposal
from modelversions.version_json import (
    hook_as_dict,
    metric_as_dict,
    primary_of,
    proposal_as_dict,
    version_as_dict,
    with_all,
)

BY_ID = Order("models", ("id",))


class MetricBody(Body):
    metric = Text(required=False, allow_blank=True, max_length=120)
    direction = Choice(PrimaryMetric.Direction.choices, required=False)
    baseline = Text(required=False, allow_blank=True, max_length=300)
    baseline_value = Real(required=False, allow_null=True)


class VersionChange(Body):
    name = Text(required=False, max_length=120)
    kind = Choice(ModelVersion.Kind.choices, required=False)
    state = Choice(
        [("planned", ""), ("building", ""), ("shadow", "")], required=False, help_text="Live and retired are acts."
    )
    cards = serializers.ListField(child=Text(max_length=24), required=False, max_length=100)
    notes = Prose(max_length=4000)
    metrics = serializers.DictField(child=Real(), required=False)
    compared_value = Real(required=False, allow_null=True, help_text="By default that of what is live.")
    shipped_value = Real(required=False, allow_null=True)
    shipped_compared = Real(required=False, allow_null=True)
    registry_version = Text(required=False, allow_blank=True, max_length=120)
    registry_url = Text(required=False, allow_blank=True, max_length=1000)


class NewVersion(VersionChange):
    name = Text(max_length=120)


class ReleaseBody(Body):
    segment = Text(required=False, allow_blank=True, max_length=60, help_text="Empty: everybody.")


class RegistryBody(Body):
    registry_name = Text(max_length=200)
    live_alias = Text(required=False, max_length=100)
    new_secret = Flag(required=False)


class SettleBody(Body):
    accept = Flag()
    version = Whole(required=False, allow_null=True, help_text="Its id, when the registry's is not the one meant.")


class Models(Resource):
    @endpoint(answers={200: ModelsAnswer}, query=ListQuery)
    def get(self, call: Call, key: str) -> HttpResponse:
        """The versions, the primary metric, and the proposals nobody has settled."""
        board, page = visible_board(call.person, key), Page.read(call.query, BY_ID)
        primary, versions = primary_of(board), with_all(ModelVersion.objects.filter(board=board))
        rows, more = page.split(list(page.cut(versions)), lambda row: [row.pk])
        waiting = ReleaseProposal.objects.filter(board=board, settled_at=None)
        hook = hook_of(board)
        return answer(
            {
                "results": [version_as_dict(row, primary) for row in rows],
                "next": more,
                "metric": metric_as_dict(primary),
                "proposals": [proposal_as_dict(each) for each in waiting],
                "registry": hook_as_dict(hook, hook_url(hook)),
            }
        )

    @endpoint(answers={201: ModelVersionAnswer}, query=WriteQuery, body=NewVersion)
    def post(self, call: Call, key: str) -> HttpResponse:
        """Write down a version; what it is compared with is what is live now, unless you say so."""
        board = visible_board(call.person, key)
        return _answer(board, actions.add_version(cause=cause_of(call), board=board, **call.body), 201)

    @endpoint(answers={200: PrimaryMetricAnswer}, query=WriteQuery, body=MetricBody)
    def patch(self, call: Call, key: str) -> HttpResponse:
        """Name the board's primary metric, its direction and the rule the model replaces."""
        board = visible_board(call.person, key)
        found = actions.set_primary_metric(cause=cause_of(call), board=board, changes=call.body)
        return answer(metric_as_dict(found))


class ModelItem(Resource):
    @endpoint(answers={200: ModelVersionAnswer})
    def get(self, call: Call, key: str, version_id: int) -> HttpResponse:
        """One version."""
        board = visible_board(call.person, key)
        return _answer(board, version_of(board, version_id))

    @endpoint(answers={200: ModelVersionAnswer}, query=WriteQuery, body=VersionChange)
    def patch(self, call: Call, key: str, version_id: int) -> HttpResponse:
        """Change a version, or say what it did after its release."""
        board = visible_board(call.person, key)
        found = version_of(board, version_id)
        return _answer(board, actions.change_version(cause=cause_of(call), version=found, changes=call.body))

    @endpoint(answers={204: None}, query=WriteQuery)
    def delete(self, call: Call, key: str, version_id: int) -> HttpResponse:
        """Remove a version that is not live."""
        found = version_of(visible_board(call.person, key), version_id)
        actions.remove_version(cause=cause_of(call), version=found)
        return nothing()


class ModelRelease(Resource):
    @endpoint(answers={200: ModelVersionAnswer}, query=WriteQuery, body=ReleaseBody)
    def post(self, call: Call, key: str, version_id: int) -> HttpResponse:
        """The version is live for a segment; what was live there is not any more."""
        board = visible_board(call.person, key)
        found = version_of(board, version_id)
        actions.release_version(cause=cause_of(call), version=found, **call.body)
        return _answer(board, found)


class ModelRetirement(Resource):
    @endpoint(answers={200: ModelVersionAnswer}, query=WriteQuery)
    def post(self, call: Call, key: str, version_id: int) -> HttpResponse:
        """The version is live nowhere any more."""
        board = visible_board(call.person, key)
        return _answer(board, actions.retire_version(cause=cause_of(call), version=version_of(board, version_id)))


class ProposalItem(Resource):
    @endpoint(answers={200: ReleaseProposalAnswer}, query=WriteQuery, body=SettleBody)
    def post(self, call: Call, key: str, proposal_id: int) -> HttpResponse:
        """Accept what the registry says, so that the version is live, or put it aside."""
        board, wanted = visible_board(call.person, key), call.body.get("version")
        found = actions.settle_proposal(
            cause=cause_of(call),
            proposal=proposal_of(board, proposal_id),
            accept=call.body["accept"],
            version=version_of(board, wanted) if wanted is not None else None,
        )
        return answer(proposal_as_dict(found))


class Registry(Resource):
    @endpoint(answers={200: RegistryAnswer})
    def get(self, call: Call, key: str) -> HttpResponse:
        """Which registered model may propose what is live."""
        hook = hook_of(visible_board(call.person, key))
        return answer(hook_as_dict(hook, hook_url(hook)) or {"registry_name": "", "live_alias": "", "url": ""})

    @endpoint(
        answers={200: NewRegistryAnswer},
        query=WriteQuery,
        body=RegistryBody,
        scope="admin",
        secret="secret",  # noqa: S106 - the name of a field
    )
    def put(self, call: Call, key: str) -> HttpResponse:
        """Name the registered model and the alias that means live; answers the address and the secret."""
        board = visible_board(call.person, key)
        hook = actions.set_registry(cause=cause_of(call), board=board, **call.body)
        return answer({**(hook_as_dict(hook, hook_url(hook)) or {}), "secret": hook.secret})

    @endpoint(answers={204: None}, query=WriteQuery, scope="admin")
    def delete(self, call: Call, key: str) -> HttpResponse:
        """Nothing is proposed any more."""
        actions.remove_registry(cause=cause_of(call), board=visible_board(call.person, key))
        return nothing()


def _answer(board: Board, version: ModelVersion, status: int = 200) -> HttpResponse:
    found = with_all(ModelVersion.objects.filter(board=board)).get(pk=version.pk)
    shown: dict[str, Any] = version_as_dict(found, primary_of(board))
    return answer(shown, status)
