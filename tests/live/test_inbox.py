"""What waits for a person is told on the streams of their pages, whichever board these are of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actions import create_token, remove_member
from accounts.actions.people import deactivate_person
from accounts.models import Membership
from boards.live.inbox import EVERYBODY, Inboxes
from boards.models import Board, Notification
from boards.waiting import Waiting, waiting_for
from tests.live.listening import Listener, cookie_of, listen
from tests.world import World, last_event

pytestmark = pytest.mark.django_db(transaction=True)


def tell(world: World, board: Board, who: str = "ben", **more: Any) -> Notification:
    card = world.card(board)
    about = {"card": card, "event": last_event(board), "kind": "card.created", "reason": "watcher"}
    return Notification.objects.create(
        person=world.cast[who], board=board, **about, **{"created_at": world.at, **more}
    )


def unread(listener: Listener) -> list[int]:
    return [each.data["unread"] for each in listener.of_kind("inbox")]


def test_the_inbox_has_a_stream_of_its_own_and_pages_of_boards_are_told_too(
    asgi_server: str, world: World, board: Board
) -> None:
    world.board("OTHER")
    streams = [
        listen(asgi_server, path, cookie=cookie_of(world.ben))
        for path in ("/inbox/events", "/boards/OTHER/events")
    ]
    petra = listen(asgi_server, "/inbox/events", cookie=cookie_of(world.petra))
    for each in (*streams, petra):
        each.wait_for(lambda it: unread(it) == [0])
    tell(world, board)
    for each in streams:
        each.wait_for(lambda it: unread(it) == [0, 1])
    assert unread(petra) == [0]
    assert all(each.id is None for each in streams[0].of_kind("inbox"))
    assert streams[0].of_kind("presence") == streams[0].events == []


def test_programs_and_strangers_are_told_nothing_of_it(asgi_server: str, world: World, board: Board) -> None:
    secret = create_token(person=world.ben, name="mirror", scope="read", at=timezone.now())[1]
    assert listen(asgi_server, "/inbox/events").status == 401
    assert listen(asgi_server, "/inbox/events", authorization=f"Bearer {secret}").status == 401
    assert listen(asgi_server, "/inbox/events?who=petra", cookie=cookie_of(world.ben)).status == 400
    program = listen(asgi_server, "/api/v1/boards/CHURN/stream", authorization=f"Bearer {secret}")
    page = listen(asgi_server, "/inbox/events", cookie=cookie_of(world.ben))
    tell(world, board)
    page.wait_for(lambda it: 1 in unread(it))
    assert program.of_kind("inbox") == []


def test_it_ends_with_the_account(asgi_server: str, world: World, board: Board) -> None:
    page = listen(asgi_server, "/inbox/events", cookie=cookie_of(world.ben))
    page.wait_for(lambda it: unread(it))
    deactivate_person(person=world.ben, at=world.at)
    page.wait_for(lambda it: it.closed_at)


def test_what_is_read_done_asleep_or_out_of_sight_does_not_wait(world: World, board: Board) -> None:
    ben = world.ben.pk
    assert waiting_for([ben], world.at) == {ben: Waiting(0, "0")}
    first = tell(world, board)
    mark = waiting_for([ben], world.at)[ben].mark
    Notification.objects.update(read_at=world.at)
    assert waiting_for([ben], world.at)[ben] == Waiting(0, mark)
    tell(world, board, snoozed_until=world.at + timedelta(hours=1))
    assert waiting_for([ben], world.at)[ben] == Waiting(0, mark)
    assert waiting_for([ben], world.at + timedelta(hours=2))[ben].unread == 1
    Notification.objects.filter(pk=first.pk).update(done_at=world.at)
    assert waiting_for([ben], world.at)[ben].mark == "0"
    tell(world, board)
    remove_member(
        actor=world.ada, membership=Membership.objects.get(person=world.ben, team=world.team), at=world.at
    )
    assert waiting_for([ben], world.at)[ben] == Waiting()


def test_a_quiet_second_asks_one_small_question(
    world: World, board: Board, django_assert_num_queries: Any
) -> None:
    inboxes, people, at = Inboxes(), [world.ben.pk, world.petra.pk], world.at
    inboxes.read(people, at)
    with django_assert_num_queries(1):
        inboxes.read(people, at + timedelta(seconds=1))
    tell(world, board)
    with django_assert_num_queries(2):
        assert b'"unread":1' in inboxes.read(people, at + timedelta(seconds=2))[world.ben.pk]
    Notification.objects.update(done_at=at)
    assert b'"unread":1' in inboxes.read(people, at + timedelta(seconds=3))[world.ben.pk]
    assert b'"unread":0' in inboxes.read(people, at + EVERYBODY)[world.ben.pk]
