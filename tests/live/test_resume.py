"""A client that comes back misses nothing and gets nothing twice, also when the server was killed."""

from __future__ import annotations

import random
import threading
import time

from django.db import connection

from boards.fragments import card_html
from boards.models import Board
from tests.live.listening import Message, cookie_of, listen
from tests.processes import kill, web
from tests.world import World, last_event
from tools.servers import free_port

PAGE = "/boards/CHURN/events"
PROGRAM = "/api/v1/boards/CHURN/stream"
EVENTS = 120


def test_a_client_goes_on_after_its_last_event(asgi_server: str, world: World, board: Board) -> None:
    for number in range(5):
        world.card(board, f"Card {number}")
    newest = last_event(board).seq
    for path in (PAGE, PROGRAM):
        for header in ({"Last_Event_ID": str(newest - 3)}, {}):
            query = "" if header else f"?after={newest - 3}"
            listener = listen(asgi_server, path + query, cookie=cookie_of(world.ben), **header)
            listener.wait_for(lambda it: len(it.seqs) >= 3)
            assert listener.seqs == [newest - 2, newest - 1, newest]


def test_the_header_of_a_reconnect_wins_over_the_address_it_began_with(
    asgi_server: str, world: World, board: Board
) -> None:
    for number in range(5):
        world.card(board, f"Card {number}")
    newest = last_event(board).seq
    listener = listen(
        asgi_server, f"{PROGRAM}?after=1", cookie=cookie_of(world.ben), Last_Event_ID=str(newest - 1)
    )
    listener.wait_for(lambda it: it.seqs)
    assert listener.seqs == [newest]


def test_those_who_come_back_to_a_busy_board_at_different_places_all_get_everything(
    asgi_server: str, world: World, board: Board
) -> None:
    cookie = cookie_of(world.ben)
    first = last_event(board).seq
    stop = threading.Event()
    writer = threading.Thread(target=write, args=(world, board, stop))
    writer.start()
    listeners = []
    for _ in range(12):
        time.sleep(0.1)
        after = random.randint(first, last_event(board).seq)  # noqa: S311 (no secret)
        listeners.append((after, listen(asgi_server, PROGRAM, cookie=cookie, Last_Event_ID=str(after))))
    stop.set()
    writer.join()
    newest = last_event(board).seq
    for after, listener in listeners:
        listener.wait_for(lambda it, newest=newest: it.seqs and it.seqs[-1] == newest)
        assert listener.seqs == list(range(after + 1, newest + 1))


def write(world: World, board: Board, stop: threading.Event) -> None:
    number = 0
    try:
        while not stop.is_set():
            number += 1
            world.card(board, f"Card {number}")
    finally:
        connection.close()


def test_nothing_is_lost_or_doubled_when_the_server_is_killed_again_and_again(world: World, board: Board) -> None:
    """Killed, and the connection cut by the client in between; each time it resumes by the last id it has seen."""
    port, cookie = free_port(), cookie_of(world.ben)
    first = position = last_event(board).seq
    stop = threading.Event()
    writer = threading.Thread(target=write, args=(world, board, stop))
    writer.start()
    got: list[int] = []
    for _ in range(4):
        with web(port) as (server, process):
            for cut_by_client in (True, False):
                listener = listen(server, PROGRAM, cookie=cookie, Last_Event_ID=str(position))
                listener.wait_for(lambda it: len(it.seqs) >= 10, seconds=20)
                listener.close() if cut_by_client else kill(process)
                listener.wait_for(lambda it: it.closed_at)
                got += listener.seqs
                position = listener.events[-1].id or 0
    stop.set()
    writer.join()
    newest = last_event(board).seq
    with web(port) as (server, _):
        listener = listen(server, PROGRAM, cookie=cookie, Last_Event_ID=str(position))
        if position < newest:
            listener.wait_for(lambda it: it.seqs and it.seqs[-1] == newest)
        got += listener.seqs
        listener.close()
    assert got == list(range(first + 1, newest + 1))
    assert len(got) >= 80


def test_a_page_that_is_cut_anywhere_ends_up_with_every_card_as_it_is(
    asgi_server: str, world: World, board: Board
) -> None:
    """The markup comes before the events it belongs to: wherever the cut falls, none is lost."""
    cookie, start = cookie_of(world.ben), last_event(board).seq
    for title in ("One", "Two"):
        world.move(world.card(board, title), "code review")
    now = {f"card-{card.ref}": card_html(card) for card in board.cards.all()}
    whole = heard_from(asgi_server, cookie, start, board)
    for cut in range(len(whole)):
        position = max([start, *(each.id for each in whole[:cut] if each.id)])
        messages = whole[:cut] + heard_from(asgi_server, cookie, position, board)
        shown: dict[str, str] = {}
        for each in messages:
            if each.kind == "fragment":
                shown |= each.data["html"]
        assert shown == now


def heard_from(server: str, cookie: str, position: int, board: Board) -> list[Message]:
    """All that a page hears that comes back at this position."""
    newest = last_event(board).seq
    listener = listen(server, f"{PAGE}?after={position}", cookie=cookie)
    if position < newest:
        listener.wait_for(lambda it: it.seqs and it.seqs[-1] == newest)
    listener.close()
    return listener.messages
