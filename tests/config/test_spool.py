"""The broker in a folder: nothing is lost, nothing is read half."""

import threading
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection
from kombu.simple import SimpleQueue
from kombu.transport.virtual import BrokerState

from config import spool


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    # Kombu remembers bindings per process, and each test has a folder of its own.
    monkeypatch.setattr(spool.Transport, "global_state", BrokerState())
    return spool.transport_options(tmp_path / "queue")


def queue(options: dict[str, Any]) -> SimpleQueue:
    return Connection("spool://localhost", transport_options=options).SimpleQueue("work")


def test_messages_come_in_the_order_they_were_sent(options: dict[str, Any]) -> None:
    with queue(options) as work:
        for number in range(5):
            work.put({"number": number})
        assert work.qsize() == 5
        got = []
        for _ in range(5):
            message = work.get(timeout=1)
            got.append(message.payload["number"])
            message.ack()
    assert got == [0, 1, 2, 3, 4]


def test_a_message_in_hand_comes_back_when_the_worker_died(options: dict[str, Any]) -> None:
    with queue(options) as work:
        work.put({"number": 1})
        work.put({"number": 2})
        work.get(timeout=1)

    assert spool.reclaim(options) == 1
    with queue(options) as work:
        assert [work.get(timeout=1).payload["number"] for _ in range(2)] == [1, 2]


def test_an_acknowledged_message_is_gone(options: dict[str, Any]) -> None:
    with queue(options) as work:
        work.put({"number": 1})
        work.get(timeout=1).ack()
    assert spool.reclaim(options) == 0
    assert not list(Path(options["processed_folder"]).iterdir())
    assert not list(Path(options["data_folder_in"]).iterdir())


def test_a_returned_message_waits_again(options: dict[str, Any]) -> None:
    with queue(options) as work:
        work.put({"number": 1})
        work.get(timeout=1).requeue()
        assert work.get(timeout=1).payload == {"number": 1}


def test_many_writers_and_readers_lose_nothing_and_double_nothing(options: dict[str, Any]) -> None:
    got: list[int] = []
    each, writers = 100, 3

    def write(base: int) -> None:
        with queue(options) as work:
            for number in range(each):
                work.put({"number": base + number})

    def read() -> None:
        with queue(options) as work:
            while True:
                try:
                    message = work.get(timeout=1)
                except work.Empty:
                    return
                got.append(message.payload["number"])
                message.ack()

    threads = [threading.Thread(target=write, args=(each * n,)) for n in range(writers)]
    threads += [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(each * writers))
