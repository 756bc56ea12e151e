"""Open boards and programs hear of every change, in order, within a second."""

from __future__ import annotations

import time

from boards.models import Board, Event
from tests.live.listening import cookie_of, listen
from tests.world import World

PAGE = "/boards/CHURN/events"
PROGRAM = "/api/v1/boards/CHURN/stream"


def test_two_subscribers_agree_within_a_second(asgi_server: str, world: World, board: Board) -> None:
    card = world.card(board, "A card")
    start = board.events.count()
    listeners = [
        listen(asgi_server, PAGE, cookie=cookie_of(world.ben)),
        listen(asgi_server, PROGRAM, cookie=cookie_of(world.petra)),
    ]
    written = time.monotonic()
    world.move(card, "test hypothesis") if card.kind != "task" else world.move(card, "code review")
    for listener in listeners:
        listener.wait_for(lambda it: it.seqs)
        assert listener.seqs == [start + 1]
        assert listener.events[0].came_at - written < 1
    newest = Event.objects.latest("recorded_at")
    expected = newest.as_dict("CHURN")
    assert [listener.events[0].data for listener in listeners] == [expected, expected]
    assert [listener.events[0].id for listener in listeners] == [newest.seq, newest.seq]
    for listener in listeners:
        listener.close()
