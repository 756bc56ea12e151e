"""What a model registry tells: signed, once, and never more than a proposal."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.errors import Refusal
from boards.models import Board, Notification
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from modelversions.actions import add_version, remove_registry, set_registry, settle_proposal
from modelversions.models import ModelVersion, RegistryHook, Release, ReleaseProposal
from tests.world import World, last_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


@pytest.fixture
def hook(world: World, board: Board) -> RegistryHook:
    return set_registry(cause=world.by("ada"), board=board, registry_name="churn")


def body(name: str = "churn", alias: str = "champion", version: str = "3", **more: Any) -> bytes:
    told = {"entity": "model_version_alias", "action": "created", "timestamp": "2026-11-16T09:00:00Z"}
    return json.dumps({**told, "data": {"name": name, "alias": alias, "version": version}, **more}).encode()


def sign(world: World, secret: str, content: bytes, delivery: str = "d-1", *, late: int = 0) -> dict[str, str]:
    sent = str(int(world.at.timestamp()) - late)
    code = hmac.new(secret.encode(), f"{delivery}.{sent}.".encode() + content, hashlib.sha256).digest()
    return {
        "X-MLflow-Delivery-Id": delivery,
        "X-MLflow-Timestamp": sent,
        "X-MLflow-Signature": f"v1,{base64.b64encode(code).decode()}",
    }


def send(
    world: World, hook: RegistryHook, content: bytes, headers: dict[str, str] | None = None, **more: Any
) -> Any:
    signed = headers if headers is not None else sign(world, hook.secret, content, **more)
    with time_machine.travel(world.at, tick=False):
        return Client(enforce_csrf_checks=True).post(
            f"/hooks/registry/{hook.hook_id}/", content, content_type="application/json", headers=signed
        )


def test_an_alias_that_means_live_is_proposed_and_nothing_is_live(
    world: World, board: Board, hook: RegistryHook
) -> None:
    made = add_version(cause=world.by(), board=board, name="v3", registry_version="3")
    assert send(world, hook, body()).json() == {"proposed": True}
    proposal = ReleaseProposal.objects.get()
    assert (proposal.version, proposal.segment, proposal.settled_at) == (made, "", None)
    assert not Release.objects.exists()
    event = last_event(board)
    assert (event.kind, event.actor, event.origin) == ("model.proposed", None, "registry")
    follow(INBOX, board.pk)
    assert Notification.objects.get(person=world.petra, kind="model.proposed").needs_action


def test_a_delivery_that_is_sent_again_counts_once(world: World, hook: RegistryHook) -> None:
    assert send(world, hook, body()).json() == {"proposed": True}
    assert send(world, hook, body()).json() == {"proposed": False}
    assert ReleaseProposal.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    ["nothing", "signature", "body", "timestamp", "delivery", "late", "early", "hex", "no prefix"],
)
def test_only_who_holds_the_secret_gets_in(world: World, hook: RegistryHook, change: str) -> None:
    content = body()
    signed = sign(world, hook.secret, content, late={"late": 301, "early": -301}.get(change, 0))
    if change == "nothing":
        signed = {}
    if change == "signature":
        signed["X-MLflow-Signature"] = "v1," + base64.b64encode(b"x" * 32).decode()
    if change == "body":
        content = body(version="4")
    if change == "timestamp":
        signed["X-MLflow-Timestamp"] = str(int(signed["X-MLflow-Timestamp"]) + 1)
    if change == "delivery":
        signed["X-MLflow-Delivery-Id"] = "d-2"
    if change == "hex":
        signed["X-MLflow-Signature"] = "v1," + base64.b64decode(signed["X-MLflow-Signature"][3:]).hex()
    if change == "no prefix":
        signed["X-MLflow-Signature"] = signed["X-MLflow-Signature"][3:]
    answer = send(world, hook, content, signed)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed")
    assert not ReleaseProposal.objects.exists()


def test_an_address_that_is_none_answers_the_same(world: World, hook: RegistryHook) -> None:
    other = RegistryHook(hook_id="00000000-0000-4000-8000-000000000000", registry_name="x", live_alias="y")
    assert send(world, other, body()).content == send(world, hook, body(), {}).content


@pytest.mark.parametrize(
    "content",
    [
        body(name="example_model"),
        body(alias="challenger"),
        body(alias="my-champion-de"),
        body(entity="model_version"),
        body(action="deleted"),
        json.dumps({"entity": "model_version_alias", "action": "created", "data": "?"}).encode(),
        json.dumps({"entity": "model_version_alias", "action": "created", "data": {"name": "churn"}}).encode(),
        b"[]",
    ],
)
def test_what_means_nothing_to_the_board_is_passed_over_quietly(
    world: World, hook: RegistryHook, content: bytes
) -> None:
    answer = send(world, hook, content)
    assert (answer.status_code, answer.json()) == (200, {"proposed": False})
    assert not ReleaseProposal.objects.exists()


def test_what_is_no_json_is_refused(world: World, hook: RegistryHook) -> None:
    assert send(world, hook, b"{").status_code == 400


def test_an_alias_can_name_a_segment(world: World, hook: RegistryHook) -> None:
    send(world, hook, body(alias="champion-de"))
    assert ReleaseProposal.objects.get().segment == "de"


def test_a_person_accepts_it_once(world: World, board: Board, hook: RegistryHook) -> None:
    made = add_version(cause=world.by(), board=board, name="v3", registry_version="3")
    send(world, hook, body())
    proposal = ReleaseProposal.objects.get()
    with pytest.raises(Refusal):
        settle_proposal(cause=world.by("vera"), proposal=proposal, accept=True)
    settle_proposal(cause=world.by("petra"), proposal=proposal, accept=True)
    assert Release.objects.get().version == made
    assert last_event(board).kind == "model.proposal_settled"
    with pytest.raises(Refusal) as caught:
        settle_proposal(cause=world.by(), proposal=proposal, accept=False)
    assert caught.value.status == 409
    seqs = list(board.events.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_a_version_nobody_wrote_down_is_made_when_it_is_accepted(
    world: World, board: Board, hook: RegistryHook
) -> None:
    send(world, hook, body())
    settle_proposal(cause=world.by("petra"), proposal=ReleaseProposal.objects.get(), accept=True)
    assert ModelVersion.objects.get().name == "Registry version 3"


def test_it_can_be_put_aside(world: World, hook: RegistryHook) -> None:
    send(world, hook, body())
    settled = settle_proposal(cause=world.by("petra"), proposal=ReleaseProposal.objects.get(), accept=False)
    assert (settled.accepted, Release.objects.exists()) == (False, False)


def test_a_new_secret_ends_the_old_one_and_a_removed_hook_all(
    world: World, board: Board, hook: RegistryHook
) -> None:
    old = hook.secret
    fresh = set_registry(cause=world.by("ada"), board=board, registry_name="churn", new_secret=True)
    assert fresh.secret != old
    assert send(world, fresh, body(), sign(world, old, body())).status_code == 401
    assert send(world, fresh, body()).status_code == 200
    remove_registry(cause=world.by("ada"), board=board)
    assert send(world, fresh, body(), delivery="d-3").status_code == 401
    assert last_event(board).data["registry_name"] == ""


def test_only_admins_connect_one(world: World, board: Board) -> None:
    for who, status in (("petra", 403), ("ben", 403), ("vera", 403), ("dan", 404)):
        with pytest.raises(Refusal) as caught:
            set_registry(cause=world.by(who), board=board, registry_name="churn")
        assert caught.value.status == status
    with pytest.raises(Refusal):
        set_registry(cause=world.by("ada"), board=board, registry_name=" ")
