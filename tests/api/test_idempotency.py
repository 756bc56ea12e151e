"""The same request again: once done, answered twice."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.utils import timezone

from accounts import actions
from accounts.models import ApiToken, Membership
from api.idempotency import purge
from api.models import IdempotencyRecord
from boards.models import Board, Card
from tests.api.caller import Caller, session_of
from tests.api.conftest import Sign
from tests.world import World

BODY = {"board": "CHURN", "title": "Once"}


def test_the_same_request_gets_the_first_answer_again(ben: Caller, board: Board) -> None:
    first = ben.post("/cards", BODY, Idempotency_Key="k1")
    again = ben.post("/cards", BODY, Idempotency_Key="k1")
    assert (first.status, again.status, again.content) == (201, 201, first.content)
    assert again.headers["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first.headers
    assert again.headers["ETag"] == first.headers["ETag"]
    assert Card.objects.count() == 1


def test_the_order_of_keys_in_a_body_does_not_matter(ben: Caller, board: Board) -> None:
    ben.post("/cards", BODY, Idempotency_Key="k1")
    again = ben.post("/cards", dict(reversed(BODY.items())), Idempotency_Key="k1")
    assert again.headers["Idempotent-Replay"] == "true"


def test_another_body_under_the_key_is_refused(ben: Caller, board: Board) -> None:
    ben.post("/cards", BODY, Idempotency_Key="k1")
    refused = ben.post("/cards", {**BODY, "title": "Twice"}, Idempotency_Key="k1")
    assert (refused.status, refused.code) == (422, "idempotency_mismatch")
    assert Card.objects.count() == 1


def test_a_refused_request_may_be_tried_again(ben: Caller, board: Board) -> None:
    move = {"lane": "test hypothesis"}
    ref = ben.post("/cards", {**BODY, "kind": "hypothesis"}).json["ref"]
    assert ben.post(f"/cards/{ref}/move", move, Idempotency_Key="k1").status == 422
    assert not IdempotencyRecord.objects.exists()
    ben.patch(f"/cards/{ref}", {"kind": "exploration"})
    again = ben.post(f"/cards/{ref}/move", move, Idempotency_Key="k1")
    assert "Idempotent-Replay" not in again.headers


def test_keys_belong_to_a_token_and_an_address(ben: Caller, sign: Sign, board: Board) -> None:
    ben.post("/cards", BODY, Idempotency_Key="k1")
    assert "Idempotent-Replay" not in sign("ben").post("/cards", BODY, Idempotency_Key="k1").headers
    assert "Idempotent-Replay" not in sign("petra").post("/cards", BODY, Idempotency_Key="k1").headers
    assert ben.post("/cards/CHURN-1/move", {"lane": "to do"}, Idempotency_Key="k1").status == 200
    assert Card.objects.count() == 3


def test_a_day_later_the_key_is_free(ben: Caller, board: Board, clock: time_machine.Traveller) -> None:
    ben.post("/cards", BODY, Idempotency_Key="k1")
    clock.shift(timedelta(hours=24))
    assert "Idempotent-Replay" not in ben.post("/cards", BODY, Idempotency_Key="k1").headers
    assert Card.objects.count() == 2


def test_housekeeping_forgets_old_answers(ben: Caller, board: Board, clock: time_machine.Traveller) -> None:
    ben.post("/cards", BODY, Idempotency_Key="k1")
    clock.shift(timedelta(hours=1))
    ben.post("/cards", BODY, Idempotency_Key="k2")
    assert purge(timezone.now() - timedelta(minutes=30)) == 1
    assert IdempotencyRecord.objects.count() == 1


def test_a_secret_is_shown_once_and_never_stored(world: World) -> None:
    browser = session_of(world, "ben")
    first = browser.post("/tokens", {"name": "CI"}, Idempotency_Key="k1")
    again = browser.post("/tokens", {"name": "CI"}, Idempotency_Key="k1")
    assert first.json["token"].startswith("plk_")
    assert again.json == {**first.json, "token": None}
    assert first.json["token"].encode() not in bytes(IdempotencyRecord.objects.get().body)
    assert ApiToken.objects.count() == 1


def test_whoever_lost_their_rights_gets_no_old_answer(ben: Caller, world: World, board: Board) -> None:
    ben.post("/cards", BODY, Idempotency_Key="k1")
    membership = Membership.objects.get(team=world.team, person=world.ben)
    actions.remove_member(actor=world.ada, membership=membership, at=world.at)
    refused = ben.post("/cards", BODY, Idempotency_Key="k1")
    assert (refused.status, refused.code) == (409, "idempotency_rights_changed")
    assert b"Once" not in refused.content


def test_a_key_is_visible_text_of_reasonable_length(ben: Caller, board: Board) -> None:
    for key in ("", "x" * 256, "é"):
        assert ben.post("/cards", BODY, Idempotency_Key=key).status == 400
    assert ben.post("/cards", BODY, Idempotency_Key="x" * 255).status == 201


def test_a_batch_is_answered_again_as_a_whole(ben: Caller, board: Board) -> None:
    body = {"operations": [{"op": "create", **BODY}, {"op": "trash", "ref": "CHURN-9"}]}
    first = ben.post("/cards/batch", body, Idempotency_Key="k1")
    again = ben.post("/cards/batch", body, Idempotency_Key="k1")
    assert (again.content, again.headers["Idempotent-Replay"]) == (first.content, "true")
    other = ben.post("/cards/batch", {"operations": body["operations"][:1]}, Idempotency_Key="k1")
    assert other.status == 422
    assert Card.objects.count() == 1


def test_a_batch_that_broke_off_goes_on(ben: Caller, board: Board) -> None:
    body = {"operations": [{"op": "create", **BODY}, {"op": "create", "board": "CHURN", "title": "Second"}]}
    first = ben.post("/cards/batch", body, Idempotency_Key="k1")
    whole = IdempotencyRecord.objects.latest("pk")
    second = IdempotencyRecord.objects.exclude(pk=whole.pk).latest("pk")
    whole.delete()
    second.delete()
    Card.objects.get(title="Second").delete()
    resumed = ben.post("/cards/batch", body, Idempotency_Key="k1")
    assert [item["card"]["title"] for item in resumed.json["results"]] == ["Once", "Second"]
    assert resumed.json["results"][0] == first.json["results"][0]
    assert Card.objects.count() == 2
