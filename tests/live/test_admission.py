"""Who gets a stream, and what the others are told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import create_token, revoke_token
from accounts.actions.people import deactivate_person
from boards.live import streams
from boards.models import Board, Event
from tests.live.listening import cookie_of, listen
from tests.world import World, last_event

PAGE = "/boards/CHURN/events"
PROGRAM = "/api/v1/boards/CHURN/stream"


@pytest.mark.parametrize("path", [PAGE, PROGRAM])
def test_strangers_are_asked_to_sign_in_and_never_sent_elsewhere(
    asgi_server: str, board: Board, path: str
) -> None:
    refused = listen(asgi_server, path)
    assert refused.status == 401
    assert "location" not in refused.headers
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert json.loads(refused.body)["code"] == "not_authenticated"
    assert listen(asgi_server, path.replace("CHURN", "NOSUCH")).status == 401


@pytest.mark.parametrize("path", [PAGE, PROGRAM])
def test_a_board_of_others_is_not_there(asgi_server: str, world: World, board: Board, path: str) -> None:
    cookie = cookie_of(world.dan)
    foreign = listen(asgi_server, path, cookie=cookie)
    missing = listen(asgi_server, path.replace("CHURN", "NOSUCH"), cookie=cookie)
    assert (foreign.status, missing.status) == (404, 404)
    assert foreign.body == missing.body
    assert listen(asgi_server, f"{path}?after=99999999", cookie=cookie).body == missing.body


def test_a_token_opens_the_stream_for_programs_and_not_that_of_the_page(
    asgi_server: str, world: World, board: Board
) -> None:
    secret = create_token(person=world.vera, name="mirror", scope="read", at=timezone.now())[1]
    assert listen(asgi_server, PROGRAM, authorization=f"Bearer {secret}").status == 200
    assert listen(asgi_server, PAGE, authorization=f"Bearer {secret}").status == 401
    assert listen(asgi_server, f"{PROGRAM}?token={secret}").status == 401


def test_a_token_that_is_wrong_revoked_or_over_opens_nothing(asgi_server: str, world: World, board: Board) -> None:
    now = timezone.now()
    revoked, revoked_secret = create_token(person=world.ben, name="old", scope="admin", at=now)
    revoke_token(person=world.ben, token_id=revoked.pk, at=now)
    earlier = now - timedelta(days=2)
    over = create_token(
        person=world.ben, name="short", scope="read", at=earlier, expires_at=now - timedelta(days=1)
    )[1]
    for header in (f"Bearer {revoked_secret}", f"Bearer {over}", "Bearer plk_guess", "Bearer", "Basic YWRhOng="):
        wrong = listen(asgi_server, PROGRAM, authorization=header, cookie=cookie_of(world.ben))
        assert wrong.status == 401, header


def test_whoever_has_been_deactivated_gets_none(asgi_server: str, world: World, board: Board) -> None:
    cookie = cookie_of(world.ben)
    deactivate_person(person=world.ben, at=world.at)
    assert listen(asgi_server, PAGE, cookie=cookie).status == 401


@pytest.mark.parametrize("garbage", ["x", "-1", "1.5", "\u0661", "1e3", "0x1", "9" * 40, "CHURN:3", "' OR 1=1"])
@pytest.mark.parametrize("path", [PAGE, PROGRAM])
def test_a_position_that_is_no_number_is_refused(
    asgi_server: str, world: World, board: Board, path: str, garbage: str
) -> None:
    headers = {"cookie": cookie_of(world.ben), "Last_Event_ID": garbage}
    refused = listen(asgi_server, path, **{name: value.encode() for name, value in headers.items()})  # type: ignore[arg-type]
    assert refused.status == 400
    assert json.loads(refused.body)["errors"][0]["field"] == "after"


def test_a_parameter_nobody_knows_is_refused(asgi_server: str, world: World, board: Board) -> None:
    refused = listen(asgi_server, f"{PROGRAM}?since=3", cookie=cookie_of(world.ben))
    assert refused.status == 400
    assert json.loads(refused.body)["errors"][0]["code"] == "unknown_parameter"


@pytest.mark.parametrize(("path", "word"), [(PAGE, "resync"), (PROGRAM, "reset")])
def test_a_position_ahead_of_the_log_or_no_longer_kept_is_answered_in_words(
    asgi_server: str, world: World, board: Board, path: str, word: str
) -> None:
    for title in ("One", "Two", "Three"):
        world.card(board, title)
    newest = last_event(board).seq
    Event.objects.filter(board=board, seq__lte=2).delete()
    for position in (newest + 1, 10**17, 0, 1):
        listener = listen(asgi_server, path, cookie=cookie_of(world.ben), Last_Event_ID=str(position))
        listener.wait_for(lambda it: it.messages)
        assert [(each.kind, each.id, each.data) for each in listener.of_the_board] == [
            (word, newest, {"seq": newest, "reason": "unknown_position"})
        ]
    listener = listen(asgi_server, path, cookie=cookie_of(world.ben), Last_Event_ID="2")
    listener.wait_for(lambda it: len(it.seqs) == newest - 2)
    assert listener.of_kind(word) == []


def test_only_get_is_answered(asgi_server: str, world: World, board: Board) -> None:
    for method in ("POST", "PUT", "DELETE", "HEAD"):
        refused = listen(asgi_server, PROGRAM, method, cookie=cookie_of(world.ben))
        assert (refused.status, refused.headers["allow"]) == (405, "GET")


def test_one_person_cannot_take_every_stream(
    asgi_server: str, world: World, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST_STREAMS", 2)
    statuses = [listen(asgi_server, PROGRAM, cookie=cookie_of(world.ben)).status for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert listen(asgi_server, PROGRAM, cookie=cookie_of(world.petra)).status == 200


def test_a_stream_carries_the_headers_of_every_other_response(
    asgi_server: str, world: World, board: Board
) -> None:
    stream = listen(asgi_server, PAGE, cookie=cookie_of(world.ben)).headers
    refusal = listen(asgi_server, PAGE).headers
    ordinary = Client().get("/health/live").headers
    for name, value in ordinary.items():
        if name not in (
            "Content-Type",
            "Content-Length",
            "Content-Language",
            "Cache-Control",
            "X-Request-ID",
            "Vary",
        ):
            assert stream[name.lower()] == refusal[name.lower()] == value
    assert stream["content-type"] == "text/event-stream; charset=utf-8"
    assert stream["x-accel-buffering"] == "no"
    assert stream["cache-control"] == refusal["cache-control"] == "no-store"
