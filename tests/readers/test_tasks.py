"""What runs by the clock: signs of life, and throwing out what nobody can use any more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from accounts.actions import create_token, revoke_token
from accounts.models import ApiToken
from api.models import IdempotencyRecord
from boards import actions, tasks
from boards.models import Board, Card, Event
from boards.readers import pulse
from boards.readers.follow import all_readers, behind
from tests.world import World


@pytest.fixture
def _no_pulse(db: None) -> None:
    cache.clear()
    pulse._noted.clear()


@pytest.mark.usefixtures("_no_pulse")
def test_readiness_tells_how_long_worker_and_beat_have_been_silent(client: Client) -> None:
    ready = client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "worker_seconds": None, "beat_seconds": None}
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        tasks.heartbeat()
    with time_machine.travel(now + timedelta(seconds=40), tick=False):
        assert client.get("/health/ready").json() == {"status": "ready", "worker_seconds": 40, "beat_seconds": 40}


@pytest.mark.usefixtures("_no_pulse")
def test_a_worker_that_follows_a_log_lives_though_beat_may_not(client: Client, board: Board) -> None:
    tasks.follow_log(board.pk)
    told = client.get("/health/ready").json()
    assert told["worker_seconds"] in (0, 1)
    assert told["beat_seconds"] is None


@pytest.mark.usefixtures("_no_pulse")
def test_a_cache_that_is_away_keeps_no_reader_from_reading(
    board: Board, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(cache, "set", fail)
    tasks.follow_log(board.pk)
    assert behind(all_readers()[0]) == []
    assert "The cache is away" in caplog.text


def test_a_task_for_a_board_that_is_gone_does_nothing(db: None) -> None:
    tasks.follow_log(4711)


def test_housekeeping_throws_out_what_has_had_its_time(world: World, board: Board) -> None:
    now = timezone.now()
    old, kept = world.card(board, "Old"), world.card(board, "Kept")
    actions.trash_card(cause=world.by(at=now - timedelta(days=30)), card=old)
    actions.trash_card(cause=world.by(at=now - timedelta(days=29)), card=kept)
    tokens = {
        name: create_token(person=world.ben, name=name, scope="read", at=now)[0] for name in ("old", "new", "on")
    }
    for name, days in (("old", 90), ("new", 89)):
        revoke_token(person=world.ben, token_id=tokens[name].pk, at=now - timedelta(days=days))
    for key, hours in (("old", 25), ("new", 23)):
        answered(key, now - timedelta(hours=hours))
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=24 - hours))
    events = Event.objects.count()
    tasks.housekeeping()
    assert set(Card.objects.values_list("title", flat=True)) == {"Kept"}
    assert set(ApiToken.objects.values_list("name", flat=True)) == {"new", "on"}
    assert set(IdempotencyRecord.objects.values_list("key_digest", flat=True)) == {"new"}
    assert set(Session.objects.values_list("session_key", flat=True)) == {"new"}
    assert Event.objects.count() == events


def answered(key: str, at: datetime) -> None:
    IdempotencyRecord.objects.create(
        scope="s", key_digest=key, body_digest="b", auth_epoch=0, status=200, body=b"", created_at=at
    )
