"""Between processes Redis carries the wake-up, and nothing depends on it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from redis import Redis

from accounts.actions import create_token
from boards.models import Board
from tests.live.listening import Listener, cookie_of, listen
from tests.processes import web
from tests.world import World
from tools import servers

PAGE = "/boards/CHURN/events"


def delays(world: World, board: Board, listener: Listener, number: int) -> list[float]:
    """How long it takes from a commit in this process to the stream of another one."""
    found = []
    for _ in range(number):
        seen = len(listener.seqs)
        world.card(board)
        written = time.monotonic()
        listener.wait_for(lambda it, seen=seen: len(it.seqs) > seen)
        found.append(listener.events[-1].came_at - written)
        time.sleep(0.13)  # not in step with the poll
    return found


@pytest.fixture
def redis_of_our_own() -> Iterator[Redis]:
    """One that may be stopped."""
    with servers.redis() as url, Redis.from_url(url) as client:
        yield client


@pytest.mark.redis
def test_a_commit_in_one_process_reaches_the_streams_of_another_at_once(world: World, board: Board) -> None:
    with web() as (server, _):
        listener = listen(server, PAGE, cookie=cookie_of(world.ben))
        listener.wait_for(lambda it: it.comments)
        time.sleep(0.5)
        assert statistics.median(delays(world, board, listener, 9)) < 0.25
        listener.close()


@pytest.mark.redis
def test_without_a_wake_up_the_stream_is_a_second_late_at_most(
    world: World, board: Board, redis_of_our_own: Redis
) -> None:
    """Silent: nobody publishes on this Redis. Frozen, and gone."""
    port = redis_of_our_own.connection_pool.connection_kwargs["port"]
    process_id = redis_of_our_own.info("server")["process_id"]
    with web(REDIS_URL=f"redis://127.0.0.1:{port}/0") as (server, _):
        listener = listen(server, PAGE, cookie=cookie_of(world.ben))
        listener.wait_for(lambda it: it.comments)
        assert max(delays(world, board, listener, 4)) < 1.6
        os.kill(process_id, signal.SIGSTOP)
        try:
            assert max(delays(world, board, listener, 4)) < 1.6
        finally:
            os.kill(process_id, signal.SIGCONT)
        redis_of_our_own.shutdown(nosave=True)
        assert max(delays(world, board, listener, 4)) < 1.6
        listener.close()


@pytest.mark.redis
def test_a_redis_that_hangs_delays_no_request_and_the_worker_hears_of_it_later(
    world: World, board: Board, redis_of_our_own: Redis
) -> None:
    """Publishing and the task queue are told behind the request; only the first one may wait for a time-out."""
    card = world.card(board)
    secret = create_token(person=world.ben, name="script", scope="write", at=timezone.now())[1]
    process_id = redis_of_our_own.info("server")["process_id"]
    port = redis_of_our_own.connection_pool.connection_kwargs["port"]
    with web(REDIS_URL=f"redis://127.0.0.1:{port}/0") as (server, _):
        listener = listen(server, PAGE, cookie=cookie_of(world.ben))
        move(server, secret, card.ref, "code review")
        told = wait_until_told(redis_of_our_own, 0)
        os.kill(process_id, signal.SIGSTOP)
        try:
            took = [move(server, secret, card.ref, lane) for lane in ("to do", "code review") * 5]
            listener.wait_for(lambda it: len(it.seqs) == 11, seconds=5)
        finally:
            os.kill(process_id, signal.SIGCONT)
        assert statistics.median(took) < 0.5
        assert sum(took) < 5
        wait_until_told(redis_of_our_own, told)
        listener.close()


def move(server: str, secret: str, ref: str, lane: str) -> float:
    """Move a card as a script does, and tell how long the answer took."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    began = time.monotonic()
    connection.request("POST", f"/api/v1/cards/{ref}/move", json.dumps({"lane": lane}), headers)
    with connection.getresponse() as response:
        assert response.status == 200, response.read()
    connection.close()
    return time.monotonic() - began


def wait_until_told(redis: Redis, before: int) -> int:
    """Until more tasks wait for a worker than before; how many."""
    end = time.monotonic() + 30
    while (waiting := int(redis.llen("prooflane"))) <= before:
        assert time.monotonic() < end, "the worker was never told"
        time.sleep(0.1)
    return waiting
