"""Open boards and programs hear of every change, in order, within a second."""

from __future__ import annotations

import time

import pytest
from django.db import OperationalError

from boards import actions
from boards.fragments import card_html, heads
from boards.live import hub, streams
from boards.live.channel import Channel
from boards.models import Board, Card
from tests.live.listening import Listener, cookie_of, listen
from tests.world import World, lane_of, last_event

PAGE = "/boards/CHURN/events"
PROGRAM = "/api/v1/boards/CHURN/stream"


@pytest.fixture
def tab(asgi_server: str, world: World, board: Board) -> Listener:
    return listen(asgi_server, f"{PAGE}?after={board.events.count()}", cookie=cookie_of(world.ben))


def test_two_subscribers_agree_within_a_second(
    asgi_server: str, world: World, board: Board, tab: Listener
) -> None:
    program = listen(asgi_server, PROGRAM, cookie=cookie_of(world.petra))
    written = time.monotonic()
    world.card(board)
    newest = last_event(board)
    for listener in (tab, program):
        listener.wait_for(lambda it: it.seqs)
        assert [(each.id, each.data) for each in listener.events] == [(newest.seq, newest.as_dict("CHURN"))]
        assert listener.events[0].came_at - written < 1
    assert [each.kind for each in program.messages] == ["card.created"]


def test_a_page_gets_the_markup_of_a_card_before_its_event(world: World, board: Board, tab: Listener) -> None:
    world.card(board, "Below")
    card = world.card(board, "Above")
    tab.wait_for(lambda it: len(it.seqs) == 2)
    world.move(card, "to do", to="top")
    tab.wait_for(lambda it: len(it.seqs) == 3)
    fragment, event = tab.messages[-2:]
    assert [fragment.kind, event.kind] == ["fragment", "card.moved"]
    card = Card.objects.get(pk=card.pk)
    lane = lane_of(board, "to do").pk
    assert fragment.id is None
    assert fragment.data == {
        "seq": event.id,
        "html": {f"card-{card.ref}": card_html(card)},
        "place": {"card": card.ref, "lane": lane, "before": "CHURN-1"},
        "heads": heads(board, {lane}),
        "gone": [],
        "op": "",
    }


def test_a_move_changes_the_heads_of_both_lanes_and_brings_back_the_act_it_came_from(
    world: World, board: Board, tab: Listener
) -> None:
    card = world.card(board)
    place = actions.Place(lane=lane_of(board, "code review"))
    actions.move_card(cause=world.by("ben", op="7f3c"), card=card, place=place)
    tab.wait_for(lambda it: len(it.seqs) == 2)
    fragment = tab.of_kind("fragment")[-1].data
    assert fragment["op"] == tab.events[-1].data["op"] == "7f3c"
    assert fragment["heads"] == heads(board, {lane_of(board, name).pk for name in ("to do", "code review")})


def test_a_card_that_is_put_away_is_gone(world: World, board: Board, tab: Listener) -> None:
    card = world.card(board)
    actions.archive_card(cause=world.by(), card=card)
    tab.wait_for(lambda it: len(it.seqs) == 2)
    fragment = tab.of_kind("fragment")[-1].data
    assert (fragment["gone"], fragment["html"], fragment["place"]) == ([card.ref], {}, None)
    assert fragment["heads"] == heads(board, {card.lane_id})


def test_cards_moved_at_once_are_placed_from_the_bottom_up(world: World, board: Board, tab: Listener) -> None:
    """So that the card one is placed before stands already where it belongs."""
    lane = lane_of(board, "update model")
    for title in ("One", "Two", "Three"):
        world.card(board, title, lane="update model")
    tab.wait_for(lambda it: len(it.seqs) == 3)
    before = len(tab.messages)
    actions.remove_lane(cause=world.by("ada"), lane=lane, move_cards_to=lane_of(board, "to do"))
    tab.wait_for(lambda it: len(it.seqs) == 7)
    places = [each.data["place"] for each in tab.messages[before:] if each.kind == "fragment"]
    assert [(place["card"], place["before"]) for place in places] == [
        ("CHURN-3", None),
        ("CHURN-2", "CHURN-3"),
        ("CHURN-1", "CHURN-2"),
    ]


def test_a_change_of_very_many_cards_asks_the_page_to_read_the_board(
    world: World, board: Board, tab: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boards.live.reading.MOST_CARDS", 2)
    monkeypatch.setattr(hub, "PACE_SECONDS", 5)
    lane = lane_of(board, "update model")
    for title in ("One", "Two", "Three"):
        world.card(board, title, lane="update model")
    tab.wait_for(lambda it: len(it.seqs) == 3)
    actions.remove_lane(cause=world.by("ada"), lane=lane, move_cards_to=lane_of(board, "to do"))
    tab.wait_for(lambda it: len(it.seqs) == 7)
    assert tab.of_kind("resync")
    assert tab.closed_at is None


def test_a_card_that_cannot_be_drawn_keeps_the_events_from_nobody(
    asgi_server: str, world: World, board: Board, tab: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(card: Card) -> str:
        raise ValueError("no such icon")

    monkeypatch.setattr("boards.live.reading.card_html", fail)
    program = listen(asgi_server, PROGRAM, cookie=cookie_of(world.ben))
    world.card(board)
    for listener in (tab, program):
        listener.wait_for(lambda it: it.seqs)
    assert [each.kind for each in tab.of_the_board] == ["resync", "card.created"]


def test_streams_go_on_when_the_database_is_back(
    asgi_server: str, world: World, board: Board, tab: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(hub, "PAUSE_SECONDS", 0.2)
    with monkeypatch.context() as outage:
        for name in ("newest_seqs", "read_batch", "still_open"):
            outage.setattr(hub, name, fail)
        world.card(board)
        time.sleep(1)
        assert tab.messages == []
    tab.wait_for(lambda it: it.seqs)
    assert tab.closed_at is None


def test_an_idle_stream_says_that_it_lives(
    world: World, asgi_server: str, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.5)
    listener = listen(asgi_server, PROGRAM, cookie=cookie_of(world.ben))
    listener.wait_for(lambda it: it.comments.count(": hb") >= 2, seconds=5)
    assert listener.messages == []
    assert listener.retry is not None
    assert 1_000 <= listener.retry <= 5_000


def test_a_stream_ends_by_itself_after_a_while(
    world: World, asgi_server: str, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "AGE_SECONDS", (0.3, 0.6))
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.2)
    listener = listen(asgi_server, PROGRAM, cookie=cookie_of(world.ben))
    listener.wait_for(lambda it: it.closed_at, seconds=5)
    assert listener.messages == []


def test_a_stream_that_cannot_keep_up_is_told_so_and_closed(
    world: World, asgi_server: str, board: Board, tab: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it lacks is kept for a while only; then it starts over with the whole board."""
    program = listen(asgi_server, PROGRAM, cookie=cookie_of(world.ben))
    world.card(board)
    for listener in (tab, program):
        listener.wait_for(lambda it: it.seqs)
    publish = Channel.publish

    def forget(channel: Channel, batch: object) -> None:
        publish(channel, batch)  # type: ignore[arg-type]
        channel.batches.clear()

    monkeypatch.setattr(Channel, "publish", forget)
    world.card(board, "One more")
    for listener, word in ((tab, "resync"), (program, "reset")):
        listener.wait_for(lambda it: it.closed_at)
        newest = last_event(board).seq
        assert [(each.id, each.data) for each in listener.of_kind(word)] == [
            (newest, {"seq": newest, "reason": "too_far_behind"})
        ]
        assert len(listener.seqs) == 1
