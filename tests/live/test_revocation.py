"""Whoever loses the right to see a board sees nothing of what happens afterwards, and their streams end."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.access import Role
from accounts.actions import change_role, create_token, remove_member, revoke_token, set_password
from accounts.actions.people import deactivate_person
from accounts.models import ApiToken, Membership
from boards.actions import delete_board
from boards.models import Board
from tests.live.listening import Listener, cookie_of, listen
from tests.world import World, last_event

PAGE = "/boards/CHURN/events"
PROGRAM = "/api/v1/boards/CHURN/stream"
CLOSED_WITHIN = 2.0

Act = Callable[[World, Board], None]


def removed(world: World, board: Board) -> None:
    remove_member(actor=world.ada, membership=Membership.objects.get(person=world.ben), at=world.at)


def demoted(world: World, board: Board) -> None:
    change_role(
        actor=world.ada, membership=Membership.objects.get(person=world.ben), role=Role.VIEWER, at=world.at
    )


def deactivated(world: World, board: Board) -> None:
    deactivate_person(person=world.ben, at=world.at)


def new_password(world: World, board: Board) -> None:
    set_password(person=world.ben, password="another-long-passphrase", at=world.at)


def signed_out(world: World, board: Board) -> None:
    Session.objects.all().delete()


def board_deleted(world: World, board: Board) -> None:
    delete_board(cause=world.by("ada"), board=board)


def token_revoked(world: World, board: Board) -> None:
    revoke_token(person=world.ben, token_id=ApiToken.objects.get().pk, at=world.at)


def token_over(world: World, board: Board) -> None:
    ApiToken.objects.update(expires_at=timezone.now())


def stream_of_ben(server: str, world: World, by_token: bool) -> Listener:
    if not by_token:
        return listen(server, PAGE, cookie=cookie_of(world.ben))
    expires = timezone.now() + timedelta(days=1)
    secret = create_token(person=world.ben, name="t", scope="read", at=timezone.now(), expires_at=expires)[1]
    return listen(server, PROGRAM, authorization=f"Bearer {secret}")


@pytest.mark.parametrize(
    ("act", "by_token"),
    [
        (removed, False),
        (removed, True),
        (demoted, False),
        (deactivated, False),
        (deactivated, True),
        (new_password, False),
        (signed_out, False),
        (board_deleted, False),
        (token_revoked, True),
        (token_over, True),
    ],
)
def test_an_idle_stream_is_closed_within_two_seconds(
    asgi_server: str, world: World, board: Board, act: Act, by_token: bool
) -> None:
    stream = stream_of_ben(asgi_server, world, by_token)
    stream.wait_for(lambda it: it.comments)
    act(world, board)
    lost = time.monotonic()
    stream.wait_for(lambda it: it.closed_at)
    assert stream.closed_at is not None
    assert stream.closed_at - lost < CLOSED_WITHIN
    assert stream.messages == []


@pytest.mark.parametrize("by_token", [False, True])
def test_no_event_after_the_removal_is_delivered_while_others_go_on_writing(
    asgi_server: str, world: World, board: Board, by_token: bool
) -> None:
    card = world.card(board)
    stream = stream_of_ben(asgi_server, world, by_token)
    witness = listen(asgi_server, PAGE, cookie=cookie_of(world.petra))
    began = last_event(board).seq
    lanes = ("code review", "to do")
    for number in range(30):
        if number == 15:
            removed(world, board)
            removal = last_event(board, "member.removed").seq
        card = world.move(card, lanes[number % 2], who="petra")
        time.sleep(0.02)
    newest = last_event(board).seq
    witness.wait_for(lambda it: it.seqs and it.seqs[-1] == newest)
    stream.wait_for(lambda it: it.closed_at)
    assert witness.seqs == list(range(began + 1, newest + 1))
    assert [seq for seq in stream.seqs if seq >= removal] == []
    assert stream.seqs == list(range(began + 1, began + 1 + len(stream.seqs)))
    assert listen(asgi_server, PAGE, cookie=cookie_of(world.ben), Last_Event_ID=str(began)).status == 404


def test_whoever_stays_is_not_disturbed(asgi_server: str, world: World, board: Board) -> None:
    stays = listen(asgi_server, PAGE, cookie=cookie_of(world.petra))
    goes = listen(asgi_server, PAGE, cookie=cookie_of(world.ben))
    removed(world, board)
    goes.wait_for(lambda it: it.closed_at)
    time.sleep(1.5)
    assert stays.closed_at is None
    assert [each.kind for each in stays.events] == ["member.removed"]
