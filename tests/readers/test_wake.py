"""The hint after a commit costs a request nothing, whatever state its listener is in."""

from __future__ import annotations

import threading
import time

import pytest

from boards import events
from boards.readers import wake
from boards.readers.wake import Waker
from tests.world import World, kinds


def test_a_listener_that_hangs_delays_nobody() -> None:
    release = threading.Event()
    waker = Waker("test", lambda board_id: release.wait(10))
    began = time.monotonic()
    for board_id in range(100):
        waker(board_id, 1)
    assert time.monotonic() - began < 0.1
    assert not waker.flush(0.1)
    release.set()
    assert waker.flush(5)


def test_many_changes_of_a_board_are_one_word() -> None:
    told: list[int] = []
    waker = Waker("test", told.append, settle=0.2)
    for seq in range(200):
        waker(seq % 2, seq)
    assert waker.flush(5)
    assert sorted(told) == [0, 1]


def test_news_that_come_while_a_board_is_told_are_told_again() -> None:
    told: list[int] = []
    inside, release = threading.Event(), threading.Event()

    def tell(board_id: int) -> None:
        told.append(board_id)
        inside.set()
        release.wait(5)

    waker = Waker("test", tell)
    waker(7, 1)
    assert inside.wait(5)
    waker(7, 2)
    release.set()
    assert waker.flush(5)
    assert told == [7, 7]


def test_a_listener_that_was_away_is_told_when_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "PAUSE_SECONDS", 0.1)
    told: list[int] = []
    away = True

    def tell(board_id: int) -> None:
        if away:
            raise ConnectionError("nobody there")
        told.append(board_id)

    waker = Waker("test", tell)
    waker(1, 1)
    waker(2, 1)
    assert not waker.flush(0.3)
    away = False
    assert waker.flush(5)
    assert sorted(told) == [1, 2]


def test_its_thread_ends_when_there_is_nothing_to_tell_and_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "IDLE_SECONDS", 0.1)
    told: list[int] = []
    waker = Waker("test", told.append)
    for board_id in (1, 2):
        waker(board_id, 1)
        assert waker.flush(5)
        time.sleep(0.3)
        assert waker._thread is None
    assert told == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_waker_that_fails_undoes_nothing_and_silences_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    woken: list[int] = []

    def fail(board_id: int, seq: int) -> None:
        raise RuntimeError("no thread can be started")

    monkeypatch.setattr(events, "_wakers", [fail, lambda board_id, seq: woken.append(board_id)])
    board = world.board()
    assert kinds(board) == ["board.created"]
    assert woken == [board.pk]
    assert "no thread can be started" in caplog.text
